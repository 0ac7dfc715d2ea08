import Councils
import HTTPTypes
import Web

/// What an address or a token is refused because it asks too much, before anything is done for it.
///
/// An address is what the listener found: behind a proxy that `http.trustedProxies` does not name, all clients are one.
struct Admission: Sendable {
    let attempts = FailedAttempts()
    /// By the principal's name: there are no more than there are tokens.
    private let tokens: RateLimiter<String>?
    private let publics: RateLimiter<ClientNetwork>?

    init(_ settings: API.Settings) {
        tokens = settings.tokenRequestsPerMinute.map { RateLimiter(requestsPerMinute: $0) }
        publics = settings.publicRequestsPerMinute.map { limit in
            RateLimiter(requestsPerMinute: limit, capacity: FailedAttempts.capacity)
        }
    }

    /// Looks at where tokens are shown, not yet at the tokens.
    ///
    /// - Throws: ``Problem/tooManyFailedAttempts(_:)`` for every token of an address that has shown too many in vain,
    ///   ``Problem/tokenInURL``, ``Problem/tokenInCookie``.
    func screen(_ request: WebRequest, at moment: Instant) throws(Problem) {
        let fields = request.head.headerFields
        if fields.contains(.authorization),
            let throttled = attempts.refusal(of: ClientNetwork(request.clientAddress), at: moment)
        {
            throw .tooManyFailedAttempts(throttled)
        }
        if TokenSecret.isIn(request.head.path ?? "/") { throw failed(.tokenInURL, request, at: moment) }
        // Others' cookies may hold anything: only what goes on like a token is one.
        if fields[values: .cookie].contains(where: { TokenSecret.isIn($0, digits: 8) }) {
            throw failed(.tokenInCookie, request, at: moment)
        }
    }

    /// Counts a failed attempt.
    func failed(_ problem: Problem, _ request: WebRequest, at moment: Instant) -> Problem {
        attempts.add(ClientNetwork(request.clientAddress), at: moment)
        return problem
    }

    /// Takes a request that shows no token from what its address may ask in a minute.
    func takePublic(_ request: WebRequest, at moment: Instant) throws(Problem) {
        guard let publics, !request.head.headerFields.contains(.authorization),
            let throttled = publics.take(ClientNetwork(request.clientAddress), at: moment)
        else { return }
        throw .rateLimitExceeded(throttled)
    }

    /// Takes a request from what its token may ask in a minute.
    func take(_ principal: Principal, at moment: Instant) throws(Problem) {
        guard let tokens, principal.reader != .public, let throttled = tokens.take(principal.name, at: moment) else {
            return
        }
        throw .rateLimitExceeded(throttled)
    }
}
