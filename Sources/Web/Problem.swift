public import HTTPTypes
import JSONText

/// An error as RFC 9457 has it: what kind, what about this one, and everything that is wrong at once.
public struct Problem: Error, Hashable, Sendable {
    /// One thing that is wrong.
    public struct Detail: Hashable, Sendable {
        /// A JSON Pointer into what was sent; nil if it is about something else.
        public var pointer: String?
        /// The name of a query parameter or of a header field.
        public var parameter: String?
        public var code: String
        public var detail: Bilingual
        /// The values that are possible, where there are few.
        public var allowed: [String]?
        /// Of a table: the row as a spreadsheet counts, and the name of the column.
        public var row: Int?
        public var column: String?

        public init(
            pointer: String? = nil,
            parameter: String? = nil,
            code: String,
            detail: Bilingual,
            allowed: [String]? = nil
        ) {
            self.pointer = pointer
            self.parameter = parameter
            self.code = code
            self.detail = detail
            self.allowed = allowed
        }
    }

    public var status: HTTPResponse.Status
    /// Never changes, whatever the language. The type is `/problems/` and this.
    public var code: String
    public var title: Bilingual
    public var detail: Bilingual
    public var errors: [Detail]
    /// The place of the operation of a batch that it is about, from 0.
    public var operation: Int?
    /// The row of a table that it is about, as a spreadsheet counts.
    public var row: Int?
    /// What else the answer must carry: `Allow`, `WWW-Authenticate`, `Retry-After` and so on.
    public var fields: HTTPFields
    /// Whether the same client was refused the same a moment ago, so that it need not be written down again.
    public var isRepetition = false

    public init(
        _ status: HTTPResponse.Status,
        _ code: String,
        title: Bilingual,
        detail: Bilingual,
        errors: [Detail] = [],
        fields: HTTPFields = [:]
    ) {
        self.status = status
        self.code = code
        self.title = title
        self.detail = detail
        self.errors = errors
        self.fields = fields
    }

    /// The answer in one language.
    public func response(in language: Language, requestID: String) -> WebResponse {
        var json = JSONWriter()
        json.object { json in
            json.member("type", "/problems/" + code)
            json.member("title", title[language])
            json.member("status", status.code)
            json.member("code", code)
            json.member("detail", detail[language])
            json.member("requestId", requestID)
            json.member("operation", operation)
            json.member("row", row)
            if !errors.isEmpty {
                json.member("errors", each: errors) { json, error in
                    json.object { json in
                        json.member("pointer", error.pointer)
                        json.member("parameter", error.parameter)
                        json.member("row", error.row)
                        json.member("column", error.column)
                        json.member("code", error.code)
                        json.member("detail", error.detail[language])
                        json.member("allowed", error.allowed)
                    }
                }
            }
        }
        var fields = fields
        fields[.contentType] = "application/problem+json"
        fields[.contentLanguage] = language.rawValue
        fields[.cacheControl] = "no-store"
        return WebResponse(status: status, fields: fields, body: json.finish())
    }
}
