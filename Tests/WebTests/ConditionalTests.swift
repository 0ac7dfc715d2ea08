import Testing
import Web

@Suite struct ConditionalTests {
    /// A condition in short: `*`, or the tags with `W/` before the weak ones.
    private func parse(_ value: String) -> [String]? {
        switch Conditional.parse(value) {
        case .any: ["*"]
        case .tags(let tags): tags.map { ($0.isWeak ? "W/" : "") + $0.opaque }
        case nil: nil
        }
    }

    @Test(arguments: [
        ("*", ["*"]), (" *", ["*"]), (#""a""#, ["a"]), (#"W/"a""#, ["W/a"]), (#""""#, [""]),
        (#""a", "b""#, ["a", "b"]), (#""a","b""#, ["a", "b"]), ("\"a\" \t,\t \"b\"", ["a", "b"]), (#""a,b""#, ["a,b"]),
        (#""p1", W/"m2" , "s3""#, ["p1", "W/m2", "s3"]), (#" "a" "#, ["a"]), (#""*""#, ["*"]), (#""W/""#, ["W/"]),
    ])
    func aListOfTagsIsRead(value: String, tags: [String]) {
        #expect(parse(value) == tags)
    }

    @Test(arguments: [
        "", " ", "a", "\"a", "a\"", "\"a\"b", "\"a\" \"b\"", "w/\"a\"", "W/", "W/a", "W/ \"a\"", "W/\"a", "*, \"a\"",
        "**",
        "\"a\", *", "'a'", "\"a\";\"b\"", ",", "W/W/\"a\"",
    ])
    func whatIsNoListIsRefused(value: String) {
        #expect(Conditional.parse(value) == nil)
    }

    /// RFC 9110 §5.6.1.2: empty elements are ignored.
    @Test(arguments: [#""a","#, #","a""#, #""a",,"b""#, #""a", , "b""#])
    func emptyElementsOfAListAreIgnored(value: String) {
        #expect(Conditional.parse(value) != nil)
    }

    @Test func unchangedIsComparedWeakly() throws {
        let condition = try #require(Conditional.parse(#""a", W/"b""#))
        #expect(Conditional.isUnchanged(condition, tag: "a") && Conditional.isUnchanged(condition, tag: "b"))
        #expect(!Conditional.isUnchanged(condition, tag: "c") && !Conditional.isUnchanged(condition, tag: "A"))
        #expect(Conditional.isUnchanged(.any, tag: "c"))
    }

    @Test func matchingIsComparedStrongly() throws {
        let condition = try #require(Conditional.parse(#""a", W/"b""#))
        #expect(Conditional.matches(condition) { $0 == "a" } && !Conditional.matches(condition) { $0 == "b" })
        #expect(Conditional.matches(.any) { _ in false })
    }
}
