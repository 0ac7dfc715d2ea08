import Disks
import Foundation
import HTTPTypes
import JSONText
import Web

@testable import Offices

/// Two worlds, one reader, the same requests to both.
struct Twins: Sendable {
    /// Where the answers were not the same.
    struct Difference: Error, CustomStringConvertible {
        let description: String
    }

    /// What was done, for the figures.
    struct Figures: Sendable {
        var pairs = 0
        var byStatus: [Int: Int] = [:]
        var operations: Set<String> = []
        var writes = 0
        var hiddenEdits = 0

        mutating func add(_ other: Figures) {
            pairs += other.pairs
            byStatus.merge(other.byStatus, uniquingKeysWith: +)
            operations.formUnion(other.operations)
            writes += other.writes
            hiddenEdits += other.hiddenEdits
        }
    }

    let one: TwinWorld
    let other: TwinWorld
    let plan: Plan
    let seed: UInt64

    static func make(reader: TestOffice.Caller, seed: UInt64) async throws -> Twins {
        let offices = (try await office(seed), try await office(seed))
        var members: [String: [String]] = [:]
        for council in Plan.councils {
            members[council] = try await offices.0.get("/v1/members?limit=1000&council=\(council)", as: .public)
                .texts("/items/*/id")
        }
        let plan = Plan(reader: reader, seed: seed, members: members)
        let twins = Twins(
            one: TwinWorld(plan, number: 1, office: offices.0),
            other: TwinWorld(plan, number: 2, office: offices.1),
            plan: plan,
            seed: seed
        )
        try await twins.one.live()
        try await twins.other.live()
        return twins
    }

    /// On a disk in memory: there are many writes, and none of them is to survive.
    private static func office(_ seed: UInt64) async throws -> TestOffice {
        try await TestOffice.gunma(seed: seed, disk: SimulatedDisk().disk)
    }

    /// - Throws: the first ``Difference``.
    func compare(pairs: Int, from description: DescribedAPI) async throws -> Figures {
        var figures = Figures()
        var known = Known()
        known.guesses = plan.guesses
        known.words =
            Vocabulary.hidden(in: 1).words + Vocabulary.hidden(in: 2).words + Vocabulary.visible.words
            + ["理由", "example", "x"]
        var drawing = RequestDrawing(
            description: description,
            councils: Plan.councils,
            home: plan.knowledge.home,
            known: known,
            seed: seed &* 5 &+ UInt64(TestOffice.Caller.allCases.firstIndex(of: plan.knowledge.reader) ?? 0)
        )
        for number in 0..<pairs {
            let request = drawing.next()
            let (first, second) = (try await ask(one, request, number), try await ask(other, request, number))
            guard first.response.head == second.response.head, first.body == second.body, first.status < 500 else {
                throw Difference(
                    description: """
                        TWIN_SEED=\(seed) \(plan.knowledge.reader), pair \(number)
                        \(request)

                        == one world
                        \(first.whole)

                        == the other
                        \(second.whole)
                        """
                )
            }
            drawing.known.learn(from: first, to: request)
            figures.pairs += 1
            figures.byStatus[first.status, default: 0] += 1
            figures.operations.insert(request.operation.name)
            if !request.operation.reads, first.status < 300 { figures.writes += 1 }
            // Life goes on behind the reader's back, between two pages of a list too.
            if number.isMultiple(of: 25) {
                try await one.hide(atHour: 21 + number)
                try await other.hide(atHour: 21 + number)
            }
        }
        figures.hiddenEdits = one.editCount + other.editCount
        return figures
    }

    /// Time and chance are the same in both worlds at each request, whatever was hidden before.
    private func ask(_ world: TwinWorld, _ request: DrawnRequest, _ number: Int) async throws -> Answer {
        try await world.at(22 + number)
        world.office.surroundings.reseed(seed &+ UInt64(number))
        return try await request.send(to: world.office, as: plan.knowledge.reader)
    }
}
