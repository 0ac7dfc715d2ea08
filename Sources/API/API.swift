import Councils
import HTTPTypes
import IssueReporting
import JSONText
public import Logging
public import Store
public import Web

/// The councils over HTTP: one function from request to answer, without sockets or files.
public final class API: Sendable {
    public struct Settings: Sendable {
        /// Whether a reader without a token sees what is public.
        public var publicRead = true
        /// The origins whose pages may ask from a browser; none by default.
        public var allowedOrigins: [String] = []
        public var standardLanguage = Language.ja
        /// The base rule for councils whose charter says nothing.
        public var minimumMeetingsPerFiscalYear = 1
        /// The largest body that is read, in bytes.
        public var bodyLimit = 1 << 20
        /// The largest table that is imported, in bytes.
        public var importLimit = 1 << 24
        /// An administrator's token that the office keeps itself.
        public var administratorToken: ConfiguredToken?
        /// How many requests a token may make in a minute, 1 to 1,000,000; nil for as many as it likes.
        public var tokenRequestsPerMinute: Int?
        /// The same for an address that shows no token.
        public var publicRequestsPerMinute: Int?
        /// What `/openapi.yaml` and `/openapi.json` answer.
        public var description = Description(yaml: [], json: [])
        /// How many may follow the changes at one time, the public and those with tokens each.
        public var streams = 100
        /// After so long without a change, a stream says that it is alive.
        public var heartbeatSeconds = 15
        /// For a request that waits for changes: less than the listener gives it.
        public var longestWaitSeconds = 30
        /// Of the program, for `/metrics`.
        public var version: String?

        public init() {}
    }

    /// The description of the API, in both its forms.
    public struct Description: Sendable {
        public var yaml: [UInt8]
        /// Asked for by each request for it: whoever makes it keeps it.
        public var json: @Sendable () -> [UInt8]

        public init(yaml: [UInt8], json: @escaping @autoclosure @Sendable () -> [UInt8]) {
            self.yaml = yaml
            self.json = json
        }
    }

    let store: Store
    let audit: Auditing
    let auditBound = AuditBound()
    let environment: Environment
    let settings: Settings
    let log: Logger
    let metrics = Metrics()
    let ids: IDSource
    let admission: Admission
    let keysUnderWay = KeysUnderWay()
    /// What a batch may ask for, by method.
    let batchPaths: [HTTPRequest.Method: [String]]
    let changePlaces: ChangePlaces
    let router: Router<Endpoint>
    /// What every answer says; the pages of problems say more.
    let commonFields: HTTPFields

    public init(store: Store, audit: Auditing, environment: Environment, settings: Settings, log: Logger) {
        self.store = store
        self.audit = audit
        self.environment = environment
        self.settings = settings
        self.log = log
        ids = IDSource(environment)
        admission = Admission(settings)
        changePlaces = ChangePlaces(limit: settings.streams)
        var router = Router<Endpoint>()
        let endpoints = Endpoints.all(metrics)
        for endpoint in endpoints { router.add(endpoint.method, endpoint.path, endpoint) }
        batchPaths = BatchOperation.paths(of: endpoints)
        self.router = router
        commonFields = [
            .contentTypeOptions: "nosniff", .vary: Self.varies(isNegotiated: false, settings),
        ]
    }

    /// Answers a request; every failure is a problem (RFC 9457).
    public nonisolated(nonsending) func respond(to request: WebRequest) async -> WebResponse {
        let begin = ContinuousClock.now
        let moment = environment.now()
        let requestID = requestID(of: request.head.headerFields, at: moment)
        let language = Negotiation.language(
            request.head.headerFields[.acceptLanguage],
            standard: settings.standardLanguage
        )
        var trace = Trace(requestID: requestID, method: request.head.method, clientAddress: request.clientAddress)
        var response: WebResponse
        metrics.begin()
        do throws(Problem) {
            response = try await answer(request, moment: moment, language: language, trace: &trace)
        } catch {
            trace.problem = error.code
            trace.isRepeated = error.isRepetition
            response = error.response(in: language, requestID: requestID)
        }
        trace.status = response.head.status.code
        trace.isExport = response.head.headerFields[.contentDisposition] != nil
        trace.noteMade(response.head.headerFields[.location])
        if let entry = auditEntry(of: trace, at: moment) {
            do throws(Refusal) {
                try await record(entry, of: trace)
            } catch {
                let problem = trace.auditFailure
                response = problem.response(in: language, requestID: requestID)
                trace.status = problem.status.code
            }
        }
        finish(&response, request: request.head, trace.endpoint, requestID: requestID)
        trace.duration = ContinuousClock.now - begin
        metrics.end(trace)
        trace.log(to: log)
        return response
    }

