import Councils
import Dispatch
import Journal

/// The past on a queue of its own: reading it holds up neither writers nor the threads that answer.
struct PastQueue: Sendable {
    private let journal: JournalReader
    private let report: Store.Failed
    private let queue = DispatchQueue(label: "history")

    /// - Parameter report: takes what could not be read, and where, for the log.
    init(_ journal: JournalReader, report: @escaping Store.Failed) {
        self.journal = journal
        self.report = report
    }

    func read<Value: Stored, Found: Sendable>(
        _ id: ID<Value>,
        _ body: @escaping @Sendable (Past<Value>) throws(JournalFault) -> Found
    ) async throws(Refusal) -> Found {
        let result: Result<Found, Refusal> = await withCheckedContinuation { continuation in
            queue.async {
                do throws(JournalFault) {
                    continuation.resume(returning: .success(try body(Past(id: id, journal: journal))))
                } catch {
                    report("reading the history of \(Value.table) \(id.text): \(error)")
                    continuation.resume(returning: .failure(.unreadable))
                }
            }
        }
        return try result.get()
    }
}
