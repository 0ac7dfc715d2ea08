import HTTPTypes
import Logging
import Synchronization

/// One client: reads a request, has it answered, and goes on with the next, in order.
///
/// All of it is one task, which alone waits on the socket (a body is read for it by `BodyReader`) and alone closes the
/// descriptor, at the end of `run`.
final class Connection: Sendable {
    let service: Service
    let watch: Watch
    let wire: Wire
    let peer: Peer
    /// Whether the request in hand is a HEAD, for the answer that is given in its place.
    private let isHead = Atomic(false)

    /// Bytes that are read and dropped while the client is given time to see our last answer.
    private static let lingerBytes = 8 * 1024 * 1024

    /// Owns `descriptor`, a connected and non-blocking socket, from here on.
    init(descriptor: Int32, peer: Peer, service: Service) {
        self.service = service
        self.peer = peer
        watch = Watch(
            descriptor: descriptor,
            idleUntil: service.now + service.limits.idleTimeout,
            wakeReader: service.pool.wakeReader
        )
        wire = Wire(descriptor: descriptor, pool: service.pool)
    }

    /// Serves until the connection is done with, and closes it.
    func run() async {
        var inbound = Inbound()
        while await serveNext(&inbound) {}
        watch.close(with: service.pool.close)
    }

    /// Says that there are too many connections, and closes.
    func turnAway() async {
        await refuse(Refusal(.tooManyConnections, "there are \(service.limits.connections) connections already"))
        watch.close(with: service.pool.close)
    }

    /// Cuts off whatever takes too long.
    func sweep(_ now: Duration) {
        let overdue = watch.sweep(now, writeTimeout: service.limits.writeTimeout) {
            Task(executorPreference: service.pool.executor) { await self.answerInstead() }
        }
        overdue?.cancel()
    }

    /// Writes all of `bytes`; the write deadline counts from the last byte that went. False when the connection is gone.
    func write(_ bytes: [UInt8]) async -> Bool {
        await wire.write(bytes) { watch.extend(until: service.now + service.limits.writeTimeout) }
    }

    private enum Next {
        case head(RequestHead)
        case refused(Refusal, isHead: Bool)
        case ended
    }

    private func serveNext(_ inbound: inout Inbound) async -> Bool {
        switch await nextHead(&inbound) {
        case .head(let head):
            return await answer(head, &inbound)
        case .refused(let refusal, let isHead):
            await refuse(refusal, hidesBody: isHead)
            return false
        case .ended:
            // Closing before these are read would reset the connection, and with it the answer that came before.
            if case .bytes = wire.peek() { await linger() }
            return false
        }
    }

    private func nextHead(_ inbound: inout Inbound) async -> Next {
        var parser = RequestParser(service.limits)
        var isIdle = false
        var isTimed = false
        while true {
            if inbound.isGreedy() { await Task.yield() }
            do throws(Refusal) {
                let head = try inbound.withBytes { bytes throws(Refusal) in try parser.parse(bytes) }
                if let head {
                    inbound.drop(head.length)
                    return .head(head)
                }
            } catch {
                return .refused(error, isHead: parser.isHead)
            }
            switch inbound.hasMore ? wire.read() : .blocked {
            case .bytes(let bytes, let isAll):
                inbound.append(bytes, isAll: isAll)
            case .blocked where (isIdle || isTimed) && watch.isReadingOver, .ended:
                return parser.isEmpty ? .ended : .refused(brokenOffHead, isHead: parser.isHead)
            case .blocked:
                inbound.wait()
                if inbound.isEmpty, !isIdle {
                    isIdle = true
                    guard watch.enter(.idle, until: service.now + service.limits.idleTimeout) else { return .ended }
                } else if !inbound.isEmpty, !isTimed {
                    isTimed = true
                    guard watch.enter(.head, until: service.now + service.limits.headTimeout) else { return .ended }
                }
                guard await wire.untilReadable() else { return .ended }
            }
        }
    }

    private var brokenOffHead: Refusal {
        watch.isClientLate
            ? Refusal(.requestTimeout, "the head came too slowly")
            : .malformed("the connection ended in the head")
    }

