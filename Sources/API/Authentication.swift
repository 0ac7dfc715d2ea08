import Councils
import HTTPTypes
import Store
import Web

/// Who asks, and under which name it is written down.
struct Principal: Sendable {
    var reader: Reader
    /// The token's public id, never its secret.
    var name: String
    /// The token in the store; nil for the public, and for a token that the office keeps itself.
    var token: ID<AccessToken>?
    /// Of the secret that was shown: a token may have two.
    var digest = ""

    static let `public` = Principal(reader: .public, name: "public")

    /// Whether the secret that was shown still makes this reader. A body may take long to arrive, and a revocation holds
    /// at once.
    func isStillValid(in state: State, at moment: Instant) -> Bool {
        guard let token else { return true }
        return state.tokens[token].flatMap { state.reader(of: $0.value, showing: digest, at: moment) } == reader
    }
}

/// An administrator's token that the office keeps in a file of its own.
public struct ConfiguredToken: Sendable {
    let digest: String

    /// - Returns: nil for what is no token of ours.
    public init?(secret: String) {
        guard let secret = TokenSecret(secret) else { return nil }
        digest = secret.digest
    }
}

extension API {
    /// The principal of a request. A token that is shown must be good: a bad one is never taken for no token, and counts
    /// as a failed attempt.
    func authenticate(_ request: WebRequest, state: State, at moment: Instant) throws(Problem) -> Principal {
        do throws(Problem) {
            return try principal(request.head.headerFields, state: state, at: moment)
        } catch {
            throw admission.failed(error, request, at: moment)
        }
    }

    private func principal(_ fields: HTTPFields, state: State, at moment: Instant) throws(Problem) -> Principal {
        let values = fields[values: .authorization]
        guard let value = values.first else { return .public }
        guard values.count == 1 else { throw .twoAuthorizations }
        let parts = value.split(separator: " ", maxSplits: 1)
        guard parts.first?.lowercased() == "bearer" else { throw .notBearer }
        guard parts.count == 2, let secret = TokenSecret(String(parts[1])) else { throw .invalidToken }
        let digest = secret.digest
        if let configured = settings.administratorToken, TokenSecret.isSame(configured.digest, digest) {
            return Principal(reader: .administrator, name: "configured-administrator")
        }
        guard let record = state.tokens.withUniqueKey(digest),
            let reader = state.reader(of: record.value, showing: digest, at: moment)
        else { throw .invalidToken }
        return Principal(reader: reader, name: record.id.text, token: record.id, digest: digest)
    }

    /// Writes down that a token was used, once a day. Best effort: where nothing can be written, whoever may read still
    /// may.
    ///
    /// - Returns: the state to go on with: what is on disk now.
    nonisolated(nonsending) func noteUse(
        of principal: Principal,
        in published: Store.Published,
        at moment: Instant,
        requestID: String
    ) async throws(Problem) -> Store.Published {
        let today = moment.dayInTokyo
        guard let token = principal.token, let record = published.state.tokens[token] else { return published }
        if let last = record.value.lastUsedOn, last >= today { return published }
        let origin = Origin(moment: moment, actor: principal.name, request: requestID)
        do throws(Refusal) {
            try await store.write(origin) { tx throws(Refusal) in
                guard let record = tx.state.tokens[token], principal.isStillValid(in: tx.state, at: moment) else {
                    return
                }
                var used = record.value
                guard used.use(on: today) else { return }
                _ = try tx.replace(record, with: used, for: .administrator)
            }
        } catch {
            // Readiness and the log tell of the store already.
        }
        // Writing took its time.
        let newest = store.read()
        guard principal.isStillValid(in: newest.state, at: moment) else { throw .invalidToken }
        return newest
    }
}

extension State {
    /// Whom a secret makes that was shown for a token, by its digest.
    fileprivate func reader(of token: AccessToken, showing digest: String, at moment: Instant) -> Reader? {
        guard token.digests(at: moment).contains(where: { TokenSecret.isSame($0, digest) }) else { return nil }
        return token.reader(
            isCouncil: { councils[$0] != nil },
            member: token.memberID.flatMap { members[$0]?.value },
            on: moment.dayInTokyo
        )
    }
}
