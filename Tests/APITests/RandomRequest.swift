import HTTPTypes
import Web

@testable import Offices

/// A request drawn by chance, of those that a curious reader would send.
struct RandomRequest: Sendable, CustomStringConvertible {
    private let method: HTTPRequest.Method
    private let target: String
    private let ifNoneMatch: String?

    var description: String { "\(method.rawValue) \(target) \(ifNoneMatch ?? "")" }

    /// What earlier answers gave away.
    struct Known: Sendable {
        var links: [String] = []
        var tags: [(target: String, tag: String)] = []
        var members: [String] = []

        mutating func learn(from answer: Answer, to request: RandomRequest) {
            if let link = answer.fields[.link], let end = link.firstIndex(of: ">") {
                links.append(String(link[link.index(after: link.startIndex)..<end]))
            }
            if request.target.hasPrefix("/v1/members?") { members += answer.texts("/items/*/id") }
            if !answer.tag.isEmpty { tags.append((request.target, answer.tag)) }
        }
    }

    private static let ids = [
        SecretWorld.meeting, SecretWorld.written, SecretWorld.published, SecretWorld.confirmed, SecretWorld.draft,
        SecretWorld.republished, Example.id(0xC0), Example.id(0xC1), Example.id(0xC9), "gunma", "nothing",
    ]
    private static let words = ["甲", "乙々", "乙", "公開", "審議", "議事", "理由", "x1", "heading", "群馬", "ﾊﾛｰﾜｰｸ", "example"]
    private static let sorts = [
        "meetings": ["startsAt", "-number", "number,-startsAt", "replyDueOn", "id"],
        "minutes": ["id", "-publishedOn", "publishedOn,id", "confirmedOn", "-confirmedOn,id"],
        "members": ["name", "-order"], "councils": ["name", "-prefectureCode"], "role-assignments": ["role", "-from"],
    ]
    private static let filters = [
        "meetings": [
            "state=held", "state:ne=closed", "kind=regular", "mode=written", "fiscalYear:gte=2025", "number:lt=2",
        ],
        "minutes": [
            "state=draft", "state=confirmed", "state:ne=published", "publishedOn:gte=2025-11-21", "kind=record",
            "confirmedOn:lte=2025-11-21", "withdrawnOn:gte=2025-01-01", "meeting=" + SecretWorld.meeting,
            "meeting=" + Example.id(9),
        ],
        "members": ["council=gunma", "sector=labour"], "councils": ["asOf=2025-05-01"],
        "role-assignments": ["council=gunma", "rank=lead"],
    ]

    init(_ random: inout SeededRandom, _ known: Known) {
        let table =
            ["meetings", "minutes", "minutes", "meetings", "members", "councils", "role-assignments"]
            .randomElement(using: &random) ?? "minutes"
        let id = Self.ids.randomElement(using: &random) ?? ""
        var method = HTTPRequest.Method.get
        var ifNoneMatch: String?
        switch Int.random(in: 0..<20, using: &random) {
        case 0: target = "/v1/councils/gunma/" + (Bool.random(using: &random) ? "advisories" : "cadence")
        case 1: target = known.links.randomElement(using: &random) ?? "/v1/minutes?cursor=x"
        case 2, 3: target = "/v1/\(table)/\(id)" + (Bool.random(using: &random) ? "?era=ja" : "")
        case 4:
            method = [.put, .patch, .delete].randomElement(using: &random) ?? .delete
            target = "/v1/\(table)/\(id)"
        case 5:
            method = .post
            target = "/v1/minutes/\(id)/" + (["confirmation", "publication"].randomElement(using: &random) ?? "")
        case 6:
            let seen = known.tags.randomElement(using: &random)
            target = seen?.target ?? "/v1/minutes"
            ifNoneMatch = seen?.tag
        case 7: target = "/v1/minutes?bogus=1&q=" + (Self.words.randomElement(using: &random) ?? "")
        case 8: target = "/v1/meetings?count=true&member=" + (known.members.randomElement(using: &random) ?? "x")
        case 9:
            target =
                "/v1/\(table)/\(id)/history"
                + (["", "?limit=1", "?limit=2&era=ja"].randomElement(using: &random) ?? "")
        case 10: target = "/v1/\(table)/\(id)?version=\(Int.random(in: 0...8, using: &random))"
        // What has most versions, and differs most.
        case 11:
            target = "/v1/minutes/\(SecretWorld.republished)/history?limit=\(Int.random(in: 1...3, using: &random))"
        case 12: target = "/v1/minutes/\(SecretWorld.published)?version=\(Int.random(in: 1...8, using: &random))"
        default: target = Self.list(table, &random)
        }
        self.method = method
        self.ifNoneMatch = ifNoneMatch
    }

    private static func list(_ table: String, _ random: inout SeededRandom) -> String {
        var query: [String] = []
        if Bool.random(using: &random) { query.append("limit=\(Int.random(in: 1...3, using: &random))") }
        if Bool.random(using: &random) { query.append("count=true") }
        if Bool.random(using: &random) { query.append("q=" + (words.randomElement(using: &random) ?? "")) }
        if Bool.random(using: &random) { query.append("sort=" + (sorts[table]?.randomElement(using: &random) ?? "id")) }
        if Bool.random(using: &random) { query.append(filters[table]?.randomElement(using: &random) ?? "q=a") }
        if Int.random(in: 0..<4, using: &random) == 0 { query.append("fields=id,version") }
        return "/v1/\(table)?" + query.joined(separator: "&")
    }

    func send(to office: TestOffice, as caller: TestOffice.Caller) async throws -> Answer {
        var fields: HTTPFields = [.requestID: "twin"]
        if let ifNoneMatch { fields[.ifNoneMatch] = ifNoneMatch }
        switch method {
        case .get: return try await office.get(target, as: caller, fields)
        case .delete: return try await office.delete(target, as: caller, fields)
        case .patch: return try await office.patch(target, "{}", as: caller, fields)
        case .put: return try await office.put(target, "{}", as: caller, fields)
        default: return try await office.post(target, as: caller, fields)
        }
    }
}
