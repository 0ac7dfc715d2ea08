import Dispatch
import Synchronization

/// Runs `work` for each number from 0 on, several at a time, and answers when all are done.
///
/// - Returns: the results in the order of the numbers.
func concurrently<Result: Sendable>(_ count: Int, _ work: @Sendable (Int) -> Result) -> [Result] {
    let results = Mutex([Result?](repeating: nil, count: count))
    DispatchQueue.concurrentPerform(iterations: count) { number in
        let result = work(number)
        results.withLock { $0[number] = result }
    }
    return results.withLock { $0.compactMap(\.self) }
}
