import Synchronization

extension Disk {
    /// The same disk for work beside others: it is read in small pieces, and no faster than the pace allows.
    ///
    /// - Parameter isHurried: asked at each piece; if so, the pace does not count.
    func gentle(_ pace: Pace, isHurried: @escaping @Sendable () -> Bool = { false }) -> Disk {
        let pace = SharedPace(pace)
        let read = self.read
        var disk = self
        disk.read = { (file, buffer, offset) throws(SystemError) in
            let count = try read(file, UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(FileOutput.piece)), offset)
            if !isHurried() { pace.wait(after: count) }
            return count
        }
        return disk
    }
}

/// One pace for all that use it, one after the other.
private final class SharedPace: Sendable {
    private let pace: Mutex<Pace>

    init(_ pace: Pace) { self.pace = Mutex(pace) }

    func wait(after bytes: Int) { pace.withLock { $0.wait(after: bytes) } }
}
