/// NFC (UAX #15), computed from bytes to bytes in linear time and for a few nanoseconds a character, whatever is sent.
///
/// A segment is a character that takes part in nothing before it, with all that follows up to the next such one. It is
/// decomposed and ordered as it comes, and composed when it ends. Its length is bounded: what follows is cut off at
/// ``UnicodeForm/longestRun`` and begins a segment of its own.
struct CanonicalForm {
    // Kept from text to text, to save allocations.
    private var output: [UInt8] = []
    /// Decomposed and in canonical order.
    private var segment: [CanonicalTable.Part] = []

    /// The text in this form, and whether its runs of combining characters were all within the bound.
    ///
    /// - Parameter text: UTF-8 that is known to be right.
    mutating func applied(to text: UnsafeBufferPointer<UInt8>) -> (text: String, isBounded: Bool) {
        output.removeAll(keepingCapacity: true)
        let isBounded = apply(to: text, CanonicalTable.shared)
        return (String(decoding: output, as: UTF8.self), isBounded)
    }

    /// The same for an array.
    mutating func applied(to text: [UInt8]) -> (text: String, isBounded: Bool) {
        text.withUnsafeBufferPointer { applied(to: $0) }
    }

    private mutating func apply(to text: UnsafeBufferPointer<UInt8>, _ table: CanonicalTable) -> Bool {
        output.reserveCapacity(text.count + 16)
        var (at, run) = (0, 0)
        var isBounded = true
        while at < text.count {
            let value = Self.scalar(text, &at)
            let traits = table.traits(of: value)
            if traits.starts {
                compose(table)
                run = 0
            } else {
                run += 1
                if run > UnicodeForm.longestRun {
                    compose(table)
                    (run, isBounded) = (1, false)
                }
            }
            if traits.decomposes {
                for index in table.decomposition(traits) { insert(table.parts[index]) }
            } else {
                insert(CanonicalTable.Part(value, traits))
            }
        }
        compose(table)
        return isBounded
    }

    /// Puts what has a combining class behind what has the same or a lower one, and nothing before what has none.
    @inline(__always)
    private mutating func insert(_ part: CanonicalTable.Part) {
        segment.append(part)
        guard part.order > 0 else { return }
        var place = segment.count - 1
        while place > 0, segment[place - 1].order > part.order {
            segment[place] = segment[place - 1]
            place -= 1
        }
        segment[place] = part
    }

    /// Ends the segment.
    private mutating func compose(_ table: CanonicalTable) {
        if segment.count > 1 { composeParts(table) }
        for part in segment { append(part.value) }
        segment.removeAll(keepingCapacity: true)
    }

    private mutating func composeParts(_ table: CanonicalTable) {
        var starter = -1
        var kept = 0
        for place in segment.indices {
            let part = segment[place]
            // Blocked by what stands between, unless that is of a lower class (UAX #15, D115).
            let isFree = kept == starter + 1 || segment[kept - 1].order < part.order
            if starter >= 0, part.composes, isFree,
                let composite = table.composite(segment[starter].value, part.value)
            {
                segment[starter] = CanonicalTable.Part(composite)
                continue
            }
            if part.order == 0 { starter = kept }
            segment[kept] = part
            kept += 1
        }
        segment.removeLast(segment.count - kept)
    }

    @inline(__always)
    private static func scalar(_ text: UnsafeBufferPointer<UInt8>, _ at: inout Int) -> UInt32 {
        let lead = UInt32(text[at])
        defer { at += 1 }
        if lead < 0x80 { return lead }
        let more = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3
        var value = lead & (0x3F &>> UInt32(more))
        for _ in 0..<more {
            at += 1
            value = value &<< 6 | UInt32(text[at]) & 0x3F
        }
        return value
    }

    @inline(__always)
    private mutating func append(_ value: UInt32) {
        switch value {
        case 0..<0x80: output.append(UInt8(truncatingIfNeeded: value))
        case 0x80..<0x800:
            output.append(UInt8(truncatingIfNeeded: 0xC0 | value &>> 6))
            tail(value)
        case 0x800..<0x10000:
            output.append(UInt8(truncatingIfNeeded: 0xE0 | value &>> 12))
            tail(value &>> 6)
            tail(value)
        default:
            output.append(UInt8(truncatingIfNeeded: 0xF0 | value &>> 18))
            tail(value &>> 12)
            tail(value &>> 6)
            tail(value)
        }
    }

    @inline(__always)
    private mutating func tail(_ value: UInt32) { output.append(UInt8(truncatingIfNeeded: 0x80 | value & 0x3F)) }
}
