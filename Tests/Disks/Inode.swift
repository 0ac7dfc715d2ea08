/// A file: what processes read, and what is on the platter.
struct Inode: Sendable {
    static let page = 4096
    static let sector = 512

    var isDirectory = false
    /// In milliseconds since 1970.
    private(set) var modified: Int64 = 0
    private(set) var bytes: [UInt8] = []
    private var platter: [UInt8] = []
    /// What each page that was written since the last sync has held since, oldest first. The last one may be short.
    private var dirty: [Int: [ArraySlice<UInt8>]] = [:]
    /// The lengths that the file has had since the last sync.
    private var lengths: [Int] = []
    /// Pages that a failed sync has called written.
    private var dropped: Set<Int> = []

    init(isDirectory: Bool = false, time: Int64) {
        self.isDirectory = isDirectory
        modified = time
    }

    /// Durable.
    init(bytes: [UInt8]) {
        self.bytes = bytes
        platter = bytes
    }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) -> Int {
        guard offset < bytes.count else { return 0 }
        let end = min(bytes.count, offset + buffer.count)
        bytes.withUnsafeBytes { bytes in buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[offset..<end]))
        }
        return end - offset
    }

    mutating func write(_ new: ArraySlice<UInt8>, at offset: Int, time: Int64) {
        let end = offset + new.count
        let first = min(offset, bytes.count)
        modified = time
        if bytes.count < end {
            bytes += repeatElement(0, count: end - bytes.count)
            lengths.append(end)
        }
        bytes.replaceSubrange(offset..<end, with: new)
        if first < end { note(pages: (first / Self.page)...((end - 1) / Self.page)) }
    }

    mutating func truncate(to length: Int, time: Int64) {
        modified = time
        guard length != bytes.count else { return }
        let former = bytes.count
        if length < former {
            bytes.removeLast(former - length)
        } else {
            bytes += repeatElement(0, count: length - former)
        }
        lengths.append(length)
        note(pages: (min(length, former) / Self.page)...((max(length, former) - 1) / Self.page))
    }

    private mutating func note(pages: ClosedRange<Int>) {
        for page in pages {
            let start = min(bytes.count, page * Self.page)
            dirty[page, default: []].append(bytes[start..<min(bytes.count, start + Self.page)])
        }
    }

    mutating func sync() {
        resize(to: bytes.count)
        for page in dirty.keys {
            let start = page * Self.page
            guard start < bytes.count else { continue }
            let end = min(bytes.count, start + Self.page)
            platter.replaceSubrange(start..<end, with: bytes[start..<end])
            dropped.remove(page)
        }
        settle()
    }

    /// Some of the pages reach the platter, and all are taken for written.
    mutating func failSync(_ dice: inout Dice) {
        for page in dirty.keys.sorted() {
            if let newest = dirty[page]?.last, dice.roll(3) {
                put(newest, at: page * Self.page)
            } else {
                dropped.insert(page)
            }
        }
        settle()
    }

    /// What is not on the platter and taken for written is read from there.
    mutating func forget() {
        for page in dropped where page * Self.page < bytes.count {
            let start = page * Self.page
            let end = min(bytes.count, start + Self.page)
            for position in start..<end { bytes[position] = position < platter.count ? platter[position] : 0 }
        }
        dropped = []
    }

    /// What is there after a cut.
    ///
    /// - Parameter luck: of four pages, how many hold what was written last; the others any moment's.
    mutating func lose(_ loss: SimulatedDisk.Loss, luck: Int, _ dice: inout Dice) {
        switch loss {
        case .all: break
        case .none: sync()
        case .some: losePart(luck: luck, &dice)
        }
        bytes = platter
        dropped = []
        settle()
    }

    private mutating func losePart(luck: Int, _ dice: inout Dice) {
        let length = lastingLength(luck: luck, &dice)
        for page in dirty.keys.sorted() {
            guard let versions = dirty[page] else { continue }
            let start = page * Self.page
            if dice.roll(3) {
                for sector in 0..<(Self.page / Self.sector) {
                    guard let version = versions.any(luck: luck, &dice) else { continue }
                    let rest = version.dropFirst(sector * Self.sector)
                    put(rest.prefix(Self.sector), at: start + sector * Self.sector)
                }
            } else if let version = versions.any(luck: luck, &dice) {
                put(version, at: start)
            }
        }
        resize(to: length)
    }

    private func lastingLength(luck: Int, _ dice: inout Dice) -> Int {
        let known = [platter.count] + lengths
        guard let newest = known.last, known.count > 1 else { return platter.count }
        if dice.below(4) < luck { return newest }
        let place = dice.below(known.count - 1)
        let (one, other) = (known[place], known[place + 1])
        return dice.roll(2) ? one : Int.random(in: min(one, other)...max(one, other), using: &dice)
    }

    private mutating func put(_ new: ArraySlice<UInt8>, at offset: Int) {
        resize(to: max(platter.count, offset + new.count))
        platter.replaceSubrange(offset..<(offset + new.count), with: new)
    }

    private mutating func resize(to length: Int) {
        if length < platter.count {
            platter.removeLast(platter.count - length)
        } else {
            platter += repeatElement(0, count: length - platter.count)
        }
    }

    private mutating func settle() {
        if !dirty.isEmpty { dirty.removeAll(keepingCapacity: true) }
        if !lengths.isEmpty { lengths.removeAll(keepingCapacity: true) }
    }
}

extension [ArraySlice<UInt8>] {
    /// The newest, or that of any moment; nil for what was there before.
    fileprivate func any(luck: Int, _ dice: inout Dice) -> ArraySlice<UInt8>? {
        if dice.below(4) < luck { return last }
        let place = dice.below(count + 1)
        return place == 0 ? nil : self[place - 1]
    }
}
