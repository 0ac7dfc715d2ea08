import HTTPTypes
import JSONText
import Testing

@testable import Offices

/// A form in which something was left out cannot be put back, and no body reaches further than its sender may write.
@Suite struct RedactedForms {
    /// One thing of each kind and state of Gunma's, whose levels all three readers see differently.
    private struct Things {
        let office: TestOffice
        let paths: [String]
        let hidden: [String]

        static func make() async throws -> Things {
            let office = try await TestOffice.gunma()
            let attendee = try await office.memberID(of: "gunma", order: 1)
            let held = try await office.meeting(
                Example.meeting(
                    #"""
                    ,"onlineUrl":"https://example.jp/1","agenda":[{"number":1,"title":"公開","level":"public"},
                    {"number":2,"title":"構成員","level":"members"},{"number":3,"title":"内部","level":"secretariat"}],
                    "attendance":[{"memberId":"\#(attendee)","presence":"present","personName":"氏名"}]
                    """#
                ),
                steps: ["notice", "holding"]
            )
            let published = try await office.minutes(of: held, steps: ["confirmation", "publication"])
            let confirmed = try await office.minutes(of: held, steps: ["confirmation"])
            let draft = try await office.minutes(of: held)
            let member = try await office.memberID(of: "gunma", order: 3)
            return Things(
                office: office,
                paths: [
                    "/v1/meetings/\(held)", "/v1/minutes/\(published)", "/v1/members/\(member)", "/v1/councils/gunma",
                ],
                hidden: ["/v1/minutes/\(confirmed)", "/v1/minutes/\(draft)"]
            )
        }

        var all: [String] { paths + hidden }

        /// Everything as its secretariat sees it.
        func contents() async throws -> [String] {
            var contents: [String] = []
            for path in all { contents.append(try await office.get(path, as: .secretariat).whole) }
            return contents
        }
    }

    private static let readers: [TestOffice.Caller] = [.public, .member, .otherMember, .otherSecretariat]

    @Test(arguments: readers)
    func whatIsSeenInPartIsNotPutBack(reader: TestOffice.Caller) async throws {
        let things = try await Things.make()
        let office = things.office
        let (seq, before) = (office.seq, try await things.contents())
        for path in things.all {
            let seen = try await office.get(path, as: reader)
            guard seen.status == 200 else { continue }
            let refusal = reader == .public ? (401, "unauthenticated") : (403, "forbidden")
            for match in ["*", seen.tag] {
                for rehearsal in ["", "?dryRun=true"] {
                    for answer in [
                        try await office.put(path + rehearsal, seen.text, as: reader, match: match),
                        try await office.patch(path + rehearsal, seen.text, as: reader, match: match),
                        try await office.patch(path + rehearsal, "{}", as: reader, match: match),
                        try await office.delete(path + rehearsal, as: reader, match: match),
                    ] {
                        #expect(answer.status == refusal.0 && answer.problem?.code == refusal.1, "\(path)")
                    }
                }
            }
        }
        #expect(try await things.contents() == before && office.seq == seq)
    }

    /// What is hidden altogether refuses as what is nowhere does, byte for byte.
    @Test(arguments: readers)
    func whatIsNotSeenIsRefusedAsWhatIsNowhere(reader: TestOffice.Caller) async throws {
        let things = try await Things.make()
        let office = things.office
        let (seq, nowhere) = (office.seq, "/v1/minutes/" + Example.id(0xFFF))
        let whole = try await office.get(things.hidden[0], as: .secretariat).text
        for path in things.hidden where try await office.get(path, as: reader).status != 200 {
            for step in ["", "/confirmation", "/publication", "/withdrawal"] {
                for match in ["*", "\"s1\"", "\"p1\""] {
                    let answers = [
                        try await office.post(path + step, as: reader, match: match),
                        try await office.put(path + step, whole, as: reader, match: match),
                        try await office.patch(path + step, "{}", as: reader, match: match),
                        try await office.delete(path + step, as: reader, match: match),
                    ]
                    let others = [
                        try await office.post(nowhere + step, as: reader, match: match),
                        try await office.put(
                            nowhere + step,
                            whole.replacing(path.suffix(36), with: nowhere.suffix(36)),
                            as: reader,
                            match: match
                        ),
                        try await office.patch(nowhere + step, "{}", as: reader, match: match),
                        try await office.delete(nowhere + step, as: reader, match: match),
                    ]
                    #expect(answers.map(\.whole) == others.map(\.whole))
                    #expect(answers.allSatisfy { [401, 403, 404, 405].contains($0.status) })
                }
            }
        }
        #expect(office.seq == seq)
    }

    /// The form of a withheld section is none that can be sent, not even by those who may write.
    @Test func aWithheldSectionIsNoInput() async throws {
        let things = try await Things.make()
        let office = things.office
        let path = things.paths[1]
        let (seq, before) = (office.seq, try await things.contents())
        let redacted = try await office.get(path, as: .public)
        let sections = try #require(redacted["/sections"]).encoded()
        let patch = #"{"sections":\#(String(decoding: sections, as: UTF8.self))}"#
        let withBody = patch.replacing(#""withheld":true"#, with: #""withheld":true,"heading":"あ","body":"い""#)
        for caller in [TestOffice.Caller.secretariat, .administrator] {
            for rehearsal in ["", "?dryRun=true"] {
                for answer in [
                    try await office.put(path + rehearsal, redacted.text, as: caller),
                    try await office.patch(path + rehearsal, patch, as: caller),
                    try await office.patch(path + rehearsal, withBody, as: caller),
                ] {
                    #expect(answer.status == 422)
                    let faults = try #require(answer.problem).faults
                    #expect(faults.isSuperset(of: ["/sections/1/withheld unknownField"]), "\(faults)")
                }
            }
        }
        #expect(try await things.contents() == before && office.seq == seq)
    }

    /// A secretariat keeps its things in its own councils, whatever the body says.
    @Test func nothingMovesToAnotherCouncil() async throws {
        let office = try await TestOffice.gunma()
        let meeting = try await office.meeting()
        let member = try await office.post("/v1/members", Example.member(), as: .secretariat).id
        let role = try await office.post("/v1/role-assignments", Example.role(), as: .secretariat).id
        let seq = office.seq
        for (path, body) in [
            ("/v1/meetings/\(meeting)", Example.meeting(council: "tokyo")),
            ("/v1/members/\(member)", Example.member("tokyo")),
            ("/v1/role-assignments/\(role)", Example.role("tokyo")),
        ] {
            for rehearsal in ["", "?dryRun=true"] {
                for answer in [
                    try await office.put(path + rehearsal, body, as: .secretariat),
                    try await office.patch(path + rehearsal, #"{"councilId":"tokyo"}"#, as: .secretariat),
                    // Nor is it pulled over by those whom it would belong to.
                    try await office.put(path + rehearsal, body, as: .otherSecretariat),
                    try await office.patch(path + rehearsal, #"{"councilId":"tokyo"}"#, as: .otherSecretariat),
                    try await office.post(Self.collection(path) + rehearsal, body, as: .secretariat),
                    try await office.create(
                        Self.collection(path) + "/" + Example.id(7) + rehearsal,
                        body,
                        as: .secretariat
                    ),
                ] {
                    #expect(answer.status == 403 && answer.problem?.code == "forbidden", "\(path) \(answer.whole)")
                }
            }
        }
        #expect(office.seq == seq)
    }

    @Test func minutesStayWithTheCouncilOfTheirMeeting() async throws {
        let office = try await TestOffice.gunma()
        let steps = ["notice", "holding"]
        let own = try await office.meeting(steps: steps)
        let foreign = try await office.meeting(Example.meeting(council: "tokyo", number: 5), steps: steps)
        let draft = try await office.minutes(of: own)
        let path = "/v1/minutes/\(draft)"
        let (seq, before) = (office.seq, try await office.get(path, as: .secretariat).whole)
        for caller in [TestOffice.Caller.secretariat, .administrator] {
            for answer in [
                try await office.put(path, Example.minutes(of: foreign), as: caller),
                try await office.patch(path, #"{"meetingId":"\#(foreign)"}"#, as: caller),
            ] {
                #expect(answer.problem?.faults == ["/meetingId ofAnotherCouncil"])
            }
            let claimed = try await office.patch(path, #"{"councilId":"tokyo"}"#, as: caller)
            #expect(claimed.problem?.faults == ["/councilId readOnly"])
            let moved = try await office.patch("/v1/meetings/\(own)", #"{"councilId":"tokyo"}"#, as: caller)
            #expect(moved.problem?.faults == ["/councilId usedByMinutes"])
        }
        for answer in [
            try await office.post("/v1/minutes", Example.minutes(of: foreign), as: .secretariat),
            try await office.create("/v1/minutes/" + Example.id(8), Example.minutes(of: foreign), as: .secretariat),
        ] {
            #expect(answer.status == 403)
        }
        #expect(try await office.get(path, as: .secretariat).whole == before && office.seq == seq)
    }

    /// No body makes public what only a step makes public, and none makes its sender more than it is.
    @Test func noBodyRaisesAnything() async throws {
        let things = try await Things.make()
        let office = things.office
        let (seq, before) = (office.seq, try await things.contents())
        let draft = things.hidden[1]
        for state in ["published", "confirmed", "withdrawn"] {
            let answer = try await office.patch(draft, #"{"state":"\#(state)"}"#, as: .secretariat)
            #expect(answer.problem?.faults == ["/state readOnly"])
        }
        let day = try await office.patch(draft, #"{"publishedOn":"2025-11-20"}"#, as: .secretariat)
        #expect(day.problem?.faults == ["/publishedOn readOnly"])
        let level = #"{"sections":[{"number":1,"heading":"あ","body":"い","level":"public"}]}"#
        let opened = #"{"confidentiality":{"bindsMembers":false,"bindsParticipants":false,"defaultLevel":"public"}}"#
        let token = #"{"label":"x","role":"administrator"}"#
        for reader in [TestOffice.Caller.member, .otherMember, .otherSecretariat] {
            #expect(try await office.patch(things.paths[1], level, as: reader).status == 403)
            #expect(try await office.patch("/v1/councils/gunma", opened, as: reader).status == 403)
        }
        for reader in TestOffice.Caller.allCases where reader != .public && reader != .administrator {
            #expect(try await office.post("/v1/tokens", token, as: reader).status == 403)
        }
        #expect(try await things.contents() == before && office.seq == seq)
    }

    private static func collection(_ path: String) -> String {
        String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)])
    }
}
