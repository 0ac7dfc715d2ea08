import Testing
import Web

@Suite struct QueryTests {
    private func read(_ raw: String) -> [String]? {
        Query(raw[...])?.items.map { "\($0.name)→\($0.value)" }
    }

    @Test(arguments: [
        ("", []), ("a=1", ["a→1"]), ("a=1&b=2", ["a→1", "b→2"]), ("a", ["a→"]), ("a=", ["a→"]), ("=b", ["→b"]),
        ("a=b=c", ["a→b=c"]), ("a==", ["a→="]), ("&&a=1&&", ["a→1"]), ("=", ["→"]), ("a=1&a=2", ["a→1", "a→2"]),
        ("a=x+y", ["a→x y"]), ("a=x%2By", ["a→x+y"]), ("a=%26%3D", ["a→&="]), ("%61%3D=1", ["a=→1"]),
        ("a=%25", ["a→%"]),
        ("q=%E7%BE%A4", ["q→群"]), ("q=%e7%be%a4", ["q→群"]), ("q=群", ["q→群"]), ("a=?/", ["a→?/"]),
        ("startsAt:gte=2025-01-01", ["startsAt:gte→2025-01-01"]), ("a=%F0%9F%98%80", ["a→😀"]), ("a=;b", ["a→;b"]),
    ])
    func pairsAreReadInTheirOrder(raw: String, items: [String]) {
        #expect(read(raw) == items)
    }

    @Test(arguments: [
        "a=%", "a=%4", "a=%G1", "a=%1G", "a=%%41", "%=1", "a=% 41", "a=%+1",
        // Not UTF-8: overlong, surrogate, cut off, beyond the last character.
        "a=%FF", "a=%C0%80", "a=%ED%A0%80", "a=%E7%BE", "a=%F4%90%80%80", "a=%80",
        // Controls: NUL, line ends, TAB, DEL, C1.
        "a=%00", "a=%0A", "a=%0d", "a=%09", "a=%7F", "a=%C2%85", "%00=a", "a=1&b=%1B",
    ])
    func whatIsNoTextIsRefused(raw: String) {
        #expect(read(raw) == nil)
    }

    @Test func textsComeOutInNFC() throws {
        let query = try #require(Query("%E3%81%8B%E3%82%99=%E3%81%8B%E3%82%99"))
        #expect(query.items.map { Array($0.name.utf8) } == [Array("が".utf8)])
        #expect(query.items.map { Array($0.value.utf8) } == [Array("が".utf8)])
    }

    @Test(arguments: ["a=1&b=x y&q=群馬&=&sort=-a,b&t:gte=%&e=a=b&p=+", "😀=~._-"])
    func whatIsWrittenIsReadBack(text: String) throws {
        var query = Query()
        query.items = text.split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            return Query.Item(name: parts[0], value: parts[1])
        }
        #expect(Query(query.encoded[...]) == query)
        #expect(query.encoded.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") })
    }
}
