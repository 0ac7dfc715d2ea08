import Councils
import Crypto
import HTTPTypes
import JSONText
import Store
import Web

// How a call is answered.
extension Call {
    /// The parameters that change nothing of what an entity tag stands for. A version has the tag that it had when it
    /// was the current one.
    private static let untagged: Set = ["dryRun", "version"]

    /// One resource, with its entity tag; 304 where the client has it already.
    func answer<Value: Presentable>(_ seen: Shown<Value>, status: HTTPResponse.Status = .ok) -> WebResponse {
        var variant = parameters.canonical(without: Self.untagged)
        // Behind the version, so that If-Match does not mind.
        let context = context
        if let unversioned = Value.unversioned(seen, in: context) { variant += "\n" + unversioned }
        let tag = variant.isEmpty ? seen.tag : seen.tag + "." + Self.digest([variant]).prefix(12)
        var fields = cacheFields(isPublic: Value.isPublicByNature)
        // What was only tried has no version that anybody could refer to.
        if !isRehearsal { fields[.eTag] = Conditional.quoted(tag) }
        if let ifNoneMatch, endpoint.method == .get, Conditional.isUnchanged(ifNoneMatch, tag: tag) {
            return WebResponse(status: .notModified, fields: fields)
        }
        fields[.contentType] = "application/json"
        let view = Value.view(seen, in: context, era: era)
        let body = select(view, parameters["fields"]?.split(separator: ",").map(String.init))
        return WebResponse(status: status, fields: fields, body: body)
    }

    /// A new resource: 201 with its place, or 200 where it was only tried.
    func created<Value: Presentable>(_ seen: Shown<Value>) -> WebResponse {
        guard !isRehearsal else { return answer(seen) }
        var response = answer(seen, status: .created)
        response.head.headerFields[.location] = Value.path + "/" + seen.id.text
        return response
    }

    /// A JSON value that is no resource: what follows from several of them. Its tag is made of its bytes.
    func answer(isPublic: Bool = true, _ write: (inout JSONWriter) -> Void) -> WebResponse {
        var json = JSONWriter()
        json.object(write)
        return answer(bytes: json.finish(), type: "application/json", isPublic: isPublic)
    }

    func answer(bytes: [UInt8], type: String, isPublic: Bool = true) -> WebResponse {
        let tag = String(hexadecimal: SHA256.hash(data: bytes).prefix(16))
        var fields = cacheFields(isPublic: isPublic)
        fields[.eTag] = Conditional.quoted(tag)
        if let ifNoneMatch, Conditional.isUnchanged(ifNoneMatch, tag: tag) {
            return WebResponse(status: .notModified, fields: fields)
        }
        fields[.contentType] = type
        return WebResponse(status: .ok, fields: fields, body: bytes)
    }

    func noContent() -> WebResponse {
        WebResponse(status: .noContent, fields: [.cacheControl: "no-store"])
    }

    /// What a token is shown beyond the public is kept nowhere; the rest may be kept, and asked for again.
    func cacheFields(isPublic: Bool) -> HTTPFields {
        var fields = HTTPFields()
        // Room for all that a good answer has.
        fields.reserveCapacity(8)
        fields[.cacheControl] =
            switch (reader, isPublic) {
            case (.public, _): "no-cache"
            case (_, true): "private, no-cache"
            case (_, false): "no-store"
            }
        return fields
    }

    /// Only these members of an object, in its own order; all where none are named.
    func select(_ object: [UInt8], _ fields: [String]?) -> [UInt8] {
        guard let fields else { return object }
        let value: JSONValue
        do { value = try JSONValue(parsing: object) } catch { return object }
        // A field brings the label that was asked for beside it.
        let names = Set(fields + (era ? fields.map { $0 + "Label" } : []))
        let chosen = value.objectValue?.filter { names.contains($0.name) } ?? []
        return JSONValue.object(JSONObject(chosen.map { ($0.name, $0.value) })).encoded()
    }

    static func digest(_ parts: [String]) -> String {
        var bytes: [UInt8] = []
        for part in parts {
            bytes.append(contentsOf: part.utf8)
            bytes.append(0)
        }
        return String(hexadecimal: SHA256.hash(data: bytes).prefix(16))
    }
}