    /// The process ends: streams end, and requests that wait are answered.
    public func stop() { store.feed.stop() }

    /// What the listener itself refuses, before there is a whole request, as a problem.
    public func refusal(status: Int, code: String, reason: String) -> WebResponse {
        let requestID = ids.nextRequestID(at: environment.now())
        let problem = Problem.listener(status: status, code: code, reason: reason)
        var response = problem.response(in: settings.standardLanguage, requestID: requestID)
        finish(&response, request: nil, nil, requestID: requestID)
        metrics.refused(status)
        log.info(
            "refused",
            metadata: ["requestId": "\(requestID)", "status": "\(status)", "code": "\(code)"]
        )
        return response
    }

    private nonisolated(nonsending) func answer(
        _ request: WebRequest,
        moment: Instant,
        language: Language,
        trace: inout Trace
    ) async throws(Problem) -> WebResponse {
        let target = request.head.path ?? "/"
        try admission.screen(request, at: moment)
        let path = target[..<(target.utf8.firstIndex(of: UInt8(ascii: "?")) ?? target.endIndex)]
        if let preflight = preflight(request.head, path) { return preflight }
        try admission.takePublic(request, at: moment)
        let (endpoint, segments) = try route(request.head.method, path)
        trace.route = endpoint.path
        trace.endpoint = endpoint
        trace.segments = segments
        var published = store.read()
        let principal = try authenticate(request, state: published.state, at: moment)
        trace.principal = principal.name
        trace.role = principal.reader.role
        try admission.take(principal, at: moment)
        published = try await noteUse(of: principal, in: published, at: moment, requestID: trace.requestID)
        try allow(principal, endpoint)
        guard let query = Query(target[path.endIndex...].dropFirst()) else { throw .malformedQuery }
        let parameters: Parameters
        do {
            parameters = try Parameters(query, known: endpoint.parameters)
        } catch {
            throw .invalidParameters(error.faults)
        }
        trace.isRehearsal = parameters.flag("dryRun")
        guard let mediaType = Negotiation.mediaType(request.head.headerFields[.accept], offered: endpoint.produces)
        else { throw .notAcceptable(endpoint.produces) }
        if endpoint.subject == .batch { trace.batch = BatchTrace() }
        let call = Call(
            api: self,
            published: published,
            principal: principal,
            moment: moment,
            requestID: trace.requestID,
            language: language,
            endpoint: endpoint,
            path: String(path),
            segments: segments,
            query: query,
            parameters: parameters,
            condition: try condition(request.head.headerFields, endpoint),
            ifNoneMatch: try ifNoneMatch(request.head.headerFields),
            lastEventID: request.head.headerFields[.lastEventID],
            sent: endpoint.body == .none ? Call.Sent() : try await sent(request, endpoint),
            mediaType: mediaType,
            batch: trace.batch
        )
        try checkAudit(before: endpoint)
        return try await perform(call, request.head.headerFields)
    }

    private func route(
        _ method: HTTPRequest.Method,
        _ path: Substring
    ) throws(Problem) -> (endpoint: Endpoint, segments: [String]) {
        switch router.match(method, path) {
        case .endpoint(let endpoint, let segments): return (endpoint, segments)
        case .otherMethods(let methods): throw .methodNotAllowed(methods)
        case .nothing: throw .notFound
        }
    }

    /// A reader without a token is asked for one; a reader with one is told that it does not suffice.
    private func allow(_ principal: Principal, _ endpoint: Endpoint) throws(Problem) {
        let isClosed = principal.reader == .public && !settings.publicRead && endpoint.subject != .service
        let isAllowed = Policy.allows(endpoint.operation, on: endpoint.subject, by: principal.reader.role)
        if isAllowed, !isClosed { return }
        throw principal.reader == .public ? .unauthenticated : Problem(.forbidden(.role))
    }

    /// The client's own id of the request, if it is one that can be logged; otherwise a new one.
    private func requestID(of fields: HTTPFields, at moment: Instant) -> String {
        guard let given = fields[.requestID], (1...64).contains(given.utf8.count),
            given.utf8.allSatisfy({ byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
            }), !TokenSecret.isIn(given)
        else { return ids.nextRequestID(at: moment) }
        return given
    }
}
