import FlyingSocks
import Glibc
import Testing

@testable import Listener

@Suite struct EventPoolTests {
    @Test func aWaitEndsWhenSomethingComes() async throws {
        try await withPool { pool in
            let pair = SocketPair()
            for _ in 0..<100 {
                async let wait: Void = pool.untilReady(pair.own, for: .read)
                await pool.untilWaiting(on: pair.own)
                pair.send()
                try await wait
                #expect(pair.receive() == 1)
            }
            #expect(pool.table.registered == 1)
        }
    }

    @Test func whatCameBeforeTheWaitEndsIt() async throws {
        try await withPool { pool in
            let pair = SocketPair()
            for _ in 0..<100 {
                pair.send()
                repeat { try await pool.untilReady(pair.own, for: .read) } while pair.receive() == 0
            }
            #expect(pool.table.registered == 1)
        }
    }

    @Test func bothDirectionsWaitAndEachHasItsOwnEnd() async throws {
        try await withPool { pool in
            let pair = SocketPair()
            try await pool.untilReady(pair.own, for: .write)
            pair.fill()
            async let reader: Void = pool.untilReady(pair.own, for: .read)
            async let writer: Void = {
                while write(pair.own, "x", 1) < 0 { try await pool.untilReady(pair.own, for: .write) }
            }()
            await pool.untilWaiting(2, on: pair.own)
            pair.drain()
            try await writer
            #expect(pool.table.waiters(on: pair.own) == 1)
            pair.send()
            try await reader
        }
    }

    @Test func oneWaitForBothDirectionsEndsWithEither() async throws {
        try await withPool { pool in
            let pair = SocketPair()
            pair.fill()
            let socket = Socket(file: .init(rawValue: pair.own))
            pair.send()
            try await pool.suspendSocket(socket, untilReadyFor: [.read, .write])
            #expect(pair.receive() == 1)
        }
    }

    @Test func theEndOfAConnectionEndsEveryReadersWait() async throws {
        try await withPool { pool in
            let pair = SocketPair()
            pair.send()
            shutdown(pair.other, Int32(SHUT_WR))
            try await pool.untilReady(pair.own, for: .read)
            for _ in 0..<3 { try await pool.untilReady(pair.own, for: .read) }
            #expect(pair.receive() == nil)
        }
    }

    @Test func aCancelledWaitEndsAndLeavesNothingBehind() async throws {
        try await withPool { pool in
            let pair = SocketPair()
            let wait = Task { try await pool.untilReady(pair.own, for: .read) }
            await pool.untilWaiting(on: pair.own)
            wait.cancel()
            await #expect(throws: CancellationError.self) { try await wait.value }
            #expect(pool.table.waiters(on: pair.own) == 0)
            pair.send()
            try await pool.untilReady(pair.own, for: .read)
        }
    }

    @Test func aCancelledTaskDoesNotBeginToWait() async throws {
        try await withPool { pool in
            let pair = SocketPair()
            let wait = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                try await pool.untilReady(pair.own, for: .read)
            }
            await #expect(throws: CancellationError.self) { try await wait.value }
            #expect(pool.table.waiters(on: pair.own) == 0)
        }
    }

    @Test func asSoonAsADescriptorIsClosedNobodyWaitsOnIt() async throws {
        try await withPool { pool in
            let pair = SocketPair()
            let descriptor = farDescriptor(pair.own, place: 1)
            async let wait: Void = pool.untilReady(descriptor, for: .read)
            await pool.untilWaiting(on: descriptor)
            pool.close(descriptor)
            do {
                try await wait
                Issue.record("the wait ended well")
            } catch {
                #expect(error as? SocketError == .disconnected)
            }
        }
    }

    @Test func aDescriptorThatIsUsedAgainIsAnotherOne() async throws {
        try await withPool { pool in
            let (first, second) = (SocketPair(), SocketPair())
            let number = farDescriptor(first.own, place: 2)
            for (pair, turn) in [(first, 1), (second, 2), (first, 3)] {
                #expect(dup2(pair.own, number) == number)
                async let wait: Void = pool.untilReady(number, for: .read)
                await pool.untilWaiting(on: number)
                pair.send()
                try await wait
                #expect(pair.receive() == 1)
                #expect(pool.table.registered == UInt32(turn))
                pool.close(number)
            }
        }
    }

    @Test func anEventOfAClosedDescriptorIsNotTakenForOneOfItsSuccessor() async throws {
        let table = EventTable()
        let (first, second) = (SocketPair(), SocketPair())
        let number = farDescriptor(first.own, place: 3)
        first.send()
        let waiting = Task {
            await withUnsafeContinuation { continuation in
                #expect(table.add(.init(serial: 1, wanted: .write, continuation: continuation), for: number) == nil)
                table.poll(waits: true) {  // the event of the first is on its way here
                    table.forget(number).first?.resume(with: .forgotten)
                    dup2(second.own, number)
                }
            }
        }
        #expect(await waiting.value == .forgotten)
        let next = Task {
            await withUnsafeContinuation { continuation in
                #expect(table.add(.init(serial: 2, wanted: .read, continuation: continuation), for: number) == nil)
                table.poll(waits: false) {}
                table.remove(2, from: number)?.resume(with: .cancelled)
            }
        }
        #expect(await next.value == .cancelled)
        close(number)
    }

    @Test func aSecondReaderIsRefused() async throws {
        try await withPool { pool in
            let pair = SocketPair()
            async let first: Void = pool.untilReady(pair.own, for: .read)
            await pool.untilWaiting(on: pair.own)
            await #expect(throws: SocketError.self) { try await pool.untilReady(pair.own, for: .read) }
            pair.send()
            try await first
        }
    }

    @Test func whatIsNoSocketIsRefused() async throws {
        try await withPool { pool in
            for descriptor in [-1, 4_000_000] as [Int32] {
                await #expect(throws: SocketError.self) { try await pool.untilReady(descriptor, for: .read) }
            }
        }
    }

    @Test func theEndOfThePoolEndsEveryWait() async throws {
        let pair = SocketPair()
        let late = SocketPair()
        let pool = EventPool()
        try await pool.prepare()
        let running = Task { try await pool.run() }
        let wait = Task(executorPreference: pool.executor) { try await pool.untilReady(pair.own, for: .read) }
        await pool.untilWaiting(on: pair.own)
        running.cancel()
        await #expect(throws: CancellationError.self) { try await running.value }
        await #expect(throws: CancellationError.self) { try await wait.value }
        await #expect(throws: CancellationError.self) { try await pool.untilReady(late.own, for: .read) }
    }
}
