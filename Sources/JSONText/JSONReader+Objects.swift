extension JSONReader {
    mutating func object() -> JSONValue? {
        var members: [JSONObject.Element] = []
        var known = KnownNames()
        skipSpace()
        if take(UInt8(ascii: "}")) { return .object(JSONObject()) }
        members.reserveCapacity(8)
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
            let value = value()
            if faults.count > noted { prefix(JSONPointer.appending(name, to: ""), from: noted) }
            guard let value else { return nil }
            members.append((name, value))
            skipSpace()
            if take(UInt8(ascii: ",")) {
                skipSpace()
            } else if take(UInt8(ascii: "}")) {
                return .object(JSONObject(unique: members, places: known.places))
            } else {
                return end(.syntax, "\",\" or \"}\" is expected")
            }
        }
    }
}
