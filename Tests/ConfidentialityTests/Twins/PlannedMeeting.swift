import JSONText

@testable import Offices

/// A meeting of both worlds: what the reader may know is the same in both and stays, the rest is each world's own and
/// made anew with each edit.
struct PlannedMeeting: Sendable {
    let id: String
    let council: String
    let number: Int
    private let isWritten: Bool
    private let seed: UInt64
    /// Of its council.
    let members: [String]

    init(id: String, council: String, number: Int, members: [String], random: inout SeededRandom) {
        self.id = id
        self.council = council
        self.number = number
        self.members = members
        isWritten = random.chance(0.25)
        seed = random.next()
    }

    func body(_ knowledge: Knowledge, _ hidden: Vocabulary, _ own: inout SeededRandom) -> String {
        var shared = SeededRandom(seed: seed)
        var object = JSONObject([
            ("councilId", .string(council)), ("number", .integer(Int64(number))),
            ("title", .string(Vocabulary.visible.line(&shared))), ("kind", .string("regular")),
            ("mode", .string(isWritten ? "written" : "hybrid")),
        ])
        let day = shared.upTo(20) + 10
        if isWritten {
            object["replyDueOn"] = .string("2025-08-\(day)")
        } else {
            object["startsAt"] = .string("2025-08-\(day)T1\(shared.upTo(5)):30:00+09:00")
            object["venue"] = .string(Vocabulary.visible.line(&shared))
        }
        object["agenda"] = items(knowledge, hidden, &shared, &own)
        object["papers"] = items(knowledge, hidden, &shared, &own, addresses: true)
        if knowledge.knows(.members, of: council) {
            inside(&object, .visible, &shared)
        } else {
            inside(&object, hidden, &own)
        }
        return String(decoding: JSONValue.object(object).encoded(), as: UTF8.self)
    }

    /// Items of each level, those of hidden levels anywhere between the others.
    private func items(
        _ knowledge: Knowledge,
        _ hidden: Vocabulary,
        _ shared: inout SeededRandom,
        _ own: inout SeededRandom,
        addresses: Bool = false
    ) -> JSONValue {
        var items: [JSONValue] = []
        for (index, level) in Knowledge.Level.allCases.enumerated() where knowledge.knows(level, of: council) {
            for number in 0..<shared.upTo(3) {
                items.append(item(1000 * index + number + 1, level, .visible, &shared, addresses))
            }
        }
        for (index, level) in Knowledge.Level.allCases.enumerated() where !knowledge.knows(level, of: council) {
            for number in 0..<own.upTo(4) {
                let item = item(1000 * index + number + 1, level, hidden, &own, addresses)
                items.insert(item, at: own.upTo(items.count))
            }
        }
        return .array(items)
    }

    private func item(
        _ number: Int,
        _ level: Knowledge.Level,
        _ words: Vocabulary,
        _ random: inout SeededRandom,
        _ addresses: Bool
    ) -> JSONValue {
        var item = JSONObject([
            ("number", .integer(Int64(number))), ("title", .string(words.line(&random))),
            ("level", .string(level.rawValue)),
        ])
        if addresses, random.chance(0.5) { item["url"] = .string("https://example.jp/p/\(random.upTo(99))") }
        return .object(item)
    }

    private func inside(_ object: inout JSONObject, _ words: Vocabulary, _ random: inout SeededRandom) {
        func name() -> JSONValue? { random.chance(0.6) ? .string(words.line(&random, upTo: 2)) : nil }
        let present = members.shuffled(using: &random).prefix(random.upTo(5))
        object["attendance"] = .array(
            present.map { id in
                var one = JSONObject([("memberId", .string(id)), ("presence", .string("present"))])
                one["personName"] = name()
                one["position"] = name()
                return .object(one)
            }
        )
        object["guests"] = .array(
            (0..<random.upTo(2)).map { _ in
                var one = JSONObject([("bodyName", .string(words.line(&random)))])
                one["personName"] = name()
                return .object(one)
            }
        )
        guard isWritten else {
            if random.chance(0.7) { object["onlineUrl"] = .string("https://example.jp/o/\(random.upTo(9999))") }
            return
        }
        object["replies"] = .array(
            members.shuffled(using: &random).prefix(random.upTo(4)).map { id in
                var one = JSONObject([
                    ("memberId", .string(id)), ("repliedOn", .string("2025-10-0\(random.upTo(8) + 1)")),
                ])
                one["comment"] = name()
                return .object(one)
            }
        )
    }
}
