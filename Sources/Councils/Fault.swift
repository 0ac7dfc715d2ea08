/// One thing wrong with what was sent, and where.
public struct Fault: Hashable, Sendable {
    /// A JSON Pointer (RFC 6901) into what was sent; empty for the whole.
    public var pointer: String
    public var invalid: Invalid
    /// Of a table that was sent: the row as a spreadsheet counts, the header being 1, and the name of the column.
    public var row: Int?
    public var column: String?

    public init(_ pointer: String, _ invalid: Invalid) {
        self.pointer = pointer
        self.invalid = invalid
    }
}
