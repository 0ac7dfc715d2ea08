/// Where each member of a large object is: an open hash table of places, in which the names themselves are not.
///
/// The hash is the process's own, so that nobody can choose names that collide. It is taken from the bytes of the name
/// in NFC: hashing a `String` that is not ASCII would normalise it scalar by scalar, each time.
struct NamePlaces: Sendable {
    /// The hash in the upper half, the place plus one in the lower; 0 where nothing is. At most half are taken.
    private var slots: [UInt64]

    /// For members whose names are known to be unique.
    init(_ members: [JSONObject.Element]) {
        self.init(members) { $0.normalizedNFC }
    }

    /// For members whose names are known to be unique and in NFC.
    init(normalized members: [JSONObject.Element]) {
        self.init(members) { $0 }
    }

    @inline(__always)
    private init(_ members: [JSONObject.Element], _ normalized: (String) -> String) {
        slots = Self.empty(for: members.count)
        for (place, member) in members.enumerated() { put(Self.hash(normalized(member.name)), place) }
    }

    func place(of name: String, in members: [JSONObject.Element]) -> Int? {
        place(of: name, hash: Self.hash(name.normalizedNFC), in: members)
    }

    /// Remembers that the member to come after these has a name. False if one of them has it.
    ///
    /// - Parameter name: in NFC.
    mutating func insert(_ name: String, after members: [JSONObject.Element]) -> Bool {
        let hash = Self.hash(name)
        guard place(of: name, hash: hash, in: members) == nil else { return false }
        if slots.count <= members.count * 2 { grow(for: members.count + 1) }
        put(hash, members.count)
        return true
    }

    private func place(of name: String, hash: UInt64, in members: [JSONObject.Element]) -> Int? {
        let mask = slots.count - 1
        var at = Int(hash >> 32) & mask
        while slots[at] != 0 {
            let place = Int(slots[at] & 0xFFFF_FFFF) - 1
            if slots[at] ^ hash <= 0xFFFF_FFFF, members[place].name == name { return place }
            at = (at + 1) & mask
        }
        return nil
    }

    private mutating func put(_ hash: UInt64, _ place: Int) { put(hash | UInt64(place + 1)) }

    private mutating func put(_ slot: UInt64) {
        let mask = slots.count - 1
        var at = Int(slot >> 32) & mask
        while slots[at] != 0 { at = (at + 1) & mask }
        slots[at] = slot
    }

    private mutating func grow(for count: Int) {
        let former = slots
        slots = Self.empty(for: count)
        for slot in former where slot != 0 { put(slot) }
    }

    /// Room for as many again.
    private static func empty(for count: Int) -> [UInt64] {
        var size = 64
        while size < count * 3 { size *= 2 }
        return [UInt64](repeating: 0, count: size)
    }

    private static func hash(_ name: String) -> UInt64 {
        var name = name
        var hasher = Hasher()
        name.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        return UInt64(truncatingIfNeeded: hasher.finalize()) << 32
    }
}