    /// Has one request answered. False when the connection ends behind it.
    private func answer(_ head: RequestHead, _ inbound: inout Inbound) async -> Bool {
        let isHead = head.request.method == .head
        guard service.takeInHand() else {
            await refuse(.tooManyRequests(service.limits.requestsInHand), hidesBody: isHead)
            return false
        }
        guard watch.enter(.handling, until: service.now + service.limits.handlerTimeout) else {
            service.letGo()
            return false
        }
        self.isHead.store(isHead, ordering: .relaxed)
        let (body, reader) = body(of: head, &inbound)
        let client = service.proxies.client(of: peer, head.request.headerFields)
        let response = await service.respond(Request(head: head.request, body: body, peer: peer, client: client))
        let rest: BodyReader.Rest
        if let reader {
            rest = await reader.finish()
        } else {
            service.letGo()
            rest = .nothing(inbound)
        }

        guard let isStopping = watch.beginAnswer(until: service.now + service.limits.writeTimeout) else {
            await watch.substitute?.value
            return false
        }
        var closes = head.closes || isStopping || response.asksToClose
        if case .unknown = rest { closes = true }
        guard await send(checked(response), to: head, closes: closes) else {
            watch.breakOff()
            return false
        }
        switch rest {
        case _ where closes: break
        case .nothing(let left):
            inbound = left
            switch response.body {
            case .bytes(let bytes): inbound.hasAnswered(bytes.count)
            case .stream: inbound.mayHaveMore()
            }
            return true
        case .little:
            if let left = await reader?.drain() {
                inbound = left
                return true
            }
        case .unknown: break
        }
        await linger()
        return false
    }

    /// Writes the whole answer. False when the connection is gone, or is to go because the answer broke off.
    private func send(_ response: Response, to head: RequestHead, closes: Bool) async -> Bool {
        let hidesBody = head.request.method == .head
        guard case .stream(_, let stream) = response.body else {
            return await write(service.bytes(response, hidesBody: hidesBody, closes: closes))
        }
        let framing = ResponseWriter.framing(response, hidesBody: hidesBody, isHTTP10: head.isHTTP10)
        guard await write(service.head(response.head, framing, closes: closes)) else { return false }
        if hidesBody || framing == .none || framing == .length(0) { return true }
        return await pump(stream, framing)
    }

    /// The body as `respond` gets it: at once where all of it has come along with the head.
    private func body(of head: RequestHead, _ inbound: inout Inbound) -> (RequestBody, BodyReader?) {
        let declared: Int?
        switch head.framing {
        case .none: return (RequestBody(), nil)
        case .length(let length) where inbound.count >= length: return (RequestBody(inbound.take(length)), nil)
        case .length(let length): declared = length
        case .chunked: declared = nil
        }
        let reader = BodyReader(head, inbound, of: self)
        inbound = Inbound()
        return (RequestBody(reader, declaredLength: declared), reader)
    }

    private func checked(_ response: Response) -> Response {
        if response.isFinal { return response }
        service.log.error("answer has no final status", metadata: ["status": "\(response.head.status.code)"])
        return Response(head: HTTPResponse(status: .internalServerError))
    }

    private func refuse(_ refusal: Refusal, hidesBody: Bool = false) async {
        service.refusals.note(refusal, from: peer)
        guard watch.beginAnswer(until: service.now + service.limits.writeTimeout) != nil else { return }
        let bytes = service.bytes(checked(service.refuse(refusal)), hidesBody: hidesBody, closes: true)
        guard await write(bytes) else { return }
        await linger()
    }

    /// The answer where `respond` has not given one in time. The connection's own task closes when `respond` returns.
    private func answerInstead() async {
        let seconds = service.limits.handlerTimeout.components.seconds
        let refusal = Refusal(.handlerTimeout, "the request was not answered within \(seconds) seconds")
        service.log.error("request took too long", metadata: ["code": "\(refusal.code)", "peer": "\(peer.host)"])
        let hidesBody = isHead.load(ordering: .relaxed)
        guard await write(service.bytes(checked(service.refuse(refusal)), hidesBody: hidesBody, closes: true)) else {
            return
        }
        await linger(isSubstitute: true)
    }

    /// Waits for the client to close: closing before it has sent everything would reset the connection, and the client
    /// might never see the answer.
    private func linger(isSubstitute: Bool = false) async {
        let deadline = service.now + service.limits.lingerTimeout
        guard watch.endWriting(until: deadline, isSubstitute: isSubstitute) else { return }
        var dropped = 0
        while dropped < Self.lingerBytes {
            switch wire.read() {
            case .bytes(let bytes, _): dropped += bytes.count
            case .ended: return
            case .blocked: guard await wire.untilReadable() else { return }
            }
        }
    }
}
