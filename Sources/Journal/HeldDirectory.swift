/// A data directory whose lock a tool has taken, so that no server opens it meanwhile. Nothing else of it is changed.
public struct HeldDirectory: Sendable {
    private let directory: DataDirectory
    private let lock: Lock
    public let storeID: String

    /// - Parameter holder: the line for those who find it locked.
    ///
    /// Fails with `.locked` if a process has it, and as opening does if it is no data directory.
    public init(_ path: String, disk: Disk = .live, holder: [UInt8]) throws(JournalFault) {
        directory = DataDirectory(path: path, disk: disk)
        guard let store = try directory.inspect() else { throw .foreign(path: directory.path) }
        storeID = store
        lock = try Lock(directory)
        lock.write(holder)
    }

    /// Where the last whole line ends. Fails with `.damaged` where a line is not what was written.
    public func end(_ decoder: LineDecoder, progress: WorkProgress = .init()) throws(JournalFault) -> SealedPoint {
        progress.expect(directory.bytesToRead)
        var survey = Survey(directory, store: storeID)
        try survey.run(decoder, stopAtFault: true, progress: progress)
        if let fault = (survey.faults + survey.unfitting()).first { throw fault }
        guard let last = survey.stretches.last, let end = last.end else {
            throw .damaged(file: directory.segment(1), offset: 0, reason: "it is missing")
        }
        return SealedPoint(seq: end.seq, segment: last.to.segment, bytes: last.to.offset, sum: end.sum.text)
    }

    public func release() {
        lock.release()
    }
}
