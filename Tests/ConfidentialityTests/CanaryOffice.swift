import HTTPTypes
import JSONText
import Synchronization

@testable import Offices

/// An office with a word of its own in each text that somebody must not see.
final class CanaryOffice: Sendable {
    /// Who may know a word of Gunma's.
    enum Level: Hashable, Sendable, CaseIterable {
        case members, secretariat, administrator

        func mayBeKnown(by reader: TestOffice.Caller) -> Bool {
            switch self {
            case .members: [.member, .secretariat, .administrator].contains(reader)
            case .secretariat: [.secretariat, .administrator].contains(reader)
            case .administrator: reader == .administrator
            }
        }
    }

    /// How many words it has, so that what looks for them is made but once.
    static let wordCount = 134
    static let search = CanarySearch((0..<wordCount).map(Canary.init))

    let office: TestOffice
    private let planted = Mutex<[(canary: Canary, level: Level, place: String)]>([])
    /// Everything that has an id.
    private let ids = Mutex<[String]>([])

    var words: [(canary: Canary, level: Level, place: String)] { planted.withLock { $0 } }
    var everyID: [String] { ids.withLock { $0 } }

    init() async throws {
        office = try await TestOffice.gunma()
        let member = try await office.memberID(of: "gunma", order: 1)
        let held = Example.id(0xA1)
        let written = Example.id(0xA2)
        try await create("meetings", held, Example.meeting(meetingParts(member)), "notice", "holding")
        try await create("meetings", written, Example.written(writtenParts(member)), "notice", "holding", "closing")
        let states: [(Int, Level?, [String])] = [
            (0xB1, nil, ["confirmation", "publication"]), (0xB2, .members, ["confirmation"]), (0xB3, .secretariat, []),
            (0xB4, .members, ["confirmation", "publication", "withdrawal"]),
        ]
        for (number, level, steps) in states {
            let id = Example.id(number)
            // What an edit has replaced is the secretariat's: it may have been withheld then.
            try await create("minutes", id, minutes(held, of: .secretariat, "edited away"))
            try await put("minutes", id, minutes(held, of: level, "minutes \(number - 0xB0)"))
            for step in steps { try await post("/v1/minutes/\(id)/\(step)") }
        }
        let gone = Example.id(0xB5)
        try await create("minutes", gone, minutes(held, of: .secretariat, "deleted"))
        let answer = try await office.delete("/v1/minutes/\(gone)", as: .secretariat)
        guard answer.status == 204 else { throw Unexpected(answer.whole) }
        for role in [#""administrator""#, #""secretariat","councilIds":["gunma"]"#] {
            let body = #"{"label":"\#(word(.administrator, "token label"))","role":\#(role)}"#
            let made = try await office.post("/v1/tokens", body, as: .administrator)
            guard made.status == 201 else { throw Unexpected(made.whole) }
            ids.withLock { $0.append(made.id) }
        }
        ids.withLock { $0 += ["gunma", "tokyo", member, Example.id(0xFFFF)] }
        guard words.count == Self.wordCount else { throw Unexpected("\(words.count) words") }
    }

    private func word(_ level: Level, _ place: String) -> String {
        planted.withLock { planted in
            let canary = Canary(planted.count)
            planted.append((canary, level, place))
            return canary.word
        }
    }

    private func meetingParts(_ member: String) -> String {
        let levels: [(String, Level)] = [("members", .members), ("secretariat", .secretariat)]
        let items = levels.enumerated().map { index, level in
            #"{"number":\#(index + 2),"level":"\#(level.0)","title":"\#(word(level.1, "agenda"))"}"#
        }
        let papers = levels.enumerated().map { index, level in
            #"{"number":\#(index + 2),"level":"\#(level.0)","title":"\#(word(level.1, "paper"))","#
                + #""url":"https://example.jp/\#(word(level.1, "paper's address"))"}"#
        }
        return #"""
            ,"agenda":[{"number":1,"level":"public","title":"公開"},\#(items.joined(separator: ","))],
            "papers":[\#(papers.joined(separator: ","))],
            "onlineUrl":"https://example.jp/\#(word(.members, "link"))",
            "attendance":[{"memberId":"\#(member)","presence":"proxy",
            "personName":"\#(word(.members, "attendee"))","position":"\#(word(.members, "attendee's position"))"}],
            "guests":[{"bodyName":"\#(word(.members, "guest's body"))",
            "personName":"\#(word(.members, "guest"))","position":"\#(word(.members, "guest's position"))"}]
            """#
    }

    private func writtenParts(_ member: String) -> String {
        #","replies":[{"memberId":"\#(member)","repliedOn":"2025-10-20","comment":"\#(word(.members, "reply"))"}]"#
    }

    /// - Parameter level: of the minutes as a whole; nil once they are published.
    private func minutes(_ meeting: String, of level: Level?, _ name: String) -> String {
        func at(_ own: Level?, _ place: String) -> String {
            let words: [Level] = [own, level].compactMap { $0 }
            let highest: Level? = words.contains(.secretariat) ? .secretariat : words.first
            return highest.map { word($0, name + ": " + place) } ?? "公開"
        }
        let sections = [("public", nil), ("members", Level.members), ("secretariat", .secretariat)].enumerated().map {
            index,
            section in
            #"""
            {"number":\#(index + 1),"level":"\#(section.0)","heading":"\#(at(section.1, "heading"))",
            "body":"\#(at(section.1, "body"))","reason":"\#(at(nil, "reason"))",
            "speaker":"\#(at(section.1 ?? .members, "speaker"))"}
            """#
        }
        return #"""
            {"meetingId":"\#(meeting)","kind":"record","sections":[\#(sections.joined(separator: ","))],
            "source":{"document":"\#(at(nil, "document"))","section":"\#(at(nil, "place"))"}}
            """#
    }

    private func create(_ table: String, _ id: String, _ body: String, _ steps: String...) async throws {
        let answer = try await office.create("/v1/\(table)/\(id)", body, as: .secretariat)
        guard answer.status == 201 else { throw Unexpected(answer.whole) }
        ids.withLock { $0.append(id) }
        for step in steps { try await post("/v1/\(table)/\(id)/\(step)") }
    }

    private func put(_ table: String, _ id: String, _ body: String) async throws {
        let answer = try await office.put("/v1/\(table)/\(id)", body, as: .secretariat)
        guard answer.status == 200 else { throw Unexpected(answer.whole) }
    }

    private func post(_ path: String) async throws {
        let answer = try await office.post(path, as: .secretariat)
        guard answer.status == 200 else { throw Unexpected(answer.whole) }
    }
}
