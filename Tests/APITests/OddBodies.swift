import JSONText
import Testing

@testable import Offices

/// Good bodies in which one value after another is replaced by an odd one.
@Suite struct OddBodies {
    private static let odd: [JSONValue] = [
        .null, .bool(true), .integer(0), .integer(-1), .integer(1 << 53), .number(1.5), .string(""), .string("\n"),
        .string("0001-01-01"), .string("9999-12-31"), .string("9999-12-31T14:59:59Z"), .string("gunma"),
        .string("public"),
        .string(Example.id(1)), .string("https://"), .string("https://あ.jp/?#"), .string("令和99年1月1日"),
        .string("明治1年1月25日"),
        .string("０"), .string("\u{0301}"), .string("👨‍👩‍👧"), .string(String(repeating: "長", count: 201)), .array([]),
        .array([.null]), .array([.string("a"), .string("a")]), .object(JSONObject()),
        .object(JSONObject([("x", .null)])),
    ]

    private func bodies(_ office: TestOffice) async throws -> [(path: String, body: JSONValue)] {
        let member = try await office.memberID(of: "gunma", order: 1)
        let other = try await office.memberID(of: "gunma", order: 2)
        let held = try await office.meeting(steps: ["notice", "holding"])
        let meeting = Example.meeting(
            #"""
            ,"endsAt":"2025-10-01T06:00:00Z","venue":"県庁","onlineUrl":"https://example.jp/a",
            "agenda":[{"number":1,"title":"計画","level":"public"},{"number":2,"title":"案"}],
            "papers":[{"number":1,"title":"案","url":"https://example.jp"},{"number":2,"title":"案"}],
            "attendance":[{"memberId":"\#(member)","presence":"proxy","personName":"某"},
            {"memberId":"\#(other)","presence":"present"}],"guests":[{"bodyName":"大学"}]
            """#
        )
        let written = Example.written(#","replies":[{"memberId":"\#(member)","repliedOn":"2025-10-20","comment":"可"}]"#)
        let token =
            #"{"label":"x","role":"member","councilIds":["gunma"],"memberId":"\#(member)","expiresOn":"2026-01-01"}"#
        return try [
            ("councils", Example.council), ("members", Example.member()), ("role-assignments", Example.role()),
            ("meetings", meeting), ("meetings", written), ("minutes", Example.minutes(of: held)), ("tokens", token),
        ].map { ("/v1/" + $0, try JSONValue(parsing: $1.utf8)) }
    }

    /// Answered with a place for each fault that is in what was sent, and never with a fault of the server's own.
    @Test func areNeverMoreThanRefused() async throws {
        let office = try await TestOffice.gunma()
        var random = SeededRandom(seed: 7)
        var statuses: [Int: Int] = [:]
        for (path, body) in try await bodies(office) {
            for _ in 0..<150 {
                var changed = body
                let changes = Int.random(in: 1...2, using: &random)
                for _ in 0..<changes { changed = changed.replacingOne(by: Self.odd, &random) }
                let text = String(decoding: changed.encoded(), as: UTF8.self)
                let answer = try await office.post(path + "?dryRun=true", text, as: .administrator)
                statuses[answer.status, default: 0] += 1
                #expect([200, 400, 409, 422].contains(answer.status), "\(text) \(answer.whole)")
                for error in answer.problem?.list ?? [] where error.hasPrefix("/") {
                    let (place, code) = error.place
                    let isThere = !changed.values(at: place).isEmpty
                    let isMissing = ["required", "reasonWanted", "exactlyOne", "elements"].contains(code)
                    #expect(isThere || isMissing, "\(error) \(text)")
                }
            }
        }
        #expect(statuses[200, default: 0] > 50 && statuses[422, default: 0] > 500)
    }

    /// They are looked at one by one while no other write can begin.
    @Test func ofThousandsOfUnknownFieldsNotEachIsNamed() async throws {
        let office = try await TestOffice.gunma()
        let body = "{" + (0..<2000).map { #""\#(String($0, radix: 36))":1"# }.joined(separator: ",") + "}"
        let answer = try await office.post("/v1/members", body, as: .secretariat)
        #expect(answer.status == 422)
        #expect((answer.problem?.list.count ?? 0) <= 200)
    }

    /// A round trip of everything that ships: read, and put back as it was read.
    @Test func whatShipsIsPutBackUnchanged() async throws {
        let office = try await TestOffice.gunma()
        let seq = office.seq
        for path in ["/v1/councils", "/v1/members", "/v1/role-assignments"] {
            let list = try await office.get(path + "?limit=1000&era=ja", as: .administrator)
            for item in list.json.values(at: "/items/*") {
                let id = item.values(at: "/id").first?.stringValue ?? ""
                let body = String(decoding: item.encoded(), as: UTF8.self)
                let answer = try await office.put("\(path)/\(id)", body, as: .administrator)
                #expect(answer.status == 200 && answer.integers("/version") == [1], "\(answer.whole)")
            }
        }
        #expect(office.seq == seq)
    }
}

extension String {
    fileprivate var place: (pointer: String, code: String) {
        let parts = split(separator: " ", maxSplits: 1)
        return (String(parts[0]), String(parts.last ?? ""))
    }
}

extension JSONValue {
    /// With one of its values, at any depth, replaced.
    fileprivate func replacingOne(by odd: [JSONValue], _ random: inout SeededRandom) -> JSONValue {
        if let object = objectValue, !object.isEmpty, let name = object.names.randomElement(using: &random) {
            var changed = object
            changed[name] = object[name]?.deeper(odd, &random)
            return .object(changed)
        }
        if var elements = arrayValue, let index = elements.indices.randomElement(using: &random) {
            elements[index] = elements[index].deeper(odd, &random)
            return .array(elements)
        }
        return odd.randomElement(using: &random) ?? .null
    }

    private func deeper(_ odd: [JSONValue], _ random: inout SeededRandom) -> JSONValue {
        let isLeaf = objectValue == nil && arrayValue == nil
        if isLeaf || Int.random(in: 0..<3, using: &random) == 0 { return odd.randomElement(using: &random) ?? .null }
        return replacingOne(by: odd, &random)
    }
}
