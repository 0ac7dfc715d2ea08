/// What a client has sent and nobody has taken yet.
struct Inbound: Sendable {
    private var bytes: [UInt8] = []
    private var start = 0
    /// Whether a read may give something without a wait.
    private(set) var hasMore = true
    /// Reads, requests and kibibytes answered since the connection last waited; see `isGreedy`.
    private var turns = 0

    var count: Int { bytes.count - start }
    var isEmpty: Bool { count == 0 }

    mutating func append(_ new: [UInt8], isAll: Bool) {
        turns += 1
        hasMore = !isAll
        if isEmpty {
            bytes = new
            start = 0
        } else {
            if start > 0 { bytes.removeSubrange(..<start) }
            start = 0
            bytes.append(contentsOf: new)
        }
    }

    mutating func drop(_ count: Int) {
        start += count
        turns += 1
        if isEmpty {
            bytes = []
            start = 0
        }
    }

    mutating func take(_ count: Int) -> [UInt8] {
        let taken = count == bytes.count ? bytes : Array(bytes[start..<start + count])
        drop(count)
        return taken
    }

    func withBytes<Result, Failure: Error>(_ read: (Bytes) throws(Failure) -> Result) throws(Failure) -> Result {
        try bytes.withUnsafeBufferPointer { buffer throws(Failure) in
            try read(Bytes(buffer).part(start..<buffer.count))
        }
    }

    /// A client that always has something for us would keep a thread to itself: when this is true, the others come
    /// first. True once in 64 turns without a wait.
    mutating func isGreedy() -> Bool {
        guard turns >= 64 else { return false }
        turns = 0
        return true
    }

    /// An answer was sent: a large one is as much as many small ones.
    mutating func hasAnswered(_ count: Int) { turns += count / 1024 }

    /// Somebody else waited on the socket meanwhile: only a read tells what is there.
    mutating func mayHaveMore() { hasMore = true }

    mutating func wait() {
        turns = 0
        hasMore = true
    }
}
