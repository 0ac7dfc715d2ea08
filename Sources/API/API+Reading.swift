import HTTPTypes
import JSONText
import Web

// What a request says besides its target: conditions and a body.
extension API {
    func condition(_ fields: HTTPFields, _ endpoint: Endpoint) throws(Problem) -> Call.Condition {
        guard endpoint.condition != .none else { return .none }
        if endpoint.condition == .matchOrCreate, let value = fields[.ifNoneMatch] {
            guard Conditional.parse(value) == .any, fields[.ifMatch] == nil else {
                throw .malformedHeader(
                    .ifNoneMatch,
                    Bilingual(
                        ja: "作成するときは If-None-Match: * だけを付けてください",
                        en: "To create, send If-None-Match: * alone"
                    )
                )
            }
            return .create
        }
        guard let value = fields[.ifMatch] else { throw .preconditionRequired }
        guard let condition = Conditional.parse(value) else { throw .malformedTags(.ifMatch) }
        return .match(condition)
    }

    func ifNoneMatch(_ fields: HTTPFields) throws(Problem) -> Conditional.Condition? {
        guard let value = fields[.ifNoneMatch] else { return nil }
        guard let condition = Conditional.parse(value) else { throw .malformedTags(.ifNoneMatch) }
        return condition
    }

    /// The body of a request that has one.
    nonisolated(nonsending) func sent(_ request: WebRequest, _ endpoint: Endpoint) async throws(Problem) -> Call.Sent {
        let accepted: [String]
        switch endpoint.body {
        case .none: return Call.Sent()
        case .json, .empty: accepted = ["application/json"]
        case .mergePatch: accepted = ["application/merge-patch+json", "application/json"]
        case .rows: accepted = Shape.imported.map(\.mediaType)
        }
        let type = request.head.headerFields[.contentType]
        let essence = type.flatMap(Negotiation.essence(ofContentType:))
        if type != nil || endpoint.body != .empty {
            guard let essence, accepted.contains(essence) else {
                throw .unsupportedMediaType(accepted, isPatch: endpoint.body == .mergePatch)
            }
        }
        let bytes: [UInt8]
        do {
            bytes = try await request.body(endpoint.body == .rows ? settings.importLimit : settings.bodyLimit)
        } catch {
            throw .body(error)
        }
        if endpoint.body == .rows {
            guard Self.isUTF8(bytes) else { throw .notUTF8(looksLikeShiftJIS: ShiftJIS.fits(bytes)) }
            return Call.Sent(rows: bytes, rowType: Shape.imported.first { $0.mediaType == essence })
        }
        if bytes.isEmpty, endpoint.body == .empty { return Call.Sent() }
        let value: JSONValue
        do {
            value = try JSONValue(parsing: bytes)
        } catch {
            throw .malformedJSON(error)
        }
        guard let object = value.objectValue else { throw .notAnObject }
        guard object.isEmpty || endpoint.body != .empty else { throw .bodyNotExpected }
        return Call.Sent(object: object)
    }

    private static func isUTF8(_ bytes: [UInt8]) -> Bool {
        do {
            _ = try UTF8Span(validating: bytes.span)
            return true
        } catch {
            return false
        }
    }
}

extension Problem {
    fileprivate static func malformedTags(_ name: HTTPField.Name) -> Problem {
        .malformedHeader(
            name,
            Bilingual(
                ja: "\(name.rawName) は \"…\" の形の ETag か * にしてください",
                en: "\(name.rawName) is a list of ETags in double quotes, or *"
            )
        )
    }
}
