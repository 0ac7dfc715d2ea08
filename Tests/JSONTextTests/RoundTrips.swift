import JSONText
import Testing

@Suite struct RoundTrips {
    @Test func whatIsWrittenReadsBackTheSame() throws {
        var random = SeededRandom(seed: 2)
        for _ in 0..<400 {
            let value = Self.value(depth: 0, &random)
            let bytes = value.encoded()
            let back = try JSONValue(parsing: bytes)
            #expect(back == value)
            #expect(back.encoded() == bytes)
        }
    }

    @Test func noMutationTraps() {
        var random = SeededRandom(seed: 5)
        var (read, refused) = (0, 0)
        for _ in 0..<150 {
            let bytes = Self.value(depth: 3, &random).encoded()
            for _ in 0..<20 {
                var mutated = bytes
                for _ in 0..<Int.random(in: 1...3, using: &random) { Self.mutate(&mutated, &random) }
                switch Reading(mutated) {
                case .value(let value):
                    read += 1
                    #expect(Reading(value.encoded()) == .value(value))
                case .refused(let codes):
                    refused += 1
                    #expect(!codes.isEmpty)
                }
            }
        }
        #expect(read > 100 && refused > 500)
    }

    @Test func everyPrefixOfATextIsRefusedOrANumber() {
        let bytes = Array(#"{"a":[1,-2.5e3,"\uD83D\uDE00群",true,null],"b\n":{"c":false}}"#.utf8)
        for length in 0..<bytes.count {
            guard case .refused = Reading(Array(bytes[..<length])) else { return #expect(Bool(false), "\(length)") }
        }
    }

    static func mutate(_ bytes: inout [UInt8], _ random: inout SeededRandom) {
        let place = Int.random(in: 0...bytes.count, using: &random)
        let byte = Bool.random(using: &random) ? Array("[]{}\",:\\u0e-".utf8).randomElement(using: &random) : nil
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes.insert(byte ?? UInt8.random(in: 0...255, using: &random), at: place)
        case 1 where place < bytes.count: bytes.remove(at: place)
        default:
            if place < bytes.count { bytes[place] = byte ?? UInt8.random(in: 0...255, using: &random) }
        }
    }

    static func value(depth: Int, _ random: inout SeededRandom) -> JSONValue {
        switch Int.random(in: 0..<(depth < 5 ? 9 : 6), using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2: return .integer(Int64.random(in: -(1 << 53)...(1 << 53), using: &random))
        case 3: return .number(Double.random(in: -1e6...1e6, using: &random) + 0.5)
        case 4:
            let value = Double(bitPattern: UInt64.random(in: 0...UInt64.max, using: &random))
            return value.isFinite && value != value.rounded() ? .number(value) : .integer(-7)
        case 5: return .string(text(&random))
        case 6: return .array((0..<Int.random(in: 0..<6, using: &random)).map { _ in value(depth: depth + 1, &random) })
        default:
            let count = Int.random(in: 0..<20, using: &random)
            return .object(JSONObject((0..<count).map { _ in (text(&random), value(depth: depth + 1, &random)) }))
        }
    }

    private static func text(_ random: inout SeededRandom) -> String {
        let scalars = Array("aZ09 \"\\/\n\t'かガ県😀é\u{2028}\u{3099}\u{301}ﾊﾟ、ạ".unicodeScalars)
        var text = ""
        for _ in 0..<Int.random(in: 0..<24, using: &random) {
            text.unicodeScalars.append(scalars.randomElement(using: &random) ?? "x")
        }
        return text.normalizedNFC
    }
}
