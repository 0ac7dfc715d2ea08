import HTTPTypes
import Testing

@testable import Offices

/// Two offices that differ only in what a reader may not see, and in how often that was edited: the same requests get
/// the same bytes.
///
/// `TWINS` says how many pairs (2,000 if nothing is said), `TWIN_SEED` one seed alone; `Tests/Faults/twins` asks for more.
@Suite struct TwinWorlds {
    private static let readers: [TestOffice.Caller] = [.public, .member, .otherMember, .secretariat, .otherSecretariat]
    private static let pairs = Setting.number("TWINS", otherwise: 2000)
    /// Pairs in two worlds, before others are made.
    private static let perWorld = 1000

    @Test(arguments: readers)
    func answerByteForByteTheSame(reader: TestOffice.Caller) async throws {
        let description = try DescribedAPI.packaged.get()
        var figures = Twins.Figures()
        var left = Self.pairs / Self.readers.count
        var seed = UInt64(Setting.number("TWIN_SEED", otherwise: 20_251_120))
        while left > 0 {
            let twins = try await Twins.make(reader: reader, seed: seed)
            do {
                figures.add(try await twins.compare(pairs: min(left, Self.perWorld), from: description))
            } catch let difference as Twins.Difference {
                Issue.record("\(difference)")
                return
            }
            left -= Self.perWorld
            seed += 1
        }
        print(figures, reader)
        #expect(Set(figures.byStatus.keys).isSuperset(of: [200, 304, 400, 404]))
        // A drawing that never succeeds in anything would compare nothing but refusals.
        #expect(figures.byStatus[200, default: 0] > figures.pairs / 6)
        let mayWrite = reader == .secretariat || reader == .otherSecretariat
        #expect((figures.writes > figures.pairs / 100) == mayWrite)
        #expect(figures.hiddenEdits > figures.pairs / 50)
        // All operations come up before long; those that are rare to be drawn may be missing in a short run.
        #expect(figures.operations.count > description.operations.count * 4 / 5)
    }

    private func print(_ figures: Twins.Figures, _ reader: TestOffice.Caller) {
        Offices.Figures.print(
            "twin worlds, \(reader)",
            [
                ("pairs", figures.pairs), ("operations", figures.operations.count), ("writes", figures.writes),
                ("hidden edits", figures.hiddenEdits),
            ] + figures.byStatus.sorted { $0.key < $1.key }.map { ("\($0.key):", $0.value) }
        )
    }

    /// The worlds do differ: those who may see it can tell, and what was planned is there.
    @Test(arguments: readers)
    func differForThoseWhoMaySee(reader: TestOffice.Caller) async throws {
        let twins = try await Twins.make(reader: reader, seed: 7)
        var differences = 0
        for path in twins.plan.guesses.flatMap({ ["/v1/meetings/\($0)", "/v1/minutes/\($0)"] }) {
            let answers = (
                try await twins.one.office.get(path, as: .administrator),
                try await twins.other.office.get(path, as: .administrator)
            )
            if answers.0.body != answers.1.body { differences += 1 }
        }
        #expect(differences > 10)
        let tokens = try await twins.one.office.get("/v1/tokens?count=true", as: .administrator)
        let others = try await twins.other.office.get("/v1/tokens?count=true", as: .administrator)
        #expect(tokens.body != others.body)
    }

    /// The comparison finds what it is for: as a reader of more, one world is told from the other.
    @Test func aReaderOfMoreIsToldMore() async throws {
        let twins = try await Twins.make(reader: .member, seed: 11)
        let wider = Twins(
            one: twins.one,
            other: twins.other,
            plan: twins.plan.asked(by: .secretariat),
            seed: twins.seed
        )
        await #expect(throws: Twins.Difference.self) {
            _ = try await wider.compare(pairs: 200, from: try DescribedAPI.packaged.get())
        }
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
