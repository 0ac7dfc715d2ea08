@testable import Offices

/// What the two worlds of a reader have in common.
struct Plan: Sendable {
    private(set) var knowledge: Knowledge
    let seed: UInt64
    let meetings: [PlannedMeeting]
    /// The minutes that the reader knows of, now or once.
    let known: [PlannedMinutes]
    /// Ids of minutes that it never knows of. Each world has its own, under some of them.
    let unknown: [(id: String, meeting: PlannedMeeting)]

    static let councils = ["gunma", "tokyo"]

    /// - Parameter members: the ids of each council's.
    init(reader: TestOffice.Caller, seed: UInt64, members: [String: [String]]) {
        let knowledge = Knowledge(reader: reader)
        var random = SeededRandom(seed: seed)
        var meetings: [PlannedMeeting] = []
        var minutes: [PlannedMinutes] = []
        for (place, council) in Self.councils.enumerated() {
            for number in 1...3 {
                let meeting = PlannedMeeting(
                    id: Example.id(0x1000 * (place + 1) + number),
                    council: council,
                    number: number,
                    members: members[council] ?? [],
                    random: &random
                )
                meetings.append(meeting)
                // The third has no minutes that everybody knows of.
                let fates = PlannedMinutes.Fate.allCases.filter { number < 3 || $0.level != .public }
                for fate in fates where number != 2 || random.chance(0.4) {
                    let id = Example.id(0x10_0000 + Int(random.next() & 0xF_FFFF))
                    minutes.append(PlannedMinutes(id: id, meeting: meeting, fate: fate, random: &random))
                }
            }
        }
        self.knowledge = knowledge
        self.seed = seed
        self.meetings = meetings
        known = minutes.filter { $0.isKnown(knowledge) }
        unknown = minutes.filter { !$0.isKnown(knowledge) }.map { ($0.id, $0.meeting) }
    }

    /// One world's own: of each of these ids nothing, or something that the reader never knows of.
    func secrets(_ own: inout SeededRandom) -> [PlannedMinutes] {
        unknown.compactMap { id, meeting in
            let fates = PlannedMinutes.Fate.allCases.filter { !knowledge.knows($0.level, of: meeting.council) }
            guard own.chance(0.6), let fate = fates.filter({ $0.level != .public }).randomElement(using: &own) else {
                return nil
            }
            return PlannedMinutes(id: id, meeting: meeting, fate: fate, random: &own)
        }
    }

    /// The same plan with another reader's requests: what was hidden was hidden from the one before.
    func asked(by reader: TestOffice.Caller) -> Plan {
        var plan = self
        plan.knowledge = Knowledge(reader: reader)
        return plan
    }

    /// What the reader guesses at: ids of both worlds, of what is there and of what is not.
    var guesses: [String] {
        meetings.map(\.id) + known.map(\.id) + unknown.map(\.id) + (1...6).map { Example.id(0x2_0000 + $0) }
            + [0x3_0000, 0x3_1000, 0x3_2000, 0x3_3000].flatMap { place in (1...4).map { Example.id(place + $0) } }
            + (0..<Self.councils.count).flatMap { TwinWorld.grantIDs($0).values.sorted() }
            + (1...20).flatMap { [Example.id(0x4_0000 + $0), Example.id(0x5_0000 + $0)] } + Self.councils
    }
}
