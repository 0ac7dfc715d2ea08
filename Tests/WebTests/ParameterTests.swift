import Testing
import Web

@Suite struct ParameterTests {
    private static let known: [Parameter] =
        ListQuery.parameters(sortable: ["name", "startsAt"], fields: ["id", "name", "version"]) + [
            Parameter("council", repeats: true), .choice("state", of: ["draft", "published"], repeats: true),
            Parameter("startsAt", repeats: true, operators: Set(Parameter.Operator.allCases)),
            .choice("era", of: ["ja"]),
        ]

    private func read(_ raw: String) throws -> Parameters {
        try Parameters(try #require(Query(raw[...])), known: Self.known)
    }

    /// What is wrong: parameter and code of each.
    private func faults(_ raw: String) throws -> [String] {
        do {
            _ = try read(raw)
            return []
        } catch let faults as ParameterFaults {
            return faults.faults.map { "\($0.parameter ?? "") \($0.code)" }
        }
    }

    @Test(arguments: [
        ("", []), ("limit=1", []), ("limit=1000", []), ("count=true&count:ne=true", ["count:ne unknownParameter"]),
        ("limit=0", ["limit range"]), ("limit=1001", ["limit range"]), ("limit=01", ["limit range"]),
        ("limit=%2B5", ["limit range"]), ("limit=5.0", ["limit range"]), ("limit=", ["limit range"]),
        ("limit=99999999999999999999", ["limit range"]), ("count=TRUE", ["count unknownValue"]),
        ("limit=5&limit=6", ["limit duplicate"]), ("council=a&council=b", []),
        ("council:ne=a", ["council:ne unknownParameter"]),
        ("state=draft&state=published&state:ne=draft", []), ("state=gone", ["state unknownValue"]),
        ("startsAt:gte=a&startsAt:lt=b&startsAt:ne=c&startsAt:ne=d", []),
        ("startsAt:gte=a&startsAt:gte=b", ["startsAt:gte duplicate"]), ("startsAt:=a", ["startsAt: unknownParameter"]),
        ("startsAt:GTE=a", ["startsAt:GTE unknownParameter"]), ("Limit=1", ["Limit unknownParameter"]),
        ("=1", [" unknownParameter"]), (":gte=1", [":gte unknownParameter"]), ("sort=", ["sort unknownValue"]),
        ("sort=name,-startsAt", []), ("sort=-", ["sort unknownValue"]), ("sort=name,-name", ["sort duplicate"]),
        ("sort=name,", ["sort unknownValue"]), ("sort=--name", ["sort unknownValue"]), ("fields=id,name", []),
        ("fields=-id", ["fields unknownValue"]), ("q=", ["q length"]), ("q=%E7%BE%A4", []),
        ("q=%E2%80%8B", ["q length"]),
        (
            "limit=0&colour=red&sort=nam&state=x",
            ["limit range", "colour unknownParameter", "sort unknownValue", "state unknownValue"]
        ),
    ])
    func everythingThatIsWrongIsSaidAtOnce(raw: String, expected: [String]) throws {
        #expect(try faults(raw) == expected)
    }

    @Test(
        arguments: [
            ("limt=1", "limit"), ("Limit=1", "limit"), ("concil=a", "council"), ("startsAt:gle=a", "startsAt:gte"),
            ("startAt:lt=a", "startsAt:lt"), ("souncil:x=a", nil), ("zzzzzzzz=1", nil),
        ] as [(String, String?)]
    )
    func anUnknownNameIsToldTheNearest(raw: String, nearest: String?) throws {
        let thrown = #expect(throws: ParameterFaults.self) { try read(raw) }
        let fault = try #require(thrown?.faults.first)
        #expect(fault.detail.en.contains("did you mean \"\(nearest ?? "")\"?") == (nearest != nil))
        #expect(fault.detail.ja.contains("「\(nearest ?? "")」ではありませんか") == (nearest != nil))
        #expect(fault.allowed == Self.known.map(\.name))
    }

    @Test func aSortIsToldTheNearestToo() throws {
        let thrown = #expect(throws: ParameterFaults.self) { try read("sort=-naem") }
        #expect(thrown?.faults.first?.detail.en == #"sort has no "naem"; did you mean "name"?"#)
        #expect(thrown?.faults.first?.allowed == ["name", "startsAt"])
    }

    @Test func everyWrongNameOfASortIsSaid() throws {
        let thrown = #expect(throws: ParameterFaults.self) { try read("sort=nam,start") }
        let said = thrown?.faults.first?.detail.en ?? ""
        #expect(said.contains(#""nam""#) && said.contains(#""start""#))
    }

    /// An answer is not made a hundred times as long as its request.
    @Test func faultsAreSaidUpToABound() throws {
        let query = String(repeating: "a&", count: 200)
        let count = try faults(query).count
        #expect(count == 20)
    }

    @Test func valuesAreKeptWithTheirOperators() throws {
        let parameters = try read("startsAt:gte=a&council=x&startsAt=b&council=y&count=true")
        #expect(parameters["startsAt"] == "b" && parameters["council"] == "x" && parameters.flag("count"))
        #expect(!parameters.flag("state") && parameters["limit"] == nil)
        #expect(parameters.values.map(\.text) == ["a", "x", "b", "y", "true"])
        #expect(parameters.canonical(without: ["count"]) == "council:=x\ncouncil:=y\nstartsAt:=b\nstartsAt:gte=a")
    }

    @Test func aListIsReadFromItsParameters() throws {
        let list = ListQuery(
            try read("limit=7&cursor=c&count=true&sort=-startsAt,name&fields=id,version&q=%E7%BE%A4"),
            path: "/v1/m"
        )
        #expect(list.limit == 7 && list.cursor == "c" && list.counts && list.fields == ["id", "version"])
        #expect(list.sort.map(\.name) == ["startsAt", "name"] && list.sort.map(\.descending) == [true, false])
        #expect(list.search == "群")
        let plain = ListQuery(Parameters(), path: "/v1/m")
        #expect(plain.limit == 50 && plain.cursor == nil && !plain.counts && plain.sort == [] && plain.fields == nil)
    }

    @Test(arguments: [
        ("council=a&council=b", "council=b&council=a", true), ("sort=name", "sort=-name", false),
        ("limit=5&cursor=x&count=true&fields=id&era=ja", "", true), ("q=a", "q=b", false), ("council=a", "", false),
        ("startsAt:gte=a", "startsAt:gt=a", false), ("startsAt:gte=a", "startsAt=a", false),
        ("council=a%3D1", "council=a", false),
    ])
    func aCursorIsTiedToWhatDecidesTheOrderAndTheItems(one: String, other: String, same: Bool) throws {
        let identities = [
            ListQuery(try read(one), path: "/v1/m").identity, ListQuery(try read(other), path: "/v1/m").identity,
        ]
        #expect((identities[0] == identities[1]) == same)
        #expect(ListQuery(try read(one), path: "/v1/n").identity != identities[0])
    }
}

@Suite struct SpellingTests {
    @Test(
        arguments: [
            ("nmae", "name"), ("NAME", "name"), ("names", "name"), ("startAt", "startsAt"), ("x", nil), ("", nil),
            ("completelyelse", nil), ("councils", "council"), (String(repeating: "n", count: 100_000), nil),
        ] as [(String, String?)]
    )
    func theNearestIsAFewEditsAway(word: String, nearest: String?) {
        #expect(Spelling.nearest(to: word, among: ["name", "startsAt", "council"]) == nearest)
    }

    @Test func theFirstOfEquallyNearOnesIsTaken() {
        #expect(Spelling.nearest(to: "gt", among: ["gte", "lt"]) == "gte")
        #expect(Spelling.nearest(to: "a", among: [String]()) == nil && Spelling.nearest(to: "a", among: [""]) == "")
    }
}
