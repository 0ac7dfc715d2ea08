public import Councils
import JSONText

/// A value that the store keeps: where its table is, what it is sorted, found and referred to by, and its form on disk.
public protocol Stored: Visible {
    /// The table's name, as in paths and in the journal.
    static var table: String { get }
    /// The version of the form on disk that is written; older ones are read for ever.
    static var form: Int { get }
    static var tablePath: any WritableKeyPath<StoreState, Table<Self>> & Sendable { get }

    /// What lists can be sorted by. The first one is the default.
    static var orderings: [Ordering<Self>] { get }

    /// The council that it belongs to, or the empty id where it belongs to none.
    func council(id: ID<Self>) -> ID<Council>
    /// What it refers to, councils left out.
    var refersTo: [Reference] { get }
    /// Texts each of which only one value of the table has.
    var uniqueKeys: [String] { get }
    /// Whether another version begins with it, as a reader counts them. False only where nothing has changed that
    /// anybody edits; what the value then shows all the same must be in its entity tag.
    func isNewVersion(of former: Self) -> Bool

    // What ``State`` is asked for most. They are requirements, although all types do the same, so that each has its own
    // compiled copy: called from another module, one for all types would look up at run time what each type is like.
    /// What ``State/find(_:for:)`` answers.
    static func find(_ id: ID<Self>, in state: StoreState, for reader: Reader) throws(Refusal) -> Shown<Self>
    /// What ``State/list(_:)`` answers.
    static func page(_ listing: Listing<Self>, of state: StoreState) -> Page<Self>
    /// What ``ListWalk/take(_:visiting:)`` answers.
    static func take(_ count: Int, visiting bound: Int, of walk: inout ListWalk<Self>) -> [Shown<Self>]
    /// Puts a record into a state, in the place of the one of its id.
    static func put(_ record: Record<Self>, into state: inout StoreState)

    var storedForm: StoredForm { get }
    /// - Parameter form: the version in which it was written.
    init(_ stored: StoredObject, form: Int) throws(Undecodable)
}

extension Stored {
    public var refersTo: [Reference] { [] }
    public var uniqueKeys: [String] { [] }
    public func isNewVersion(of former: Self) -> Bool { true }
}

/// A whole value as it goes to disk. Only the store can turn it into bytes, so that nothing but a view for a reader can
/// leave the process.
public struct StoredForm {
    let write: (inout JSONWriter) -> Void
}

/// A way to sort: a name and the key that each value has in it.
public struct Ordering<Value: Visible>: Sendable {
    public let name: String
    /// Made from what the lowest reader sees, so that an order tells nobody more. nil comes last in both directions.
    let key: @Sendable (Value.Seen, ID<Value>) -> SortKey?
}
