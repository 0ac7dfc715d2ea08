import Testing

@testable import Web

/// CSV as spreadsheets write and read it.
@Suite struct CSVTests {
    private func rows(_ text: String) throws -> [[String]] { try rows(Array(text.utf8)) }

    private func rows(_ bytes: [UInt8]) throws -> [[String]] {
        var reader = CSVReader(bytes)
        var rows: [[String]] = []
        while let row = try reader.next() {
            rows.append(row.cells)
            #expect(row.number == rows.count)
        }
        return rows
    }

    @Test(arguments: ["\r\n", "\n", "\r"])
    func anyLineEndEndsARow(end: String) throws {
        #expect(try rows(["a,b", "c,d"].joined(separator: end)) == [["a", "b"], ["c", "d"]])
        #expect(try rows("a,b" + end) == [["a", "b"]])
        #expect(try rows("a" + end + end + "b") == [["a"], [""], ["b"]])
    }

    @Test func quotesHoldEverything() throws {
        #expect(try rows("\"a,\"\"b\"\"\r\nc\",d") == [["a,\"b\"\r\nc", "d"]])
        #expect(try rows("\u{FEFF}\"\",,\"\"\n") == [["", "", ""]])
        #expect(try rows("5\" disk,b") == [["5\" disk", "b"]])
        #expect(try rows("") == [])
    }

    @Test func whatCannotBeReadIsNamed() {
        #expect(throws: CSVReader.Fault.unclosedQuote(row: 2)) { try rows("a\n\"b") }
        #expect(throws: CSVReader.Fault.textAfterQuote(row: 1, cell: 1)) { try rows("a,\"b\"c\n") }
    }

    @Test(arguments: [
        "=1+1", "+81", "-1", "@x", "'", "'=", "'quoted", "\tx", "\rx", "''", "a=b", "", "第1回", "＝1+1", "＋1", "－1", "＠x",
        "\nx", "'＝",
    ])
    func nothingLooksLikeAFormulaAndEverythingComesBack(text: String) {
        let cell = CellText.guarded(text)
        #expect(!["=", "+", "-", "@", "\t", "\r"].contains(cell.unicodeScalars.first.map(String.init) ?? ""))
        #expect(CellText.restored(cell) == text)
    }

    @Test func anApostropheThatWasTypedStays() {
        #expect(CellText.restored("'tis") == "'tis")
        #expect(CellText.restored("'") == "'")
    }

    /// Out and in again, whatever the texts are.
    @Test func tablesComeBackAsTheyWere() throws {
        var random = SeededRandom(seed: 20_251_122)
        let pieces = [
            "a", "群馬", ",", "\"", "\r", "\n", "\r\n", "'", "=", "+", "-", "@", "\t", " ", "　", "\u{FEFF}", "[", "{",
            "e\u{301}", "👨‍👩‍👧", "\u{0}", ";",
        ]
        for _ in 0..<2000 {
            let width = Int.random(in: 1...4, using: &random)
            let table = (0..<Int.random(in: 1...5, using: &random)).map { _ in
                (0..<width).map { _ in
                    (0..<Int.random(in: 0...5, using: &random)).compactMap { _ in pieces.randomElement(using: &random) }
                        .joined()
                }
            }
            var writer = CSVWriter(byteOrderMark: true)
            for row in table {
                for cell in row { writer.text(cell) }
                writer.endRow()
            }
            let read = try rows(writer.bytes).map { $0.map(CellText.restored) }
            #expect(read.map { $0.map { Array($0.utf8) } } == table.map { $0.map { Array($0.utf8) } })
        }
    }

    /// Any bytes are read to an end or to a fault; no row is longer than what it was made of.
    @Test func anyBytesHaveAnEnd() {
        var random = SeededRandom(seed: 7)
        let bytes: [UInt8] = [0x22, 0x2C, 0x0D, 0x0A, 0x61, 0xEF, 0xBB, 0xBF, 0x00, 0xFF]
        for _ in 0..<5000 {
            let input = (0..<Int.random(in: 0...40, using: &random)).compactMap { _ in
                bytes.randomElement(using: &random)
            }
            var reader = CSVReader(input)
            var count = 0
            do {
                while let row = try reader.next() {
                    count += row.cells.count
                    guard count <= input.count + 1 else { break }
                }
            } catch {}
            #expect(count <= input.count + 1)
        }
    }

    @Test func shiftJISIsKnownByItsBytes() {
        // 群馬,1
        #expect(ShiftJIS.fits([0x8C, 0x51, 0x94, 0x6E, 0x2C, 0x31]))
        #expect(!ShiftJIS.fits(Array("gunma".utf8)))
        #expect(!ShiftJIS.fits([0xFF, 0xFE, 0x61, 0x00]))
        #expect(!ShiftJIS.fits([0x8C]))
    }
}
