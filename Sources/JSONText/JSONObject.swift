/// The members of a JSON object: unique names, in the order in which they were written.
///
/// Equality and hash ignore the order. A lookup takes constant time (up to 16 members a short scan, above that an
/// index); setting appends or replaces in constant time; removing takes linear time.
public struct JSONObject: Sendable {
    private(set) var members: [Element] = []
    /// Where each name is; only above `scanned` members.
    private var places: NamePlaces?

    private static let scanned = 16

    /// An object of these members. Of members with the same name the last value stands, at the first one's place.
    public init(_ members: [(String, JSONValue)] = []) {
        self.members.reserveCapacity(members.count)
        for (name, value) in members { self[name] = value }
    }

    /// For members whose names are known to be unique.
    init(unique members: [Element]) {
        self.members = members
        index()
    }

    /// For members whose names are known to be unique, with their places if there are more than `scanned`.
    init(unique members: [Element], places: NamePlaces?) {
        self.members = members
        self.places = places
    }

    /// The names, in order.
    public var names: [String] { members.map(\.name) }

    /// How many members there are.
    public var count: Int { members.count }

    /// Whether there are no members.
    public var isEmpty: Bool { members.isEmpty }

    /// The value of a member, or nil if there is none of that name. Setting replaces in place or appends; setting nil
    /// removes.
    public subscript(name: String) -> JSONValue? {
        get { place(of: name).map { members[$0].value } }
        set {
            switch (place(of: name), newValue) {
            case (let place?, let value?): members[place].value = value
            case (let place?, nil):
                members.remove(at: place)
                index()
            case (nil, let value?): append((name, value))
            case (nil, nil): break
            }
        }
    }

    func place(of name: String) -> Int? {
        if let places { return places.place(of: name, in: members) }
        return members.firstIndex { $0.name == name }
    }

    private mutating func append(_ member: Element) {
        _ = places?.insert(member.name.normalizedNFC, after: members)
        members.append(member)
        if places == nil { index() }
    }

    private mutating func index() {
        places = members.count > Self.scanned ? NamePlaces(members) : nil
    }
}

extension JSONObject: Sequence {
    /// One member.
    public typealias Element = (name: String, value: JSONValue)

    /// The members, in order.
    public func makeIterator() -> IndexingIterator<[Element]> { members.makeIterator() }

    /// How many members there are: exact.
    public var underestimatedCount: Int { members.count }
}

extension JSONObject: Hashable {
    /// Whether both have the same members, in whatever order.
    public static func == (one: JSONObject, other: JSONObject) -> Bool {
        one.count == other.count && one.members.allSatisfy { other[$0.name] == $0.value }
    }

    /// Feeds the members in a way that does not depend on their order.
    public func hash(into hasher: inout Hasher) {
        var sum = 0
        for member in members {
            var own = Hasher()
            own.combine(member.name)
            own.combine(member.value)
            sum &+= own.finalize()
        }
        hasher.combine(count)
        hasher.combine(sum)
    }
}
