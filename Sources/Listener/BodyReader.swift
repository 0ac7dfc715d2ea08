/// One request's body on its way in: owns what the connection has received for as long as the request is in hand.
actor BodyReader {
    /// What is left of a body when its request has been answered for.
    enum Rest {
        /// It was read to its end; these bytes come behind it.
        case nothing(Inbound)
        /// Some is to come, little enough to be dropped: see `drain`.
        case little
        /// Too much, or nobody knows where it ends.
        case unknown
    }

    private enum Coding {
        case length(Int)
        case chunked(ChunkedBody)
    }

    private enum State {
        case untouched
        case reading
        case collected([UInt8])
        case failed(Refusal)
    }

    private let connection: Connection
    private var inbound: Inbound
    private var coding: Coding
    private var owesContinue: Bool
    private var state = State.untouched
    private var isOver = false
    private var waiters: [CheckedContinuation<Void, Never>] = []

    init(_ head: RequestHead, _ inbound: Inbound, of connection: Connection) {
        self.connection = connection
        self.inbound = inbound
        owesContinue = head.expectsContinue
        coding =
            switch head.framing {
            case .none: .length(0)
            case .length(let length): .length(length)
            case .chunked: .chunked(ChunkedBody(connection.service.limits))
            }
    }

    func collect(atMost limit: Int) async throws(Refusal) -> [UInt8] {
        while case .reading = state { await untilRead() }
        switch state {
        case .collected(let bytes):
            guard bytes.count <= limit else { throw .bodyTooLarge(limit) }
            return bytes
        case .failed(let refusal): throw refusal
        case .untouched, .reading: break
        }
        guard !isOver else { throw .malformed("the body was asked for after the answer") }
        state = .reading
        defer { wakeWaiters() }
        do throws(Refusal) {
            let bytes = try await readTimed(atMost: min(limit, connection.service.limits.body))
            state = .collected(bytes)
            return bytes
        } catch {
            state = .failed(error)
            throw error
        }
    }

    /// Takes the body back: nobody reads it any more once this returns.
    func finish() async -> Rest {
        isOver = true
        if case .reading = state {
            connection.watch.cutReading()
            while case .reading = state { await untilRead() }
            return .unknown
        }
        switch state {
        case .collected: return .nothing(inbound)
        case .failed, .reading: return .unknown
        case .untouched: break
        }
        if owesContinue, inbound.isEmpty { return .unknown }
        if case .length(let length) = coding, length - inbound.count > connection.service.limits.drain {
            return .unknown
        }
        return .little
    }

    /// Reads an unwanted body to its end. Nil when it is longer than `Limits.drain`, malformed or too slow.
    func drain() async -> Inbound? {
        let service = connection.service
        guard connection.watch.enter(.body, until: service.now + service.limits.bodyTimeout),
            (try? await read(atMost: service.limits.drain + inbound.count)) != nil
        else { return nil }
        return inbound
    }

    private func readTimed(atMost limit: Int) async throws(Refusal) -> [UInt8] {
        let service = connection.service
        guard connection.watch.enter(.body, until: service.now + service.limits.bodyTimeout) else {
            throw Refusal(.handlerTimeout, "the request has been answered already")
        }
        defer { _ = connection.watch.enter(.handling, until: service.now + service.limits.handlerTimeout) }
        if owesContinue, inbound.isEmpty {
            guard await connection.write(ResponseWriter.goOn) else { throw Self.endedEarly }
        }
        owesContinue = false
        return try await read(atMost: limit)
    }

    private func read(atMost limit: Int) async throws(Refusal) -> [UInt8] {
        let service = connection.service
        let start = service.now
        var received = 0
        var body: [UInt8] = []
        while try !decode(into: &body, atMost: limit) {
            if inbound.isGreedy() { await Task.yield() }
            switch inbound.hasMore ? connection.wire.read() : .blocked {
            case .bytes(let bytes, let isAll):
                received += bytes.count
                inbound.append(bytes, isAll: isAll)
            case .blocked:
                inbound.wait()
                let earned = Duration.seconds(received / max(service.limits.bodyMinimumRate, 1))
                connection.watch.extend(until: start + service.limits.bodyTimeout + earned)
                guard await connection.wire.untilReadable() else { throw Self.endedEarly }
            case .ended:
                guard connection.watch.hasExpired else { throw Self.endedEarly }
                throw Refusal(.requestTimeout, "the body came too slowly")
            }
        }
        return body
    }

    private static let endedEarly = Refusal.malformed("the connection ended in the body")

    /// Moves what has come into `body`. True at the end of the body.
    private func decode(into body: inout [UInt8], atMost limit: Int) throws(Refusal) -> Bool {
        switch coding {
        case .length(let remaining):
            guard body.count + remaining <= limit else { throw .bodyTooLarge(limit) }
            let count = min(remaining, inbound.count)
            if body.isEmpty { body.reserveCapacity(remaining) }
            inbound.withBytes { body.append(contentsOf: $0.part(0..<count)) }
            inbound.drop(count)
            coding = .length(remaining - count)
            return count == remaining
        case .chunked(var chunked):
            let used = try inbound.withBytes { bytes throws(Refusal) in
                try chunked.decode(bytes, into: &body, atMost: limit)
            }
            inbound.drop(used)
            coding = .chunked(chunked)
            return chunked.isDone
        }
    }

    private func untilRead() async {
        await withCheckedContinuation { waiters.append($0) }
    }

    private func wakeWaiters() {
        for waiter in waiters { waiter.resume() }
        waiters = []
    }
}
