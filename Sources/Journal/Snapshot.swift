internal import Crypto
internal import Glibc

/// A file under `snapshots`: a whole state at one `seq`.
struct Snapshot: Hashable, Sendable {
    let seq: UInt64
    let store: String
    /// The first segment to replay after it.
    let segment: UInt64
    /// The sum which that segment follows.
    let follows: Sum

    /// What reading one through has shown.
    enum Verdict {
        /// `body` is where the lines of the state stand.
        case whole(Snapshot, lines: Int, body: Range<Int64>)
        case damaged(reason: String)
    }

    /// The first line, with its line end.
    var header: [UInt8] {
        let line = """
            {"format":"kyogikai-snapshot","version":\(Format.version),"store":\(Format.quoted(store)),\
            "seq":\(seq),"segment":\(segment),"follows":"\(follows.text)"}
            """
        return Array((line + "\n").utf8)
    }

    /// The last line, with its line end. `sum` is over every byte before it.
    static func trailer(lines: Int, sum: Sum) -> [UInt8] {
        Array(#"{"records":\#(lines),"sum":"\#(sum.text)"}"#.utf8) + [Format.newline]
    }

    /// Nil unless it is exactly what `header` writes.
    init?(header line: [UInt8]) {
        guard let fields = Format.fields(of: line), let seq = fields.seq, let store = fields.store,
            let segment = fields.segment, let text = fields.follows, let follows = Sum(text: text)
        else { return nil }
        self.init(seq: seq, store: store, segment: segment, follows: follows)
        guard header == line else { return nil }
    }

    init(seq: UInt64, store: String, segment: UInt64, follows: Sum) {
        self.seq = seq
        self.store = store
        self.segment = segment
        self.follows = follows
    }

    /// Reads the file through. Fails only with `.newerFormat`: what cannot be read is damaged.
    static func verify(_ path: String, seq: UInt64, store: String, disk: Disk) throws(JournalFault) -> Verdict {
        let file: File
        do { file = try disk.file(path, O_RDONLY) } catch { return .damaged(reason: error.fault.description) }
        defer { file.close() }
        do {
            let size = try disk.find(path)?.size ?? 0
            let tail = try file.read(128, at: max(0, size - 128))
            guard tail.last == Format.newline, let before = tail.dropLast().lastIndex(of: Format.newline) else {
                return .damaged(reason: "its last line is cut off")
            }
            let trailer = Array(tail[(before + 1)...])
            let end = size - Int64(trailer.count)
            let (sum, lines) = try scan(file, to: end)
            guard trailer == Self.trailer(lines: lines - 1, sum: sum) else {
                return .damaged(reason: "its bytes are not those that its last line sums up")
            }
            let header = try headerLine(file)
            if let version = Format.fields(of: header)?.version, version > Format.version {
                throw JournalFault.newerFormat(path: path, version: version)
            }
            guard let snapshot = Snapshot(header: header), snapshot.seq == seq, snapshot.store == store else {
                return .damaged(reason: "its header is not the one that belongs here")
            }
            return .whole(snapshot, lines: lines - 1, body: Int64(header.count)..<end)
        } catch let failure as CallFailure {
            return .damaged(reason: failure.fault.description)
        } catch let fault as JournalFault {
            throw fault
        } catch {
            return .damaged(reason: "\(error)")
        }
    }

    /// Reads no more than the header; nil if it is none.
    static func header(of path: String, disk: Disk) -> Snapshot? {
        guard let file = try? disk.file(path, O_RDONLY) else { return nil }
        defer { file.close() }
        return (try? headerLine(file)).flatMap(Snapshot.init(header:))
    }

    /// Nil if the file does not begin with a snapshot's header.
    static func header(of file: File) throws(CallFailure) -> Snapshot? {
        Snapshot(header: try headerLine(file))
    }

    private static func headerLine(_ file: File) throws(CallFailure) -> [UInt8] {
        let start = try file.read(4096, at: 0)
        return start.firstIndex(of: Format.newline).map { Array(start[...$0]) } ?? start
    }

    /// The sum of the file up to `end`, and the lines that end before it.
    private static func scan(_ file: File, to end: Int64) throws(CallFailure) -> (Sum, lines: Int) {
        var hasher = SHA256()
        var lines = 0
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        var offset: Int64 = 0
        while offset < end {
            let count = try buffer.withMutableBytes { (buffer) throws(CallFailure) -> Int in
                let wanted = Int(min(Int64(buffer.count), end - offset))
                let count = try file.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]), at: offset)
                let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
                hasher.update(bufferPointer: bytes)
                for byte in bytes where byte == Format.newline { lines += 1 }
                return count
            }
            if count == 0 { break }
            offset += Int64(count)
        }
        return (Sum(hasher), lines)
    }
}
