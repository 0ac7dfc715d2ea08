/// A JSON text of our own writing, of which only the places of its values are known: a value is made from the bytes when
/// it is asked for.
///
/// For text whose sum has been checked. Any other does no harm, but is not looked at as strictly as by
/// ``JSONValue/init(parsing:maximumDepth:)``: of two members with one name the first counts, a name with an escape is
/// not found, and what is wrong inside a text shows when that text is asked for.
public final class JSONPlaces: Sendable {
    /// Where a value stands.
    struct Place: Sendable {
        enum Kind: Sendable { case null, `true`, `false`, number, string, array, object }

        let kind: Kind
        /// Whether a text has escapes.
        var isEscaped = false
        let start: Int32
        var end: Int32
        /// The place behind it and all that it holds. Elements follow an array, names and values in turn an object.
        var next: Int32
    }

    let bytes: [UInt8]
    let places: [Place]

    /// - Throws: one fault, a syntax error or too many levels, where it is no JSON.
    public init(of text: ArraySlice<UInt8>) throws(JSONFaults) {
        let bytes = Array(text)
        let (places, end) = bytes.withUnsafeBufferPointer { bytes in
            var finder = PlaceFinder(bytes)
            let isWhole = finder.text()
            return (isWhole ? finder.places : nil, finder.at)
        }
        guard let places else { throw JSONFaults(faults: [JSONFault(code: .syntax, column: end + 1)]) }
        self.bytes = bytes
        self.places = places
    }

    /// The value that the whole text is.
    public var root: JSONPart { JSONPart(text: self, at: 0) }

    /// The place of the value of a member, in the object at a place.
    func place(of name: UnsafeBufferPointer<UInt8>, after object: Int) -> Int? {
        bytes.withUnsafeBufferPointer { bytes in
            places.withUnsafeBufferPointer { places in
                var next = object + 1
                let end = Int(places[object].next)
                while next < end {
                    let found = places[next]
                    if Int(found.end) - Int(found.start) == name.count + 2, !found.isEscaped,
                        Self.stands(name, at: Int(found.start) + 1, in: bytes)
                    {
                        return next + 1
                    }
                    next = Int(places[next + 1].next)
                }
                return nil
            }
        }
    }

    private static func stands(
        _ name: UnsafeBufferPointer<UInt8>,
        at start: Int,
        in bytes: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        for index in 0..<name.count where name[index] != bytes[start + index] { return false }
        return true
    }
}

/// Finds the places in one pass. Its functions answer false where reading ends.
private struct PlaceFinder {
    private static let deepest = 64

    let bytes: UnsafeBufferPointer<UInt8>
    private(set) var places: [JSONPlaces.Place] = []
    private(set) var at = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        places.reserveCapacity(bytes.count / 12 + 8)
    }

    mutating func text() -> Bool {
        guard bytes.count < Int32.max, value(depth: 0) else { return false }
        return at == bytes.count
    }

    private mutating func value(depth: Int) -> Bool {
        guard at < bytes.count else { return false }
        switch bytes[at] {
        case UInt8(ascii: "\""): return string()
        case UInt8(ascii: "{"): return depth < Self.deepest && object(depth: depth + 1)
        case UInt8(ascii: "["): return depth < Self.deepest && array(depth: depth + 1)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return number()
        case UInt8(ascii: "t"): return word("true", .true)
        case UInt8(ascii: "f"): return word("false", .false)
        case UInt8(ascii: "n"): return word("null", .null)
        default: return false
        }
    }

    private mutating func object(depth: Int) -> Bool {
        let place = begin(.object)
        if take(UInt8(ascii: "}")) { return end(place) }
        while true {
            guard at < bytes.count, bytes[at] == UInt8(ascii: "\""), string(), take(UInt8(ascii: ":")),
                value(depth: depth)
            else { return false }
            if take(UInt8(ascii: ",")) { continue }
            return take(UInt8(ascii: "}")) && end(place)
        }
    }

    private mutating func array(depth: Int) -> Bool {
        let place = begin(.array)
        if take(UInt8(ascii: "]")) { return end(place) }
        while true {
            guard value(depth: depth) else { return false }
            if take(UInt8(ascii: ",")) { continue }
            return take(UInt8(ascii: "]")) && end(place)
        }
    }

    private mutating func string() -> Bool {
        let place = begin(.string)
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "\""):
                at += 1
                return end(place)
            case UInt8(ascii: "\\"):
                places[place].isEscaped = true
                at += 2
            case ..<0x20: return false
            default: at += 1
            }
        }
        return false
    }

    /// Takes what can stand in a number: whether it is one shows when it is asked for.
    private mutating func number() -> Bool {
        let place = begin(.number)
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"),
                UInt8(ascii: "+"), UInt8(ascii: "-"):
                at += 1
            default: return end(place)
            }
        }
        return end(place)
    }

    private mutating func word(_ word: StaticString, _ kind: JSONPlaces.Place.Kind) -> Bool {
        let isThere = word.withUTF8Buffer { word in
            bytes.count - at >= word.count && word.elementsEqual(bytes[at..<at + word.count])
        }
        guard isThere else { return false }
        let place = begin(kind)
        at += word.utf8CodeUnitCount - 1
        return end(place)
    }

    private mutating func begin(_ kind: JSONPlaces.Place.Kind) -> Int {
        places.append(JSONPlaces.Place(kind: kind, start: Int32(truncatingIfNeeded: at), end: 0, next: 0))
        at += 1
        return places.count - 1
    }

    private mutating func end(_ place: Int) -> Bool {
        places[place].end = Int32(truncatingIfNeeded: at)
        places[place].next = Int32(truncatingIfNeeded: places.count)
        return true
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard at < bytes.count, bytes[at] == byte else { return false }
        at += 1
        return true
    }
}
