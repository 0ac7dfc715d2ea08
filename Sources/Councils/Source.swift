/// Where a fact is stated.
public struct Source: Hashable, Sendable {
    /// The title of the document.
    public var document: Line
    /// The section of it, as the document numbers them: `3(1)①`.
    public var section: Line

    public init(document: Line, section: Line) {
        self.document = document
        self.section = section
    }
}
