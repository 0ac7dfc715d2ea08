import JSONText

@testable import Offices

/// Minutes of both worlds, or, where the reader never knows of them, of one or none.
struct PlannedMinutes: Sendable {
    /// What becomes of them, one step after the other.
    enum Fate: CaseIterable {
        case draft, confirmed, published, withdrawn, republished, deletedDraft, deletedPublished

        var steps: [String] {
            switch self {
            case .draft: []
            case .confirmed: ["confirmation"]
            case .published: ["confirmation", "publication"]
            case .withdrawn: ["confirmation", "publication", "withdrawal"]
            case .republished: ["confirmation", "publication", "withdrawal", "publication"]
            case .deletedDraft: ["DELETE"]
            case .deletedPublished: ["confirmation", "publication", "DELETE"]
            }
        }

        /// The lowest level that ever knows of them.
        var level: Knowledge.Level {
            switch self {
            case .draft, .deletedDraft: .secretariat
            case .confirmed: .members
            case .published, .withdrawn, .republished, .deletedPublished: .public
            }
        }
    }

    let id: String
    let meeting: PlannedMeeting
    let fate: Fate
    private let seed: UInt64

    init(id: String, meeting: PlannedMeeting, fate: Fate, random: inout SeededRandom) {
        self.id = id
        self.meeting = meeting
        self.fate = fate
        seed = random.next()
    }

    func isKnown(_ knowledge: Knowledge) -> Bool { knowledge.knows(fate.level, of: meeting.council) }

    func body(_ knowledge: Knowledge, _ hidden: Vocabulary, _ own: inout SeededRandom) -> String {
        var shared = SeededRandom(seed: seed)
        let council = meeting.council
        let known = Knowledge.Level.allCases.filter { knowledge.knows($0, of: council) }
        let unknown = Knowledge.Level.allCases.filter { !knowledge.knows($0, of: council) }
        let count = shared.upTo(5) + 1
        let sections = (0..<count).map { index in
            var section = JSONObject([("number", .integer(Int64(index * 3 + 1)))])
            // A number and a reason are all that is told of a section that is withheld.
            section["reason"] = .string("理由 " + Vocabulary.visible.line(&shared))
            let speaker = JSONValue.string(Vocabulary.visible.line(&shared))
            let hasSpeaker = shared.chance(0.5)
            if let level = known.randomElement(using: &shared), unknown.isEmpty || shared.chance(0.5) {
                section["level"] = .string(level.rawValue)
                section["heading"] = .string(Vocabulary.visible.line(&shared))
                section["body"] = .string(Vocabulary.visible.line(&shared, upTo: 12))
                if knowledge.knows(.members, of: council) {
                    section["speaker"] = hasSpeaker ? speaker : nil
                    return JSONValue.object(section)
                }
            } else {
                section["level"] = .string((unknown.randomElement(using: &own) ?? .secretariat).rawValue)
                section["heading"] = .string(hidden.line(&own))
                section["body"] = .string(hidden.line(&own, upTo: 40))
            }
            section["speaker"] = own.chance(0.5) ? .string(hidden.line(&own)) : nil
            return .object(section)
        }
        var object = JSONObject([("meetingId", .string(meeting.id)), ("kind", .string("record"))])
        object["sections"] = .array(sections)
        return String(decoding: JSONValue.object(object).encoded(), as: UTF8.self)
    }
}
