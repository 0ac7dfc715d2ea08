/// SplitMix64: the same numbers for the same seed, everywhere.
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Heads and chunked bodies: some right, some a little wrong, some noise.
struct RandomInput {
    private var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    mutating func head() -> [UInt8] {
        if chance(16) { return noise() }
        var text = chance(12) ? pick(["\r\n"], or: ["\r\n\r\n", "\n", " "]) : ""
        text += pick(["GET", "POST", "HEAD"], or: ["OPTIONS", "CONNECT", "get", "B-R.E_W"]) + " "
        text += pick(["/", "/a?b=%41", "http://b/x"], or: Self.targets) + " "
        text += pick(["HTTP/1.1"], or: ["HTTP/1.0", "HTTP/1.7", "HTTP/2.0"]) + "\r\n"
        if !chance(16) { text += "Host: " + pick(["a", "a:80"], or: Self.hosts) + "\r\n" }
        for _ in 0..<number(below: 4) { text += field() + "\r\n" }
        return mutated(Array((text + "\r\n").utf8))
    }

    private static let targets = ["//", "*", "a:80", "[::1]:80", "HTTPS://b?q", "http://[1::]:8", "http://b"]
    private static let hosts = ["[::1]:8", "[1::2::3]", "a_b.", "a,b", "a:65536"]

    private mutating func field() -> String {
        switch number(below: 9) {
        case 0: "Content-Length: " + pick(["5", "05"], or: ["0", "+5", "5,5", "99999999999999999999", "6"])
        case 1: "transfer-encoding: " + pick(["chunked", "Chunked"], or: ["gzip", "chunked,", "identity"])
        case 2: "Connection: " + pick(["close", "keep-alive, Close"], or: ["closed", ",\tclose ,", ""])
        case 3: "Expect: " + pick(["100-continue", "100-Continue"], or: ["x"])
        case 4: "X: " + pick(["", "b: c", "議", "a\tb", " \t"], or: ["a\u{0}"])
        case 5: pick(["Accept: */*"], or: ["Host: a"])
        case 6: "X-\(number(below: 9)):\(String(repeating: "y", count: number(below: 60)))"
        default: pick(["A:b", "a_b: c", "~: !"], or: ["A : b"])
        }
    }

    mutating func chunks() -> [UInt8] {
        if chance(16) { return noise() }
        var text = ""
        for _ in 0..<number(below: 4) {
            let count = number(below: 20)
            if count == 0 { continue }
            let size = String(count, radix: 16, uppercase: chance(2))
            text += String(repeating: "0", count: chance(4) ? number(below: 15) : 0) + size + chunkExtension() + "\r\n"
            text += String(repeating: pick(["x", "\r", "\n", "0"]), count: count) + "\r\n"
        }
        text += pick(["0", "0", "0", "000"]) + chunkExtension() + "\r\n"
        for _ in 0..<(chance(3) ? number(below: 3) : 0) {
            text += pick(["X: y", "A:", "x-y: \t議 ", "Expires: 0"], or: ["Te: x", "content-length: 5"]) + "\r\n"
        }
        return mutated(Array((text + "\r\n").utf8))
    }

    private mutating func chunkExtension() -> String {
        guard chance(3) else { return "" }
        return pick([";a", ";a=b", ";a=\"b;c\\\"=\"", ";a;b=\"\"", ";a=\"é\""], or: [";", " ;a", ";a=b\"c\""])
    }

    /// Cuts bytes into up to four pieces, or into single bytes.
    mutating func pieces(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        if chance(8) { return bytes.indices.map { bytes[$0...$0] } }
        let cuts = (0..<number(below: 4)).map { _ in number(below: bytes.count + 1) }.sorted()
        return zip([0] + cuts, cuts + [bytes.count]).map { bytes[$0..<$1] }
    }

    mutating func number(below count: Int) -> Int { Int.random(in: 0..<count, using: &random) }
    mutating func chance(_ oneIn: Int) -> Bool { number(below: oneIn) == 0 }

    private mutating func pick<Element>(_ elements: [Element]) -> Element { elements[number(below: elements.count)] }

    /// Most often one of the first.
    private mutating func pick(_ usual: [String], or others: [String]) -> String {
        pick(chance(6) ? others : usual)
    }

    private static let special: [UInt8] = [
        0x0D, 0x0A, 0x00, 0x20, 0x09, 0x3A, 0x2C, 0x3B, 0x3D, 0x22, 0x25, 0x2B, 0x7F, 0xC3,
    ]

    private mutating func noise() -> [UInt8] {
        let isPlain = chance(2)
        return (0..<number(below: 80)).map { _ in
            isPlain ? UInt8(number(below: 256)) : chance(2) ? pick(Self.special) : UInt8(0x30 + number(below: 0x4A))
        }
    }

    private mutating func mutated(_ whole: [UInt8]) -> [UInt8] {
        var bytes = whole
        if chance(3) { bytes += Array("GET /next HTTP/1.1\r\n".utf8) }
        if chance(8) { return Array(bytes.prefix(number(below: bytes.count))) }
        for _ in 0..<(chance(2) ? 0 : 1 + number(below: 3)) where !bytes.isEmpty {
            let place = number(below: bytes.count)
            let other = min(bytes.count, place + 1 + number(below: 12))
            switch number(below: 6) {
            case 0: bytes[place] ^= 1 << UInt8(number(below: 8))
            case 1: bytes.remove(at: place)
            case 2, 3: bytes.insert(pick(Self.special), at: place)
            case 4: bytes.insert(contentsOf: bytes[place..<other], at: number(below: bytes.count + 1))
            default: bytes.removeSubrange(place..<other)
            }
        }
        return bytes
    }
}
