import HTTPTypes
import Testing
import Web

@testable import Offices

/// Two offices that differ only in what a reader may not see, and in how often that was edited: the same requests get
/// the same bytes.
@Suite struct TwinWorlds {
    /// The offices, and who compares them.
    struct Pair: Sendable {
        let one: TestOffice
        let other: TestOffice

        static func make(below level: String) async throws -> Pair {
            async let one = world(below: level, "甲", edits: 0)
            async let other = world(below: level, "乙々", edits: 4)
            return try await Pair(one: one, other: other)
        }

        private static func world(below level: String, _ word: String, edits: Int) async throws -> TestOffice {
            let office = try await TestOffice.gunma()
            let isMembers = level == "members"
            let world = SecretWorld(
                office: office,
                text: { level, place in
                    let isHidden = level == "secretariat" || level == "members" && !isMembers
                    // A round of edits shows only in what is hidden.
                    if place.hasPrefix("-") || place.isEmpty {
                        return isHidden && edits > 0 ? "x" + place.dropFirst() : ""
                    }
                    return isHidden ? word + place : "公開" + place
                },
                edits: edits
            )
            try await world.live()
            if edits > 0 { try await world.hide() }
            return office
        }

        func ask(_ request: RandomRequest, as caller: TestOffice.Caller) async throws -> (Answer, Answer) {
            (try await request.send(to: one, as: caller), try await request.send(to: other, as: caller))
        }
    }

    @Test(arguments: [
        ("public", TestOffice.Caller.public, 300), ("public", .otherMember, 150), ("public", .otherSecretariat, 150),
        ("members", .member, 300),
    ])
    func answerByteForByteTheSame(level: String, caller: TestOffice.Caller, count: Int) async throws {
        let pair = try await Pair.make(below: level)
        var random = SeededRandom(seed: 20_251_120)
        var known = RandomRequest.Known()
        var statuses: Set<Int> = []
        for _ in 0..<count {
            let request = RandomRequest(&random, known)
            let (one, other) = try await pair.ask(request, as: caller)
            guard one.response.head == other.response.head, one.body == other.body else {
                Issue.record("\(request)\n\(one.whole)\n\(other.whole)")
                return
            }
            known.learn(from: one, to: request)
            statuses.insert(one.status)
        }
        #expect(statuses.isSuperset(of: [200, 304, 400, 404]))
    }

    /// The worlds do differ: those who may see it can tell.
    @Test func differForTheSecretariat() async throws {
        let pair = try await Pair.make(below: "members")
        for path in ["/v1/minutes", "/v1/meetings/" + SecretWorld.meeting, "/v1/minutes/" + SecretWorld.published] {
            let one = try await pair.one.get(path, as: .secretariat)
            let other = try await pair.other.get(path, as: .secretariat)
            #expect(one.status == 200 && one.body != other.body && one.tag != other.tag)
        }
        let hidden = try await pair.other.get("/v1/minutes/" + Example.id(0xC1), as: .secretariat)
        #expect(hidden.status == 200)
    }

    /// What another council has deleted, and who could see it, says nothing of itself and stays deleted.
    @Test func aDeletedDraftOfAnotherCouncilIsNotBroughtBack() async throws {
        let office = try await TestOffice.gunma()
        let draft = try await office.minutes()
        _ = try await office.delete("/v1/minutes/\(draft)", as: .secretariat)
        try office.move(to: "2025-12-01T00:00:00Z")
        let held = try await office.meeting(Example.meeting(council: "tokyo"), steps: ["notice", "holding"])
        let made = try await office.create("/v1/minutes/\(draft)", Example.minutes(of: held), as: .otherSecretariat)
        let former = try await office.get("/v1/minutes/\(draft)", as: .secretariat)
        #expect(made.status == 412)
        #expect(former.status == 410)
    }
}
