import HTTPTypes
import JSONText
import Web

@testable import Offices

/// What a curious reader has gathered from the answers so far, and what it guesses.
struct Known: Sendable {
    /// By collection: `/v1/minutes`.
    private(set) var ids: [String: [String]] = [:]
    /// Texts by the name of their member.
    private(set) var texts: [String: [String]] = [:]
    private(set) var tags: [String] = ["*", "\"p1\"", "\"m1\"", "\"s1\"", "\"p2\"", "\"s3\""]
    /// The last one of each target.
    private(set) var tagsOf: [String: String] = [:]
    /// Where a next page is.
    private(set) var links: [String] = []
    /// Resources as they were read, by their path.
    private(set) var bodies: [String: JSONObject] = [:]

    /// Ids that are, or could be, of what the reader may not know.
    var guesses: [String] = []
    /// Words of the hidden texts of both worlds, and of the visible ones.
    var words: [String] = []

    private static let room = 400

    mutating func learn(from answer: Answer, to request: DrawnRequest) {
        if !answer.tag.isEmpty {
            keep(answer.tag, in: &tags)
            tagsOf[request.target] = answer.tag
            if tagsOf.count > Self.room { tagsOf = [:] }
        }
        if let link = answer.fields[.link], let end = link.firstIndex(of: ">") {
            keep(String(link[link.index(after: link.startIndex)..<end]), in: &links)
        }
        guard answer.status < 300, let object = answer.json.objectValue else { return }
        let found = [object] + (object["items"]?.arrayValue ?? []).compactMap(\.objectValue)
        for object in found {
            guard let id = object["id"]?.stringValue else { continue }
            keep(id, in: &ids[request.operation.collection, default: []])
            if object.count > 4 { bodies[request.operation.collection + "/" + id] = object }
        }
        gather(answer.json, named: "")
    }

    /// The ids of what was read and belongs to a council.
    func ids(of collection: String, in council: String) -> [String] {
        (ids[collection] ?? []).filter { id in
            bodies[collection + "/" + id]?["councilId"]?.stringValue == council || id == council
        }
    }

    var allIDs: [String] { ids.keys.sorted().flatMap { ids[$0] ?? [] } }

    private mutating func gather(_ value: JSONValue, named name: String) {
        switch value {
        case .string(let text): keep(text, in: &texts[name, default: []])
        case .array(let elements): for element in elements { gather(element, named: name) }
        case .object(let object): for (name, value) in object { gather(value, named: name) }
        case .null, .bool, .integer, .number: break
        }
    }

    private func keep(_ text: String, in list: inout [String]) {
        guard !list.contains(text) else { return }
        if list.count >= Self.room { list.removeFirst(Self.room / 4) }
        list.append(text)
    }
}
