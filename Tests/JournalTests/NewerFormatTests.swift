import Testing

@testable import Journal

/// What a later program wrote is whole, and is refused by name: not as damage, and untouched.
@Suite struct NewerFormats {
    @Test func aSegmentIsRefusedUntouched() throws {
        let office = Office()
        let journal = try office.open { $0.segmentBytes = 1 }.journal
        for _ in 1...3 { try journal.add() }
        try journal.close()
        for number in [1, 2, 3] {
            let whole = try office.bytes(office.segment(number))
            let lines = whole.split(separator: 10, omittingEmptySubsequences: false)
            let header = newer(lines[0], tail: #","sum":"#)
            try office.write(header + [10] + lines.dropFirst().joined(separator: [10]), to: office.segment(number))
            try expectRefusal(of: office.segment(number), office)
            try office.write(whole, to: office.segment(number))
        }
    }

    /// The older snapshot is not used in its place: the newer program may have removed what it needs.
    @Test func aSnapshotIsRefusedUntouched() throws {
        let office = Office()
        let journal = try office.open().journal
        for number in 1...2 as ClosedRange<UInt64> {
            try journal.add()
            try journal.takeSnapshot(lines(1...number))
        }
        try journal.close()
        let whole = try office.bytes(office.snapshot(2))
        try office.write(newer(whole[...], tail: #"{"records":"#), to: office.snapshot(2))
        try expectRefusal(of: office.snapshot(2), office)
    }

    private func expectRefusal(of file: String, _ office: Office) throws {
        let before = try office.contents()
        #expect(throws: JournalFault.newerFormat(path: file, version: 2)) { try office.open() }
        #expect(try office.contents() == before)
    }

    /// The same bytes with another version, and the sum that is right for them.
    private func newer(_ bytes: ArraySlice<UInt8>, tail: String) -> [UInt8] {
        let text = String(decoding: bytes, as: UTF8.self).replacing(#""version":1,"#, with: #""version":2,"#)
        guard let end = text.ranges(of: tail).last?.lowerBound else { return [] }
        let (summed, rest) = (String(text[..<end]), String(text[end...]))
        let sum = Array(summed.utf8).withUnsafeBytes { Sum(of: $0) }
        guard let old = rest.firstRange(of: #""sum":""#)?.upperBound else { return [] }
        return Array((summed + rest[..<old] + sum.text + rest[old...].dropFirst(Sum.count)).utf8)
    }
}
