extension JSONReader {
    /// How many members the last object at this depth had, within bounds: as many as the next one gets room for. With
    /// room for eight in each, a body of small objects would take fifty times its size.
    private var usualCount: Int {
        get { Int(usualCounts &>> (UInt64(depth) &* 8) & 0xFF) }
        set {
            let shift = UInt64(depth) &* 8
            usualCounts = usualCounts & ~(0xFF &<< shift) | UInt64(min(newValue, 32)) &<< shift
        }
    }

    mutating func object() -> JSONValue? {
        var members: [JSONObject.Element] = []
        var known = KnownNames()
        skipSpace()
        if take(UInt8(ascii: "}")) { return .object(JSONObject()) }
        members.reserveCapacity(usualCount)
        while true {
            let start = at
            guard take(UInt8(ascii: "\"")) else { return end(.syntax, "a member's name in quotes is expected") }
            let before = faults.count
            guard let name = string() else { return nil }
            if faults.count == before, !known.insert(name, among: members) {
                guard note(.duplicateName, at: start, pointer: JSONPointer.appending(name, to: "")) else { return nil }
            }
            skipSpace()
            guard take(UInt8(ascii: ":")) else { return end(.syntax, "\":\" is expected") }
            skipSpace()
            let noted = faults.count
            let length = name.utf8.count &+ 1
            pathLength &+= length
            let value = value()
            pathLength &-= length
            if faults.count > noted { prefix(JSONPointer.appending(name, to: ""), from: noted) }
            guard let value else { return nil }
            members.append((name, value))
            skipSpace()
            if take(UInt8(ascii: ",")) {
                skipSpace()
            } else if take(UInt8(ascii: "}")) {
                usualCount = members.count
                return .object(JSONObject(unique: members, places: known.places))
            } else {
                return end(.syntax, "\",\" or \"}\" is expected")
            }
        }
    }
}
