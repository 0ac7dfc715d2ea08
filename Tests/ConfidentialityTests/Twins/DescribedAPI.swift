import Foundation
import HTTPTypes
import JSONText
import Yams

@testable import Offices

/// `openapi.yaml`, as far as requests are drawn from it: a new endpoint is in it, or another test fails.
struct DescribedAPI: Sendable {
    struct Parameter: Sendable {
        enum Place: String { case path, query, header }

        let name: String
        let place: Place
        let isRequired: Bool
        let schema: JSONValue
        /// Whether several values are several parameters, and not one with commas.
        let explodes: Bool
    }

    struct Body: Sendable {
        let mediaType: String
        let schema: JSONValue
        let examples: [JSONValue]
    }

    struct Operation: Sendable {
        let method: HTTPRequest.Method
        let path: String
        let name: String
        let parameters: [Parameter]
        let bodies: [Body]
        /// What its good answers are.
        let mediaTypes: [String]

        var reads: Bool { method == .get }
        /// What the path names one of: `/v1/minutes`.
        var collection: String { path.range(of: "/{").map { String(path[..<$0.lowerBound]) } ?? path }
    }

    private(set) var operations: [Operation] = []
    private let root: JSONObject

    static let packaged: Result<DescribedAPI, any Error> = Result {
        let file = Repository.root.appending(path: "openapi.yaml")
        let node = try Yams.compose(yaml: try String(contentsOf: file, encoding: .utf8))
        return DescribedAPI(root: node.map(json)?.objectValue ?? JSONObject())
    }

    private init(root: JSONObject) {
        self.root = root
        operations = readOperations()
    }

    /// The value itself, or the one that its `$ref` names.
    func resolve(_ value: JSONValue) -> JSONValue {
        guard let reference = value.objectValue?["$ref"]?.stringValue else { return value }
        return reference.dropFirst(2).split(separator: "/").reduce(.object(root)) { found, part in
            found.objectValue?[String(part)] ?? .null
        }
    }

    private func readOperations() -> [Operation] {
        (root["paths"]?.objectValue ?? JSONObject()).flatMap { path, item in
            let item = item.objectValue ?? JSONObject()
            let shared = item["parameters"]?.arrayValue ?? []
            return ["get", "put", "post", "patch", "delete"].compactMap { method -> Operation? in
                guard let operation = item[method]?.objectValue,
                    let method = HTTPRequest.Method(rawValue: method.uppercased())
                else { return nil }
                return Operation(
                    method: method,
                    path: path,
                    name: operation["operationId"]?.stringValue ?? path,
                    parameters: (shared + (operation["parameters"]?.arrayValue ?? [])).compactMap(parameter),
                    bodies: operation["requestBody"].map(bodies) ?? [],
                    mediaTypes: (operation["responses"]?.objectValue ?? JSONObject()).flatMap { status, response in
                        guard status.hasPrefix("2") else { return [String]() }
                        return resolve(response).objectValue?["content"]?.objectValue?.names ?? []
                    }
                )
            }
        }
    }

    private func parameter(_ value: JSONValue) -> Parameter? {
        guard let object = resolve(value).objectValue, let name = object["name"]?.stringValue,
            let place = object["in"]?.stringValue.flatMap(Parameter.Place.init)
        else { return nil }
        return Parameter(
            name: name,
            place: place,
            isRequired: object["required"]?.boolValue ?? false,
            schema: object["schema"] ?? .null,
            explodes: object["explode"]?.boolValue ?? true
        )
    }

    private func bodies(_ value: JSONValue) -> [Body] {
        (resolve(value).objectValue?["content"]?.objectValue ?? JSONObject()).map { mediaType, content in
            Body(
                mediaType: mediaType,
                schema: content.objectValue?["schema"] ?? .null,
                examples: content.values(at: "/examples/*/value")
            )
        }
    }

    private static func json(_ node: Node) -> JSONValue {
        switch node {
        case .mapping(let mapping): .object(JSONObject(mapping.map { ($0.key.string ?? "", json($0.value)) }))
        case .sequence(let sequence): .array(sequence.map(json))
        case .scalar: scalar(node)
        case .alias: .null
        }
    }

    private static func scalar(_ node: Node) -> JSONValue {
        if node.null != nil { return .null }
        if let flag = node.bool { return .bool(flag) }
        if let number = node.int { return .integer(Int64(number)) }
        return .string(node.string ?? "")
    }
}
