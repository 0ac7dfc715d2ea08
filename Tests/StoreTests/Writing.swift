import Councils
import Testing

@testable import Store

/// A write that is under way.
struct Writing<Value: Sendable>: Sendable {
    let task: Task<Result<Value, Refusal>, Never>
    private let answered: Event

    init(task: Task<Result<Value, Refusal>, Never>, answered: Event) {
        self.task = task
        self.answered = answered
    }

    /// Whether it has answered, when all that could run has run.
    var hasAnswered: Bool {
        get async {
            for _ in 0..<200 { await Task.yield() }
            return answered.hasHappened
        }
    }

    var answer: Result<Value, Refusal> {
        get async { await task.value }
    }

    var refusal: Refusal? {
        get async {
            switch await task.value {
            case .success: nil
            case .failure(let refusal): refusal
            }
        }
    }
}

extension Store {
    /// Begins a write and returns when it stands in the queue, or is answered without.
    func begin<Value: Sendable>(
        _ origin: Origin = .test,
        isRehearsal: Bool = false,
        _ body: @escaping @Sendable (inout Transaction) throws(Refusal) -> Value
    ) async -> Writing<Value> {
        let (queued, answered) = (Event(), Event())
        var kept = origin
        kept.isRehearsal = isRehearsal
        let task = Task { [kept] () -> Result<Value, Refusal> in
            let result = await withCheckedContinuation { continuation in
                submit(kept, body) { continuation.resume(returning: $0) }
                queued.happen()
            }
            answered.happen()
            return result
        }
        await queued.wait()
        return Writing(task: task, answered: answered)
    }

    /// Begins to write a council.
    func begin(_ id: ID<Council>) async -> Writing<Int?> {
        await begin { tx throws(Refusal) in
            try tx.create(id, .named("協議会"), for: .administrator).stamps.secretariat?.version
        }
    }

    /// Writes a council, all the way.
    func put(_ id: ID<Council>) async throws(Refusal) {
        _ = try await begin(id).answer.get()
    }
}

extension Transaction {
    /// A value as an administrator gets it, whatever its version.
    func current<Value: Stored>(_ id: ID<Value>) throws(Refusal) -> Record<Value> {
        try current(id, for: .administrator) { _ in true }
    }
}

/// The refusal that something ends with; nil if it does not.
func refusal<Value>(_ body: () async throws(Refusal) -> Value) async -> Refusal? {
    do throws(Refusal) {
        _ = try await body()
        return nil
    } catch {
        return error
    }
}

func refusal<Value>(_ body: () throws(Refusal) -> Value) -> Refusal? {
    do throws(Refusal) {
        _ = try body()
        return nil
    } catch {
        return error
    }
}
