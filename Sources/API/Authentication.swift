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

    static let `public` = Principal(reader: .public, name: "public")

    /// Whether the token still makes this reader. A body may take long to arrive, and a revocation holds at once.
    func isStillValid(in state: State, today: Day) -> Bool {
        guard let token else { return true }
        return state.tokens[token].flatMap { state.reader(of: $0.value, today: today) } == reader
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
    /// The principal of a request. A token that is shown must be good: a bad one is never taken for no token.
    func authenticate(_ fields: HTTPFields, state: State, today: Day) throws(Problem) -> Principal {
        let values = fields[values: .authorization]
        guard let value = values.first else { return .public }
        guard values.count == 1 else { throw .twoAuthorizations }
        let parts = value.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { throw .invalidToken }
        guard let secret = TokenSecret(String(parts[1])) else { throw .invalidToken }
        let digest = secret.digest
        if let configured = settings.administratorToken, TokenSecret.isSame(configured.digest, digest) {
            return Principal(reader: .administrator, name: "configured-administrator")
        }
        guard let record = state.tokens.withUniqueKey(digest), TokenSecret.isSame(record.value.digest, digest),
            let reader = state.reader(of: record.value, today: today)
        else { throw .invalidToken }
        return Principal(reader: reader, name: record.id.text, token: record.id)
    }
}

extension State {
    fileprivate func reader(of token: AccessToken, today: Day) -> Reader? {
        token.reader(
            isCouncil: { councils[$0] != nil },
            member: token.memberID.flatMap { members[$0]?.value },
            on: today
        )
    }
}
