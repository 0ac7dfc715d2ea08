import Synchronization

/// The table of open connections, which is also the table of their deadlines: one sweep a second looks at each.
final class Deadlines: Sendable {
    enum Admission {
        case served
        /// Above the limit: gets its 503 and time to read it.
        case turnedAway
        /// Far above the limit, or the listener is stopping: closed.
        case dropped
    }

    private struct Table {
        var served: [ObjectIdentifier: Connection] = [:]
        var turnedAway: [ObjectIdentifier: Connection] = [:]
        var graceEnds: Duration?
        var isOver = false
        var whenOver: [CheckedContinuation<Void, Never>] = []

        var all: [Connection] { Array(served.values) + Array(turnedAway.values) }
        var isEmpty: Bool { served.isEmpty && turnedAway.isEmpty }

        mutating func end() -> [CheckedContinuation<Void, Never>] {
            isOver = true
            defer { whenOver = [] }
            return whenOver
        }
    }

    private let limit: Int
    private let table = Mutex(Table())

    /// Connections above the limit that are being told so at one time.
    private static let mostTurnedAway = 64
    /// For connections to end once they were aborted; then they are left behind.
    private static let abortGrace = Duration.seconds(1)

    init(connections limit: Int) {
        self.limit = limit
    }

    var count: Int { table.withLock { $0.served.count } }

    /// What the served connections are doing; for tests.
    var phases: [Watch.Phase] { table.withLock { $0.served.values.map(\.watch.phase) } }

    func admit(_ connection: Connection) -> Admission {
        table.withLock { table in
            guard table.graceEnds == nil else { return .dropped }
            if table.served.count < limit {
                table.served[ObjectIdentifier(connection)] = connection
                return .served
            }
            guard table.turnedAway.count < Self.mostTurnedAway else { return .dropped }
            table.turnedAway[ObjectIdentifier(connection)] = connection
            return .turnedAway
        }
    }

    func remove(_ connection: Connection) {
        let waiting = table.withLock { table in
            table.served[ObjectIdentifier(connection)] = nil
            table.turnedAway[ObjectIdentifier(connection)] = nil
            return table.graceEnds != nil && table.isEmpty ? table.end() : []
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Cuts off what takes too long and, after `stop`, whatever has outlived the grace.
    func sweep(_ now: Duration) {
        let (connections, graceEnds) = table.withLock { ($0.all, $0.graceEnds) }
        for connection in connections { connection.sweep(now) }
        guard let graceEnds, now >= graceEnds else { return }
        if now >= graceEnds + Self.abortGrace {
            giveUp()
        } else {
            abort()
        }
    }

    /// No more connections; the idle ones end, the others have until `graceEnds`.
    func stop(graceEnds: Duration) {
        typealias Found = (connections: [Connection], waiting: [CheckedContinuation<Void, Never>])
        let (connections, waiting) = table.withLock { table -> Found in
            guard table.graceEnds == nil else { return ([], []) }
            table.graceEnds = graceEnds
            return (table.all, table.isEmpty ? table.end() : [])
        }
        for connection in connections { connection.watch.stop() }
        for continuation in waiting { continuation.resume() }
    }

    /// Ends every connection and cancels its task.
    func abort() {
        for connection in table.withLock({ $0.all }) { connection.watch.abort() }
    }

    /// Returns once, after `stop`, every connection has ended, or was given up, or the caller's task is cancelled.
    func untilOver() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = table.withLock { table in
                    if !table.isOver { table.whenOver.append(continuation) }
                    return table.isOver
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            giveUp()
        }
    }

    private func giveUp() {
        for continuation in table.withLock({ $0.end() }) { continuation.resume() }
    }
}
