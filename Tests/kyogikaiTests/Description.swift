import HTTPTypes
import JSONText
import Testing
import Web
import Yams

@testable import API
@testable import kyogikai

/// openapi.yaml says what the endpoint table says, both ways.
@Suite struct Description {
    private static let endpoints = Endpoints.all(Metrics())
    private static let paths = PackagedDescription.object["paths"]?.objectValue ?? JSONObject()

    private func operation(_ endpoint: Endpoint) -> JSONObject? {
        Self.paths[endpoint.path]?.objectValue?[endpoint.method.rawValue.lowercased()]?.objectValue
    }

    @Test func everyOperationIsDescribedAndNoOther() {
        let described = Self.paths.flatMap { path, item in
            (item.objectValue ?? JSONObject()).names.filter { ["get", "put", "post", "patch", "delete"].contains($0) }
                .map { "\($0.uppercased()) \(path)" }
        }
        #expect(described.sorted() == Self.endpoints.map { "\($0.method.rawValue) \($0.path)" }.sorted())
    }

    @Test(arguments: endpoints.map(\.name))
    func anOperationHasItsNameStatusesAndParameters(_ name: String) throws {
        let endpoint = try #require(Self.endpoints.first { $0.name == name })
        let operation = try #require(self.operation(endpoint))
        #expect(operation["operationId"]?.stringValue == name)
        let statuses = (operation["responses"]?.objectValue?.names ?? []).compactMap { Int($0) }
        #expect(statuses.sorted() == endpoint.statuses.sorted())
        let parameters = (operation["parameters"]?.arrayValue ?? []).compactMap(PackagedDescription.resolve)
        let query = parameters.filter { $0["in"]?.stringValue == "query" }.compactMap { $0["name"]?.stringValue }
        #expect(query.sorted() == endpoint.parameters.flatMap(Self.names).sorted())
        let headers = Set(
            parameters.filter { $0["in"]?.stringValue == "header" }.compactMap { $0["name"]?.stringValue }
        )
        #expect(headers.contains("If-Match") == (endpoint.condition != .none))
        #expect(headers.contains("Idempotency-Key") == endpoint.takesKeys)
        #expect((operation["requestBody"] != nil) == (endpoint.body != .none))
    }

    @Test(arguments: endpoints.map(\.name))
    func anOperationHasASummaryInBothLanguages(_ name: String) throws {
        let endpoint = try #require(Self.endpoints.first { $0.name == name })
        let summary = try #require(operation(endpoint)?["summary"]?.stringValue)
        #expect(summary.unicodeScalars.contains { $0.value > 0x3000 })
        #expect(summary.unicodeScalars.contains { ("a"..."z").contains($0) })
    }

    /// A parameter under each name that it can be given by: `startsAt`, `startsAt:gte` …
    private static func names(of parameter: Parameter) -> [String] {
        [parameter.name] + parameter.operators.map { "\(parameter.name):\($0.rawValue)" }
    }
}

enum PackagedDescription {
    static let object: JSONObject = {
        do {
            return try OpenAPI.document().objectValue ?? JSONObject()
        } catch {
            Issue.record("openapi.yaml cannot be read: \(error)")
            return JSONObject()
        }
    }()

    /// The object itself, or the one that its `$ref` names.
    static func resolve(_ value: JSONValue) -> JSONObject? {
        guard let reference = value.objectValue?["$ref"]?.stringValue else { return value.objectValue }
        var found: JSONValue? = .object(object)
        for part in reference.dropFirst(2).split(separator: "/") { found = found?.objectValue?[String(part)] }
        return found?.objectValue
    }
}
