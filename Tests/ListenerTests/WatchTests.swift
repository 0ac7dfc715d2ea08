import Glibc
import Testing

@testable import Listener

/// A watch over one end of a pair of sockets, and what can be seen from the other.
private final class Watched {
    let watch: Watch
    let own: Int32
    let other: Int32

    init(idleUntil deadline: Duration = .seconds(60)) {
        var pair: [Int32] = [0, 0]
        socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0, &pair)
        (own, other) = (pair[0], pair[1])
        watch = Watch(descriptor: own, idleUntil: deadline)
    }

    deinit {
        watch.close()
        Glibc.close(other)
    }

    /// Whether reading has been ended on this side.
    var isCut: Bool {
        var byte: UInt8 = 0
        return recv(own, &byte, 1, 0) == 0
    }

    /// Whether the other side sees the end.
    var hasHungUp: Bool {
        var byte: UInt8 = 0
        return recv(other, &byte, 1, 0) == 0
    }

    func sweep(_ second: Int) -> Bool {
        var isTakenOver = false
        _ = watch.sweep(.seconds(second), writeTimeout: .seconds(30)) {
            isTakenOver = true
            return Task {}
        }
        return isTakenOver
    }
}

@Suite struct WatchTests {
    @Test(arguments: [Watch.Phase.idle, .head, .body, .writing, .lingering])
    func aPhaseEndsAtItsDeadlineAndNotBefore(_ phase: Watch.Phase) {
        let watched = Watched()
        #expect(watched.watch.enter(phase, until: .seconds(10)))
        #expect(!watched.sweep(9))
        #expect(!watched.isCut && !watched.watch.hasExpired)
        #expect(!watched.sweep(10))
        #expect(watched.isCut && watched.watch.hasExpired)
    }

    @Test(arguments: [Watch.Phase.idle, .head, .body]) func readingEndsAndTheAnswerCanStillGo(_ phase: Watch.Phase) {
        let watched = Watched()
        _ = watched.watch.enter(phase, until: .seconds(10))
        _ = watched.sweep(10)
        #expect(!watched.hasHungUp)
        #expect(watched.watch.beginAnswer(until: .seconds(40)) == false)
    }

    @Test(arguments: [Watch.Phase.writing, .lingering]) func writingEnds(_ phase: Watch.Phase) {
        let watched = Watched()
        _ = watched.watch.enter(phase, until: .seconds(10))
        _ = watched.sweep(10)
        #expect(watched.hasHungUp)
    }

    @Test func aNewConnectionIsIdle() {
        let watched = Watched(idleUntil: .seconds(5))
        _ = watched.sweep(5)
        #expect(watched.isCut)
    }

    @Test func theAnswerOfASlowHandlerIsTakenOverOnce() {
        let watched = Watched()
        _ = watched.watch.enter(.handling, until: .seconds(10))
        #expect(!watched.sweep(9))
        #expect(watched.sweep(10))
        #expect(!watched.sweep(11))
        #expect(watched.watch.beginAnswer(until: .seconds(40)) == nil)
        #expect(!watched.watch.enter(.body, until: .seconds(40)))
        #expect(!watched.hasHungUp)
        _ = watched.sweep(40)
        #expect(watched.hasHungUp)
    }

    @Test func anAnswerThatHasBegunIsNotTakenOver() {
        let watched = Watched()
        _ = watched.watch.enter(.handling, until: .seconds(10))
        #expect(watched.watch.beginAnswer(until: .seconds(39)) == false)
        #expect(!watched.sweep(10))
        #expect(watched.watch.substitute == nil)
    }

    @Test func progressPutsTheDeadlineOff() {
        let watched = Watched()
        _ = watched.watch.enter(.writing, until: .seconds(10))
        watched.watch.extend(until: .seconds(20))
        _ = watched.sweep(19)
        #expect(!watched.hasHungUp)
        _ = watched.sweep(20)
        #expect(watched.hasHungUp)
    }

    @Test func stoppingEndsWhatIsIdleAndNothingElse() {
        let idle = Watched()
        idle.watch.stop()
        #expect(idle.isCut)
        let busy = Watched()
        _ = busy.watch.enter(.handling, until: .seconds(10))
        busy.watch.stop()
        #expect(!busy.isCut)
        #expect(busy.watch.beginAnswer(until: .seconds(10)) == true)
        #expect(!busy.watch.enter(.idle, until: .seconds(10)))
    }

    @Test func aClosedDescriptorIsNeverTouchedAgain() {
        let first = Watched()
        let descriptor = farDescriptor(first.own, place: 4)
        let watch = Watch(descriptor: descriptor, idleUntil: .seconds(1))
        watch.close()
        let second = Watched()
        #expect(dup2(second.own, descriptor) == descriptor)
        defer { Glibc.close(descriptor) }
        watch.stop()
        watch.abort()
        watch.breakOff()
        _ = watch.sweep(.seconds(1000), writeTimeout: .seconds(1)) { Task {} }
        watch.close()
        #expect(!second.hasHungUp && !second.isCut)
        #expect(fcntl(descriptor, F_GETFD) != -1)
    }
}
