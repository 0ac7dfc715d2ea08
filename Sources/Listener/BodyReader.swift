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
        /// Somebody waits for bytes, for all of them or for a piece.
        case reading
        /// Handed out piece by piece up to here.
        case inPieces
        case collected([UInt8])
        /// Handed out piece by piece, to the end.
        case handedOut
        case failed(Refusal)
    }

    private let connection: Connection
    private var inbound: Inbound
    private var coding: Coding
    private var owesContinue: Bool
    private var state = State.untouched
    private var isOver = false
    private var waiters: [CheckedContinuation<Void, Never>] = []
    /// Bytes that came from the client since the head, and how long it was waited for.
    private var received = 0
    /// Bytes of content that were handed out, or dropped.
    private var taken = 0
    private var waited = Duration.zero
    /// A request whose client is waited for is in nobody's hand: many slow ones must not keep others from theirs.
    private var isInHand = true
    /// Bytes of memory that this body is accounted for.
    private var held = 0

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
        case .inPieces, .handedOut: throw .malformed("the body is being read in pieces")
        case .untouched, .reading: break
        }
        return try await reading { () throws(Refusal) in
            let limit = min(limit, connection.service.limits.body)
            var body: [UInt8] = []
            if case .length(let length) = coding { body.reserveCapacity(min(length, limit)) }
            while true {
                let isEnd = try await readMore(into: &body, atMost: limit)
                try hold(body.count)
                if isEnd { return (body, .collected(body)) }
            }
        }
    }

    /// The next bytes of the body, as they come in; nil at its end. `limit` is for all of them.
    func next(atMost limit: Int) async throws(Refusal) -> [UInt8]? {
        while case .reading = state { await untilRead() }
        switch state {
        case .untouched, .inPieces: break
        case .handedOut: return nil
        case .failed(let refusal): throw refusal
        case .collected, .reading: throw .malformed("the body was read as a whole")
        }
        return try await reading { () throws(Refusal) in
            var piece: [UInt8] = []
            while piece.isEmpty {
                if try await readMore(into: &piece, atMost: limit) {
                    return (piece.isEmpty ? nil : piece, .handedOut)
                }
            }
            return (piece, .inPieces)
        }
    }

    private func reading<Result: Sendable>(
        _ read: () async throws(Refusal) -> (Result, State)
    ) async throws(Refusal) -> Result {
        guard !isOver else { throw .malformed("the body was asked for after the answer") }
        state = .reading
        defer {
            let service = connection.service
            _ = connection.watch.enter(.handling, until: service.now + service.limits.handlerTimeout)
            wakeWaiters()
        }
        do throws(Refusal) {
            let (result, next) = try await read()
            state = next
            return result
        } catch {
            state = .failed(error)
            throw error
        }
    }

    private func hold(_ count: Int) throws(Refusal) {
        guard connection.service.holdBytes(count - held) else {
            throw Refusal(.tooManyRequests, "the bodies of all requests together are too large")
        }
        held = count
    }

    /// Takes the body back, and with it the request: nobody reads it any more once this returns.
    func finish() async -> Rest {
        isOver = true
        if isInHand { connection.service.letGo() }
        isInHand = false
        var wasReading = false
        while case .reading = state {
            if !wasReading { connection.watch.endReading() }
            wasReading = true
            await untilRead()
        }
        _ = connection.service.holdBytes(-held)
        held = 0
        if wasReading { return .unknown }
        switch state {
        case .collected, .handedOut:
            state = .handedOut
            return .nothing(inbound)
        case .failed, .reading: return .unknown
        case .untouched, .inPieces: break
        }
        if owesContinue, inbound.isEmpty { return .unknown }
        if case .length(let length) = coding, length - inbound.count > connection.service.limits.drain {
            return .unknown
        }
        return .little
    }

    /// Reads an unwanted body to its end. Nil when it is longer than `Limits.drain`, malformed or too slow.
    func drain() async -> Inbound? {
        let limit = taken + inbound.count + connection.service.limits.drain
        var dropped: [UInt8] = []
        owesContinue = false
        inbound.mayHaveMore()
        do throws(Refusal) {
            while try await !readMore(into: &dropped, atMost: limit) { dropped.removeAll(keepingCapacity: true) }
            return inbound
        } catch {
            return nil
        }
    }

    /// Moves what is here into `body`, or waits until there is more. True at the end of the body.
    private func readMore(into body: inout [UInt8], atMost limit: Int) async throws(Refusal) -> Bool {
        let before = body.count
        if try decode(into: &body, atMost: limit) { return true }
        if body.count > before { return false }
        if inbound.isGreedy() { await Task.yield() }
        switch inbound.hasMore ? connection.wire.read(atMost: Self.readSize) : .blocked {
        case .bytes(let bytes, let isAll):
            received += bytes.count
            inbound.append(bytes, isAll: isAll)
        case .blocked where !connection.watch.isReadingOver:
            try await wait()
        case .blocked, .ended:
            guard connection.watch.isClientLate else { throw Self.endedEarly }
            throw Refusal(.requestTimeout, "the body came too slowly")
        }
        return false
    }

    /// The client's time runs while it is waited for: `bodyTimeout`, and a second for every `bodyMinimumRate` bytes.
    private func wait() async throws(Refusal) {
        let service = connection.service
        if owesContinue, inbound.isEmpty {
            guard connection.watch.enter(.writing, until: service.now + service.limits.writeTimeout) else {
                throw .answeredAlready
            }
            guard await connection.write(ResponseWriter.goOn) else { throw Self.endedEarly }
        }
        owesContinue = false
        inbound.wait()
        let start = service.now
        let earned = Duration.seconds(received / max(service.limits.bodyMinimumRate, 1))
        guard connection.watch.enter(.body, until: start + service.limits.bodyTimeout + earned - waited) else {
            throw .answeredAlready
        }
        let wasInHand = isInHand
        if wasInHand { service.letGo() }
        isInHand = false
        let mayRead = await connection.wire.untilReadable()
        waited += service.now - start
        guard mayRead else { throw Self.endedEarly }
        guard wasInHand, !isOver else { return }
        isInHand = service.takeInHand()
        guard isInHand else { throw .tooManyRequests(service.limits.requestsInHand) }
    }

    private static let endedEarly = Refusal.malformed("the connection ended in the body")
    private static let readSize = 16 * 1024

    /// Moves what has come into `body`. True at the end of the body.
    private func decode(into body: inout [UInt8], atMost limit: Int) throws(Refusal) -> Bool {
        switch coding {
        case .length(let remaining):
            guard taken + remaining <= limit else { throw .bodyTooLarge(limit) }
            let count = min(remaining, inbound.count)
            inbound.withBytes { body.append(contentsOf: $0.part(0..<count)) }
            inbound.drop(count)
            taken += count
            coding = .length(remaining - count)
            return count == remaining
        case .chunked(var chunked):
            let before = body.count
            let used = try inbound.withBytes { bytes throws(Refusal) in
                try chunked.decode(bytes, into: &body, atMost: limit)
            }
            inbound.drop(used)
            taken += body.count - before
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
