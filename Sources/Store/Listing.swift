public import Councils

/// A list that a reader asks for: which values, in which order, from where, how many.
public struct Listing<Value: Stored>: Sendable {
    public struct SortTerm: Sendable {
        /// The place of the ordering in ``Stored/orderings``.
        public var ordering: Int
        public var descending: Bool

        public init(ordering: Int, descending: Bool) {
            self.ordering = ordering
            self.descending = descending
        }
    }

    public let reader: Reader
    /// Only those of these councils; nil for all.
    public var councils: Set<ID<Council>>?
    /// Only these values, where another filter has found them by what they refer to.
    public var among: [ID<Value>]?
    /// Which of what the reader sees; nil for all of it.
    public var includes: (@Sendable (Shown<Value>) -> Bool)?
    /// The first term decides, the next ones among equals, then the id. Never empty.
    public var sort: [SortTerm] = [SortTerm(ordering: 0, descending: false)]
    /// Begins behind this place.
    public var after: Position?
    public var limit = 50
    /// Whether to count all that fit, not only this page.
    public var counts = false

    public init(for reader: Reader) {
        self.reader = reader
    }
}

/// A place in a list: the sort keys and the id of the value there.
public struct Position: Hashable, Sendable {
    public var keys: [[UInt8]]
    public var id: String

    public init(keys: [[UInt8]], id: String) {
        self.keys = keys
        self.id = id
    }
}

/// A page of a list.
public struct Page<Value: Stored>: Sendable {
    public var items: [Shown<Value>] = []
    /// Where the next page begins; nil on the last.
    public var next: Position?
    public var total: Int?
    /// How many records were looked at, for tests of growth.
    var visited = 0
}
