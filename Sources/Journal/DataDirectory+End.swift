internal import Glibc

extension DataDirectory {
    var end: String { path + "/END" }

    /// How far the journal had come when it was last closed; nil if it never was closed cleanly.
    func readEnd() throws(JournalFault) -> SealedPoint? {
        let bytes = try harmless { () throws(CallFailure) -> [UInt8]? in
            guard try disk.find(end) != nil else { return nil }
            let file = try disk.file(end, O_RDONLY)
            defer { file.close() }
            return try file.read(4096, at: 0)
        }
        guard let bytes else { return nil }
        guard let point = SealedPoint(line: bytes) else {
            throw .damaged(file: end, offset: 0, reason: "it does not say how far the journal had come")
        }
        return point
    }

    /// Durable when this returns. If it fails, what was there before stays, and is as true as it was.
    func writeEnd(_ point: SealedPoint) throws(CallFailure) {
        try write(point.line, to: end)
    }
}
