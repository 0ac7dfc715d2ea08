import API
import COpenAPI
import IssueReporting
import JSONText
import Yams

/// The description of the API: `openapi.yaml` as it was when the program was built.
enum OpenAPI {
    static var description: API.Description {
        API.Description(yaml: text, json: encoded)
    }

    private static let text = [UInt8](UnsafeBufferPointer(start: openapi_yaml, count: openapi_yaml_count))

    /// Made when it is first asked for: it would take more than half of a start.
    private static let encoded: [UInt8] = {
        do {
            return try document().encoded()
        } catch {
            reportIssue("openapi.yaml cannot be read: \(error)")
            return Array("null".utf8)
        }
    }()

    static func document() throws -> JSONValue {
        let node = try Yams.compose(yaml: String(decoding: text, as: UTF8.self))
        return node.map(json) ?? .null
    }

    /// The same in JSON, in the same order.
    static func json(_ node: Node) -> JSONValue {
        switch node {
        case .mapping(let mapping):
            .object(JSONObject(mapping.map { ($0.key.string ?? "", json($0.value)) }))
        case .sequence(let sequence): .array(sequence.map(json))
        case .scalar: scalar(node)
        case .alias: .null
        }
    }

    private static func scalar(_ node: Node) -> JSONValue {
        if node.null != nil { return .null }
        if let flag = node.bool { return .bool(flag) }
        if let number = node.int { return .integer(Int64(number)) }
        if let number = node.float { return .number(number) }
        return .string(node.string ?? "")
    }
}
