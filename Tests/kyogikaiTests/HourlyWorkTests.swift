import Logging
import ServiceLifecycle
import Synchronization
import Testing

@testable import kyogikai

/// What is done once an hour, on a clock that is moved by hand.
@Suite struct HourlyWorkTests {
    private final class Count: Sendable {
        private let count = Mutex(0)
        var now: Int { count.withLock { $0 } }
        func add() { count.withLock { $0 += 1 } }
    }

    @Test func itIsDoneAtTheStartAndEachHourUntilItIsToldToStop() async throws {
        let (clock, count) = (ManualClock(), Count())
        let group = ServiceGroup(
            services: [HourlyWork(clock: clock) { count.add() }],
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            await clock.sleeper()
            #expect(count.now == 1)
            clock.advance(by: .seconds(3599))
            #expect(count.now == 1)
            clock.advance(by: .seconds(1))
            await clock.sleeper()
            #expect(count.now == 2)
            clock.advance(by: .seconds(3600))
            await clock.sleeper()
            #expect(count.now == 3)
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
        #expect(count.now == 3)
    }
}
