import CLinux
import Glibc

/// What a pool knows of one descriptor.
struct EventSlot {
    struct Readiness: OptionSet {
        let rawValue: UInt8
        static let read = Readiness(rawValue: 1)
        static let write = Readiness(rawValue: 2)
    }

    enum Outcome: Equatable {
        case ready
        case cancelled
        case forgotten
        /// With an errno.
        case failed(Int32)
    }

    struct Waiter: Sendable {
        let serial: UInt64
        let wanted: Readiness
        let continuation: UnsafeContinuation<Outcome, Never>

        func resume(with outcome: Outcome) { continuation.resume(returning: outcome) }
    }

    /// The serial number of the registration with epoll; 0 when there is none.
    var registration: UInt32 = 0
    /// What came while nobody waited for it.
    private var ready: Readiness = []
    /// The other side has ended, or the connection is gone: a read would say so at any time.
    private var hasEnded = false
    private var first: Waiter?
    private var second: Waiter?

    /// Nil when the waiter has to wait; else what it is to be told.
    mutating func add(_ waiter: Waiter) -> Outcome? {
        if !ready.isDisjoint(with: waiter.wanted) || hasEnded && waiter.wanted.contains(.read) {
            ready.subtract(waiter.wanted)
            return .ready
        }
        guard !waits(for: waiter.wanted) else { return .failed(EBUSY) }
        if first == nil { first = waiter } else { second = waiter }
        return nil
    }

    var waiters: Int { (first == nil ? 0 : 1) + (second == nil ? 0 : 1) }

    private func waits(for wanted: Readiness) -> Bool {
        first?.wanted.isDisjoint(with: wanted) == false || second?.wanted.isDisjoint(with: wanted) == false
    }

    /// Who is to be told of the events that epoll reports; the rest is kept for the next to come.
    mutating func take(_ events: UInt32) -> (Waiter?, Waiter?) {
        let isGone = events & (EPOLLHUP.rawValue | EPOLLERR.rawValue) != 0
        if isGone || events & EPOLLRDHUP.rawValue != 0 { hasEnded = true }
        var news: Readiness = hasEnded || events & EPOLLIN.rawValue != 0 ? .read : []
        if isGone || events & EPOLLOUT.rawValue != 0 { news.insert(.write) }

        var told: (Waiter?, Waiter?)
        ready.formUnion(news)
        if let waiter = first, !waiter.wanted.isDisjoint(with: news) {
            told.0 = waiter
            first = nil
            ready.subtract(waiter.wanted)
        }
        if let waiter = second, !waiter.wanted.isDisjoint(with: news) {
            told.1 = waiter
            second = nil
            ready.subtract(waiter.wanted)
        }
        return told
    }

    /// The waiter of this number, if it still waits.
    mutating func take(serial: UInt64) -> Waiter? {
        if let waiter = first, waiter.serial == serial {
            first = nil
            return waiter
        }
        if let waiter = second, waiter.serial == serial {
            second = nil
            return waiter
        }
        return nil
    }

    /// Everyone who waits.
    mutating func takeAll() -> [Waiter] {
        defer { (first, second) = (nil, nil) }
        return [first, second].compactMap(\.self)
    }

    /// Everyone who waits; the next to come does not have to wait.
    mutating func wake() -> [Waiter] {
        ready = [.read, .write]
        return takeAll()
    }

    /// Everyone who waits; the slot is as if the descriptor had never been waited on.
    mutating func reset() -> [Waiter] {
        defer { self = EventSlot() }
        return takeAll()
    }
}
