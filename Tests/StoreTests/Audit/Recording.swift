import Councils
import Synchronization

/// An entry that is being written.
final class Recording: Sendable {
    private let result = Mutex<Result<Void, Refusal>?>(nil)
    private let done = Event()

    func take(_ result: Result<Void, Refusal>) {
        self.result.withLock { $0 = result }
        done.happen()
    }

    /// nil when it is on disk.
    var refusal: Refusal? {
        get async {
            await done.wait()
            let result = self.result.withLock { $0 }
            if case .failure(let refusal) = result { return refusal }
            return nil
        }
    }

    var isAnswered: Bool { done.hasHappened }
}
