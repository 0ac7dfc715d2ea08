import HTTPTypes
import JSONText
import Web

/// What came back, whole.
struct Answer: Sendable {
    let response: WebResponse

    var status: Int { response.head.status.code }
    var fields: HTTPFields { response.head.headerFields }
    var body: [UInt8] { response.body }
    var text: String { String(decoding: body, as: UTF8.self) }

    /// The body; null if it is no JSON.
    var json: JSONValue {
        do { return try JSONValue(parsing: body) } catch { return .null }
    }

    var tag: String { fields[.eTag] ?? "" }
    var location: String { fields[.location] ?? "" }
    var id: String { self["/id"]?.stringValue ?? "" }

    /// The problem; nil for every other body.
    var problem: SeenProblem? {
        guard fields[.contentType] == "application/problem+json" else { return nil }
        return SeenProblem(json: json)
    }

    /// `/items/0/name`
    subscript(pointer: String) -> JSONValue? { json.values(at: pointer).first }

    /// `/items/*/name`, as text.
    func texts(_ pointer: String) -> [String] { json.values(at: pointer).compactMap(\.stringValue) }
    func integers(_ pointer: String) -> [Int64] { json.values(at: pointer).compactMap(\.integerValue) }

    /// Everything that a client gets, apart from the request's own id.
    var whole: String {
        let lines = fields.filter { $0.name != .requestID }.map { "\($0.name.rawName): \($0.value)" }.sorted()
        let id = fields[.requestID] ?? "-"
        let body = text.replacing("\"requestId\":\"\(id)\"", with: "\"requestId\":\"-\"")
        return "\(status)\n" + lines.joined(separator: "\n") + "\n\n" + body
    }
}

/// A problem (RFC 9457) as it stands in a body.
struct SeenProblem: Sendable {
    let json: JSONValue

    var code: String { json.values(at: "/code").first?.stringValue ?? "" }
    var title: String { json.values(at: "/title").first?.stringValue ?? "" }
    var detail: String { json.values(at: "/detail").first?.stringValue ?? "" }

    /// `/name required`, one of each: where and what.
    var faults: Set<String> { Set(list) }
    /// The same in their order.
    var list: [String] {
        json.values(at: "/errors/*").map { error in
            let place = error.values(at: "/pointer").first ?? error.values(at: "/parameter").first
            return (place?.stringValue ?? "-") + " " + (error.values(at: "/code").first?.stringValue ?? "-")
        }
    }
    var details: [String] { json.values(at: "/errors/*/detail").compactMap(\.stringValue) }
}

extension JSONValue {
    /// What a pointer leads to, of which `*` stands for every element or member.
    func values(at pointer: String) -> [JSONValue] {
        pointer.split(separator: "/").reduce([self]) { found, token in
            found.flatMap { value -> [JSONValue] in
                if let elements = value.arrayValue {
                    if token == "*" { return elements }
                    return Int(token).flatMap { elements.indices.contains($0) ? [elements[$0]] : nil } ?? []
                }
                guard let object = value.objectValue else { return [] }
                return token == "*" ? object.map(\.value) : object[String(token)].map { [$0] } ?? []
            }
        }
    }
}
