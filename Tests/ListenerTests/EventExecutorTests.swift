import Dispatch
import Synchronization
import Testing

@testable import Listener

private final class Counter: Sendable {
    private let number = Mutex(0)
    var count: Int { number.withLock { $0 } }
    func add() { number.withLock { $0 += 1 } }
}

@Suite struct EventExecutorTests {
    @Test func aTaskThatNeverSleepsKeepsNobodyFromTheSockets() async throws {
        try await withPool { pool in
            let over = Counter()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask(executorPreference: pool.executor) {
                    while over.count == 0 { await Task.yield() }
                }
                let pair = SocketPair()
                pair.send()
                let waiter = Task(executorPreference: pool.executor) { try await pool.untilReady(pair.own, for: .read) }
                try await waiter.value
                over.add()
                try await group.waitForAll()
            }
        }
    }

    /// As many tasks block their threads as may: the sockets are looked at, and other tasks go on.
    @Test(arguments: [1, 2, 3]) func tasksThatBlockAreRelieved(_ blocked: Int) async throws {
        try await withPool { pool in
            let gate = DispatchSemaphore(value: 0)
            let started = Counter()
            let wait: @Sendable () -> Void = { gate.wait() }
            let blockers = (0..<blocked).map { _ in
                Task(executorPreference: pool.executor) {
                    started.add()
                    wait()
                }
            }
            while started.count < blocked { await Task.yield() }
            let pair = SocketPair()
            let waiter = Task(executorPreference: pool.executor) { try await pool.untilReady(pair.own, for: .read) }
            await pool.untilWaiting(on: pair.own)
            pair.send()
            try await waiter.value
            for _ in 0..<blocked { gate.signal() }
            for blocker in blockers { await blocker.value }
        }
    }

    @Test func aTaskThatAnotherThreadWakesGoesOn() async throws {
        try await withPool { pool in
            for _ in 0..<200 {
                let task = Task(executorPreference: pool.executor) {
                    await withCheckedContinuation { continuation in
                        DispatchQueue.global().async { continuation.resume(returning: 1) }
                    }
                }
                #expect(await task.value == 1)
            }
        }
    }

    @Test func tasksOutliveThePool() async throws {
        let end = Event()
        let pool = EventPool()
        try await pool.prepare()
        let running = Task { try await pool.run() }
        let begun = Event()
        let early = Task(executorPreference: pool.executor) {
            begun.happen()
            await end.wait()
            await Task.yield()
            return 1
        }
        await begun.wait()
        running.cancel()
        _ = await running.result
        end.happen()
        #expect(await early.value == 1)
        let late = Task(executorPreference: pool.executor) { 2 }
        #expect(await late.value == 2)
    }

    @Test func aPoolThatIsCancelledBeforeItRunsEnds() async throws {
        let pool = EventPool()
        try await pool.prepare()
        let running = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await pool.run()
        }
        await #expect(throws: CancellationError.self) { try await running.value }
    }
}
