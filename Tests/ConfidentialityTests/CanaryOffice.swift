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
    static let wordCount = 154
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
        try await plans()
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
        try await addGrants(member)
        ids.withLock { $0 += ["gunma", "tokyo", member, Example.id(0xFFFF)] }
        guard words.count == Self.wordCount else { throw Unexpected("\(words.count) words") }
    }

    /// What hangs on a draft plan, a change of the annex of an adopted one, a request and a practice.
    private func addGrants(_ member: String) async throws {
        let draft = try await office.yearPlan()
        let progress = #"[{"on":"2025-10-01","status":"done","note":"\#(word(.members, "measure: note"))"}]"#
        let measure = Example.measure(draft, #","progress":\#(progress)"#)
            .replacing("窓口での支援", with: word(.members, "measure: title"))
        try await create("measures", Example.id(0xC1), measure)
        let row = Example.grantProject(draft, title: word(.members, "grant project: title"))
        try await create("grant-projects", Example.id(0xC2), row)
        let (plan, _) = try await office.annex()
        let change = Example.grantChange(plan, Example.addition(title: word(.members, "grant change: title")))
            .replacing("見込みの増加", with: word(.members, "grant change: reason"))
        try await create("grant-changes", Example.id(0xC3), change, "submission")
        let rejection = #"{"reason":"\#(word(.members, "grant change: rejection"))"}"#
        try await office.stepped("/v1/grant-changes/\(Example.id(0xC3))/rejection", rejection)
        let approved = Example.grantChange(plan, Example.addition(number: 3))
            .replacing(#""requestedBy":"県""#, with: #""requestedBy":"\#(word(.members, "grant change: requester"))""#)
        try await create("grant-changes", Example.id(0xC4), approved, "submission")
        let decision = #"{"decision":"\#(word(.members, "grant change: decision"))"}"#
        try await office.stepped("/v1/grant-changes/\(Example.id(0xC4))/approval", decision)
        let platform = try await office.added("/v1/local-platforms", Example.platform())
        let request = Example.supportRequest(platform, summary: word(.members, "request: summary"))
        try await create("support-requests", Example.id(0xC5), request)
        let path = "/v1/support-requests/" + Example.id(0xC5)
        try await office.stepped(path + "/assignment", #"{"memberId":"\#(member)"}"#)
        try await office.stepped(path + "/answer", #"{"body":"\#(word(.members, "request: answer"))"}"#)
        let practice = Example.practice(title: word(.secretariat, "practice: title"))
            .replacing("家族会と訪ねている。", with: word(.secretariat, "practice: summary"))
        try await create("good-practices", Example.id(0xC6), practice)
        let consent = #"{"by":"\#(word(.secretariat, "practice: consent"))"}"#
        try await office.stepped("/v1/good-practices/\(Example.id(0xC6))/consent", consent)
    }

    /// A draft with one of each kind that hangs on it.
    private func plans() async throws {
        func text(_ place: String) -> String { word(.members, "draft plan: " + place) }
        let (plan, kpi) = (Example.id(0xC1), Example.id(0xC2))
        try await create("plans", plan, Example.plan().replacing("事業実施計画", with: text("title")))
        let measured = Example.kpi(of: plan).replacing("正社員就職件数", with: text("KPI"))
            .replacing("群馬県", with: text("body")).replacing(#""件""#, with: "\"\(text("unit"))\"")
        try await create("kpis", kpi, measured)
        let goal = Example.goal(of: plan).replacing("正規雇用を増やす", with: text("goal"))
        try await create("goals", Example.id(0xC3), goal)
        let measurement = Example.measurement(of: kpi, #","statement":"\#(text("statement"))""#)
            .replacing("群馬労働局", with: text("who reports"))
        try await create("measurements", Example.id(0xC4), measurement)
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
