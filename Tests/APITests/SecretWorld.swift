import HTTPTypes
import Web

@testable import Offices

/// Makes the same visible history of Gunma in an office, with texts of its own where a reader does not see them.
///
/// Ids are chosen, request ids given and the clock moved by hand, so that nothing else differs.
struct SecretWorld: Sendable {
    let office: TestOffice
    /// The text of a level: its own words above the level that is compared.
    let text: @Sendable (_ level: String, _ place: String) -> String
    /// How often what is withheld is edited, and what is hidden altogether is made.
    let edits: Int

    static let meeting = Example.id(0xA1)
    static let written = Example.id(0xA2)
    static let published = Example.id(0xB1)
    static let confirmed = Example.id(0xB2)
    static let draft = Example.id(0xB3)
    static let republished = Example.id(0xB4)

    /// - Parameter above: what differs begins above this level.
    func live() async throws {
        let member = try await office.memberID(of: "gunma", order: 1)
        let other = try await office.memberID(of: "gunma", order: 2)
        try await create("meetings/\(Self.meeting)", meeting(member, other, round: 0))
        try await create("meetings/\(Self.written)", written(member, other, round: 0))
        try await step("meetings/\(Self.meeting)", "notice", "holding")
        try await step("meetings/\(Self.written)", "notice", "holding", "closing")
        for id in [Self.published, Self.confirmed, Self.draft, Self.republished] {
            try await create("minutes/\(id)", minutes(round: 0))
        }
        try office.move(to: "2025-11-21T01:00:00Z")
        try await step("minutes/\(Self.published)", "confirmation", "publication")
        try await step("minutes/\(Self.republished)", "confirmation", "publication", "withdrawal")
        try await step("minutes/\(Self.confirmed)", "confirmation")
        // Nothing that lower readers see happens here.
        for round in 0..<edits {
            try office.move(to: "2025-11-2\(2 + round)T01:00:00Z")
            try await put("meetings/\(Self.meeting)", meeting(member, other, round: round))
            try await put("meetings/\(Self.written)", written(member, other, round: round))
            for id in [Self.published, Self.draft, Self.confirmed, Self.republished] {
                try await put("minutes/\(id)", minutes(round: round))
            }
        }
        try office.move(to: "2025-11-28T01:00:00Z")
        try await step("minutes/\(Self.republished)", "publication")
        try office.move(to: "2026-02-10T01:00:00Z")
    }

    /// What only the secretariat knows of: made, and one of them taken away again.
    func hide() async throws {
        for number in 0..<edits {
            try await create("minutes/\(Example.id(0xC0 + number))", minutes(round: number))
        }
        let gone = try await office.delete("/v1/minutes/\(Example.id(0xC0))", as: .secretariat, fields)
        guard gone.status == 204 else { throw Unexpected(gone.whole) }
    }

    private var fields: HTTPFields { [.requestID: "making"] }

    private func create(_ path: String, _ body: String) async throws {
        let answer = try await office.create("/v1/" + path, body, as: .secretariat, fields)
        guard answer.status == 201 else { throw Unexpected(answer.whole) }
    }

    private func put(_ path: String, _ body: String) async throws {
        let answer = try await office.put("/v1/" + path, body, as: .secretariat, fields)
        guard answer.status == 200 else { throw Unexpected(answer.whole) }
    }

    private func step(_ path: String, _ steps: String...) async throws {
        for step in steps {
            let answer = try await office.post("/v1/\(path)/\(step)", as: .secretariat, fields)
            guard answer.status == 200 else { throw Unexpected(answer.whole) }
        }
    }

    private func meeting(_ member: String, _ other: String, round: Int) -> String {
        func own(_ level: String, _ place: String) -> String { text(level, place) + text(level, "-\(round)") }
        let both = ["public", "members", "secretariat"].enumerated()
        let agenda = both.map { #"{"number":\#($0 + 1),"title":"\#(own($1, "agenda"))","level":"\#($1)"}"# }
        let papers = both.map { index, level in
            #"{"number":\#(index + 1),"title":"\#(own(level, "paper"))","level":"\#(level)","#
                + #""url":"https://example.jp/\#(own(level, "url"))"}"#
        }
        return Example.meeting(
            #"""
            ,"agenda":[\#(agenda.joined(separator: ","))],"papers":[\#(papers.joined(separator: ","))],
            "onlineUrl":"https://example.jp/\#(own("members", "online"))",
            "attendance":[{"memberId":"\#(text("members", "") == "" ? member : other)","presence":"proxy",
            "personName":"\#(own("members", "person"))","position":"\#(own("members", "post"))"}],
            "guests":[{"bodyName":"\#(own("members", "body"))","personName":"\#(own("members", "guest"))",
            "position":"\#(own("members", "rank"))"}]
            """#
        )
    }

    private func written(_ member: String, _ other: String, round: Int) -> String {
        let comment = text("members", "comment") + text("members", "-\(round)")
        return Example.written(
            #","replies":[{"memberId":"\#(member)","repliedOn":"2025-10-2\#(text("members", "").count)","comment":"\#(comment)"}]"#
        )
    }

    private func minutes(round: Int) -> String {
        let sections = ["public", "members", "secretariat"].enumerated().map { index, level in
            let name = level == "public" ? "members" : level
            return #"{"number":\#(index + 1),"level":"\#(level)","reason":"理由\#(index)","#
                + #""heading":"\#(text(level, "heading"))","body":"\#(text(level, "text"))\#(text(level, "-\(round)"))","#
                + #""speaker":"\#(text(name, "speaker"))"}"#
        }
        return #"{"meetingId":"\#(Self.meeting)","kind":"record","sections":[\#(sections.joined(separator: ","))]}"#
    }
}
