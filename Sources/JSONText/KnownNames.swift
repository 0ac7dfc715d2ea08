/// The names of the object being read. Most objects are small: one bit for each kind of name, and a scan only if
/// the bit is taken; a hash table from the seventeenth name on, so that reading stays linear.
struct KnownNames {
    private var bits: UInt64 = 0
    /// Of all members, once there are more than sixteen.
    private(set) var places: NamePlaces?

    /// Remembers a name. False if the members read so far have it.
    @inline(__always)
    mutating func insert(_ name: String, among members: [JSONObject.Element]) -> Bool {
        if members.count >= 16 { return insertIntoPlaces(name, among: members) }
        let utf8 = name.utf8
        let kind = UInt64(utf8.count) &* 7 &+ UInt64(utf8.first ?? 0) &* 3 &+ UInt64(utf8.last ?? 0) &* 5
        let bit: UInt64 = 1 &<< (kind & 63)
        defer { bits |= bit }
        // As bytes: all are in NFC, and comparing text that is not ASCII takes long.
        return bits & bit == 0
            || !members.contains { $0.name.utf8.count == utf8.count && $0.name.utf8.elementsEqual(utf8) }
    }

    private mutating func insertIntoPlaces(_ name: String, among members: [JSONObject.Element]) -> Bool {
        if places == nil { places = NamePlaces(normalized: members) }
        return places?.insert(name, after: members) ?? true
    }
}
