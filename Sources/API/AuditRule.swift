import Councils
import Web

/// Which requests are written down before they are answered: the one rule.
///
/// - with a token: every write, every read of what is not public by nature, every export, and every refusal, whatever
///   the answer is;
/// - without one, or with one that is not accepted: what was refused for that, and every try to write. Anybody can send
///   those without end, and so they are written up to a bound (``AuditBound``);
/// - of requests that are refused for their number, the first alone.
enum AuditRule {
    enum Demand: Hashable {
        case none, bounded, always
    }

    /// Refusals for how a token was shown, which have the status 400.
    static let misplacedTokens: Set = [Problem.tokenInURL.code, Problem.twoAuthorizations.code, "tokenInCookie"]

    /// - Parameters:
    ///   - endpoint: nil where the request was refused before it was known.
    ///   - role: nil where nobody knows who asks.
    ///   - code: of the problem; nil for a good answer.
    ///   - isExport: a list that leaves as a file.
    ///   - isRepeated: refused for the number of requests, as one before it that was written down.
    static func demand(
        _ endpoint: Endpoint?,
        role: Policy.Role?,
        status: Int,
        code: String?,
        isExport: Bool = false,
        isRepeated: Bool = false
    ) -> Demand {
        if status == 429, isRepeated { return .none }
        let isRefusal = status == 401 || status == 403 || status == 429 || code.map(misplacedTokens.contains) ?? false
        guard let role, role > .public else {
            return isRefusal || endpoint?.writes ?? false ? .bounded : .none
        }
        let isNamed = endpoint.map { $0.writes || $0.tellsMoreThanPublic } ?? false
        return isRefusal || isExport || isNamed ? .always : .none
    }
}

extension Endpoint {
    /// Whether an answer may tell a reader with a token what the public is not told. The advisories and the overview of a
    /// council may tell of its minutes and its drafts, and a history tells its secretariat who made a change.
    var tellsMoreThanPublic: Bool {
        !subject.isPublicByNature || ["/advisories", "/overview", "/history"].contains(where: path.hasSuffix)
    }
}
