/// Looks for every form of many words at once, in one pass over a text.
struct CanarySearch: Sendable {
    /// How many first bytes of a form are looked up. No form is shorter.
    private static let window = 8
    /// Which windows could begin a form: a bit for each hash.
    private var gate = [Bool](repeating: false, count: 1 << 16)
    private var forms: [UInt64: [(form: [UInt8], canary: Canary)]] = [:]
    let count: Int

    init(_ canaries: [Canary]) {
        var count = 0
        for canary in canaries {
            for form in canary.forms where form.count >= Self.window {
                let key = form.prefix(Self.window).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
                gate[Self.hash(key)] = true
                forms[key, default: []].append((form, canary))
                count += 1
            }
        }
        self.count = count
    }

    private static func hash(_ key: UInt64) -> Int { Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 48) }

    /// The words that stand in it, in whatever form.
    func found(in text: some Collection<UInt8>) -> Set<Canary> {
        text.withContiguousStorageIfAvailable(found) ?? Array(text).withUnsafeBufferPointer(found)
    }

    private func found(in bytes: UnsafeBufferPointer<UInt8>) -> Set<Canary> {
        var found: Set<Canary> = []
        gate.withUnsafeBufferPointer { gate in
            var key: UInt64 = 0
            for (index, byte) in bytes.enumerated() {
                key = key << 8 | UInt64(byte)
                guard index + 1 >= Self.window, gate[Self.hash(key)], let candidates = forms[key] else { continue }
                let start = index + 1 - Self.window
                for candidate in candidates where bytes.count - start >= candidate.form.count {
                    if bytes[start..<start + candidate.form.count].elementsEqual(candidate.form) {
                        found.insert(candidate.canary)
                    }
                }
            }
        }
        return found
    }
}
