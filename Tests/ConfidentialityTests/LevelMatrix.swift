import Foundation
import HTTPTypes
import JSONText
import Testing

@testable import Offices

/// Reader × level × own or other council × every operation that shows a value, every cell, against a table that is
/// written out here.
@Suite struct LevelMatrix {
    /// Who sees what of Gunma's. The columns: public, member, member of Tokyo, secretariat, secretariat of Tokyo,
    /// administrator.
    private static let table = """
        meeting: title                            y y y y y y
        meeting: venue                            y y y y y y
        meeting: agenda public                    y y y y y y
        meeting: agenda members                   - y - y - y
        meeting: agenda secretariat               - - - y - y
        meeting: paper public                     y y y y y y
        meeting: paper members                    - y - y - y
        meeting: paper secretariat                - - - y - y
        meeting: attendee                         - y - y - y
        meeting: guest                            - y - y - y
        meeting: guest's body                     - y - y - y
        meeting: before an edit                   - - - y - y
        written: title                            y y y y y y
        written: reply                            - y - y - y
        draft: public section                     - - - y - y
        draft: members' section                   - - - y - y
        draft: secretariat's section              - - - y - y
        draft: reason                             - - - y - y
        draft: speaker                            - - - y - y
        confirmed: public section                 - y - y - y
        confirmed: members' section               - y - y - y
        confirmed: secretariat's section          - - - y - y
        confirmed: reason                         - y - y - y
        confirmed: speaker                        - y - y - y
        published: public section                 y y y y y y
        published: members' section               - y - y - y
        published: secretariat's section          - - - y - y
        published: reason                         y y y y y y
        published: speaker                        - y - y - y
        published: before an edit                 - - - y - y
        withdrawn: public section                 - y - y - y
        withdrawn: members' section               - y - y - y
        withdrawn: secretariat's section          - - - y - y
        withdrawn: reason                         - y - y - y
        withdrawn: speaker                        - y - y - y
        draft plan: title                         - y - y - y
        draft goal: statement                     - y - y - y
        draft KPI: name                           - y - y - y
        draft KPI: body                           - y - y - y
        draft measurement: statement              - y - y - y
        adopted plan: title                       y y y y y y
        adopted goal: statement                   y y y y y y
        adopted KPI: name                         y y y y y y
        adopted KPI: body                         y y y y y y
        adopted measurement: statement            y y y y y y
        draft measure: title                      - y - y - y
        draft measure: note                       - y - y - y
        adopted measure: title                    y y y y y y
        adopted measure: before an edit           - - - y - y
        change: requester                         - y - y - y
        change: proposal                          - y - y - y
        change: rejection                         - y - y - y
        request: summary                          - y - y - y
        request: answer                           - y - y - y
        collected: title                          - - - y - y
        collected: summary                        - - - y - y
        shared: title                             y y y y y y
        shared: summary                           y y y y y y
        shared: before an edit                    - - - y - y
        """

    private struct Row {
        let thing: String
        let part: String
        let seen: [Bool]
        /// Stands in this part and nowhere else.
        let word: String
        var isOld: Bool { part == "before an edit" }

        static let all = table.split(separator: "\n").enumerated().map { index, line in
            let (name, columns) = (line.prefix(42), line.dropFirst(42))
            let parts = name.split(separator: ":").map { $0.trimmingCharacters(in: .whitespaces) }
            return Row(
                thing: parts[0],
                part: parts[1],
                seen: columns.split(separator: " ").map { $0 == "y" },
                word:
                    "語Q\(Unicode.Scalar(UInt8(ascii: "a") + UInt8(index / 26)))\(Unicode.Scalar(UInt8(ascii: "a") + UInt8(index % 26)))Z"
            )
        }
    }

    /// How a value is asked for: what is appended to its path or its collection, and by which method.
    private enum Operation: CaseIterable {
        case get, getWithEras, currentVersion, oldVersion, history, list, listOfItsOwn, search, advisories
        case overview, progress
        case putTried, patchTried, stepTried, fields

        var isWriting: Bool { [.putTried, .patchTried].contains(self) }
    }

    private let words = Dictionary(uniqueKeysWithValues: Row.all.map { ("\($0.thing): \($0.part)", $0.word) })

    private func word(_ name: String) -> String { words[name] ?? "?" }

    /// The paths of all things, made with all words in them.
    private func things(in office: TestOffice) async throws -> [String: String] {
        let member = try await office.memberID(of: "gunma", order: 1)
        func meeting(_ venue: String) -> String {
            #"""
            {"councilId":"gunma","number":1,"title":"\#(word("meeting: title"))","kind":"regular","mode":"hybrid",
            "startsAt":"2025-10-01T13:30:00+09:00","venue":"\#(word("meeting: venue"))",
            "agenda":[\#(items("agenda", "", old: venue))],"papers":[\#(items("paper", "", old: ""))],
            "attendance":[{"memberId":"\#(member)","presence":"proxy","personName":"\#(word("meeting: attendee"))"}],
            "guests":[{"bodyName":"\#(word("meeting: guest's body"))","personName":"\#(word("meeting: guest"))"}]}
            """#
        }
        var paths = ["meeting": "/v1/meetings/" + (try await office.meeting(meeting(word("meeting: before an edit"))))]
        let path = paths["meeting"] ?? ""
        guard try await office.put(path, meeting(""), as: .secretariat).status == 200 else { throw Unexpected("PUT") }
        for step in ["notice", "holding"] { _ = try await office.post("\(path)/\(step)", as: .secretariat) }
        let reply = #"{"memberId":"\#(member)","repliedOn":"2025-10-20","comment":"\#(word("written: reply"))"}"#
        let written = Example.written(#","replies":[\#(reply)]"#)
            .replacing("書面協議", with: word("written: title"))
        paths["written"] = "/v1/meetings/" + (try await office.meeting(written))
        for (state, steps) in [
            ("draft", []), ("confirmed", ["confirmation"]), ("published", ["confirmation", "publication"]),
            ("withdrawn", ["confirmation", "publication", "withdrawal"]),
        ] {
            let meeting = String(path.suffix(36))
            let old = words["\(state): before an edit"]
            let id = try await office.minutes(of: meeting, minutes(meeting, state, old))
            let place = "/v1/minutes/\(id)"
            guard try await office.put(place, minutes(meeting, state, nil), as: .secretariat).status == 200 else {
                throw Unexpected("PUT")
            }
            for step in steps { _ = try await office.post("\(place)/\(step)", as: .secretariat) }
            paths[state] = place
        }
        for state in ["draft", "adopted"] { paths.merge(try await plan(state, in: office)) { first, _ in first } }
        try await addGrants(to: &paths, in: office)
        return paths
    }

    private func addGrants(to paths: inout [String: String], in office: TestOffice) async throws {
        let progress = #","progress":[{"on":"2025-10-01","status":"done","note":"\#(word("draft measure: note"))"}]"#
        let draft = Example.measure(try await office.yearPlan(), progress)
            .replacing("窓口での支援", with: word("draft measure: title"))
        paths["draft measure"] = "/v1/measures/" + (try await office.added("/v1/measures", draft))
        let (plan, _) = try await office.annex()
        let old = Example.measure(plan).replacing("窓口での支援", with: word("adopted measure: before an edit"))
        let measure = "/v1/measures/" + (try await office.added("/v1/measures", old))
        paths["adopted measure"] = measure
        try await edit(measure, #"{"title":"\#(word("adopted measure: title"))"}"#, in: office)
        let change = Example.grantChange(plan, Example.addition(title: word("change: proposal")))
            .replacing(#""requestedBy":"県""#, with: #""requestedBy":"\#(word("change: requester"))""#)
        let path = "/v1/grant-changes/" + (try await office.added("/v1/grant-changes", change))
        try await office.stepped(path + "/submission")
        try await office.stepped(path + "/rejection", #"{"reason":"\#(word("change: rejection"))"}"#)
        paths["change"] = path
        let platform = try await office.added("/v1/local-platforms", Example.platform())
        let request = Example.supportRequest(platform, summary: word("request: summary"))
        let asked = "/v1/support-requests/" + (try await office.added("/v1/support-requests", request))
        let member = try await office.memberID(of: "gunma", order: 1)
        try await office.stepped(asked + "/assignment", #"{"memberId":"\#(member)"}"#)
        try await office.stepped(asked + "/answer", #"{"body":"\#(word("request: answer"))"}"#)
        paths["request"] = asked
        for (state, steps) in [("collected", []), ("shared", ["consent", "sharing"])] {
            let title = words["\(state): before an edit"] ?? word("\(state): title")
            let practice = Example.practice(title: title)
                .replacing("家族会と訪ねている。", with: word("\(state): summary"))
            let place = "/v1/good-practices/" + (try await office.practice(practice))
            try await edit(place, #"{"title":"\#(word("\(state): title"))"}"#, in: office)
            for step in steps {
                try await office.stepped(place + "/" + step, step == "consent" ? #"{"by":"前橋市"}"# : nil)
            }
            paths[state] = place
        }
    }

    private func edit(_ path: String, _ patch: String, in office: TestOffice) async throws {
        let answer = try await office.patch(path, patch, as: .secretariat)
        guard answer.status == 200 else { throw Unexpected(answer.whole) }
    }

    /// A plan with one of each kind that hangs on it.
    private func plan(_ state: String, in office: TestOffice) async throws -> [String: String] {
        func adding(_ kind: String, _ word: String, to body: String, instead: String) async throws -> String {
            try await office.added("/v1/\(kind)", body.replacing(instead, with: self.word("\(state) \(word)")))
        }
        let plan = try await adding("plans", "plan: title", to: Example.plan(), instead: "事業実施計画")
        let goal = try await adding("goals", "goal: statement", to: Example.goal(of: plan), instead: "正規雇用を増やす")
        let body = Example.kpi(of: plan).replacing("群馬県", with: word("\(state) KPI: body"))
        let kpi = try await adding("kpis", "KPI: name", to: body, instead: "正社員就職件数")
        let measured = Example.measurement(of: kpi, #","statement":"増えた""#)
        let measurement = try await adding("measurements", "measurement: statement", to: measured, instead: "増えた")
        if state == "adopted" { _ = try await office.post("/v1/plans/\(plan)/adoption", "{}", as: .secretariat) }
        return [
            "\(state) plan": "/v1/plans/\(plan)", "\(state) goal": "/v1/goals/\(goal)",
            "\(state) KPI": "/v1/kpis/\(kpi)", "\(state) measurement": "/v1/measurements/\(measurement)",
        ]
    }

    private func items(_ kind: String, _ more: String, old: String) -> String {
        ["public", "members", "secretariat"].enumerated().map { index, level in
            let title = old.isEmpty ? word("meeting: \(kind) \(level)") : old
            return #"{"number":\#(index + 1),"level":"\#(level)","title":"\#(title)"}"#
        }.joined(separator: ",")
    }

    private func minutes(_ meeting: String, _ state: String, _ old: String?) -> String {
        let sections = [
            ("public", "public section"), ("members", "members' section"), ("secretariat", "secretariat's section"),
        ]
        .enumerated().map { index, section in
            let speaker = section.0 == "public" ? #","speaker":"\#(word("\(state): speaker"))""# : ""
            return #"""
                {"number":\#(index + 1),"level":"\#(section.0)","heading":"議題","reason":"\#(word("\(state): reason"))",
                "body":"\#(old ?? word("\(state): \(section.1)"))"\#(speaker)}
                """#
        }
        return #"{"meetingId":"\#(meeting)","kind":"record","sections":[\#(sections.joined(separator: ","))]}"#
    }

    private func answers(
        _ operation: Operation,
        _ path: String,
        _ row: Row,
        _ office: TestOffice,
        _ caller: TestOffice.Caller
    ) async throws -> [Answer] {
        let list = String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)])
        let query = row.word.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        func get(_ target: String) async throws -> [Answer] { [try await office.get(target, as: caller)] }
        switch operation {
        case .get: return try await get(path)
        case .getWithEras: return try await get(path + "?era=ja")
        case .currentVersion:
            let version = try await office.get(path, as: caller).integers("/version").first ?? 1
            return try await get(path + "?version=\(version)")
        case .oldVersion:
            var answers: [Answer] = []
            for version in 1...6 { answers += try await get(path + "?version=\(version)") }
            return answers
        case .history: return try await get(path + "/history")
        case .list: return try await get(list + "?limit=1000")
        case .listOfItsOwn: return try await get(list + "?council=gunma&count=true&sort=-id")
        case .search: return try await get(list + "?q=" + query)
        case .advisories: return try await get("/v1/councils/gunma/advisories")
        case .overview: return try await get("/v1/councils/gunma/overview?fiscalYear=2025")
        case .progress: return path.contains("/plans/") ? try await get(path + "/progress") : []
        case .fields:
            return try await get(
                path + "?fields=" + fields(of: path)
            )
        case .putTried:
            let whole = try await office.get(path, as: .secretariat).text
            return [try await office.put(path + "?dryRun=true", whole, as: caller)]
        case .patchTried: return [try await office.patch(path + "?dryRun=true", "{}", as: caller)]
        case .stepTried:
            let steps = [
                "notice", "closing", "confirmation", "publication", "withdrawal", "adoption", "submission", "sharing",
            ]
            var answers: [Answer] = []
            for step in steps { answers.append(try await office.post("\(path)/\(step)?dryRun=true", as: caller)) }
            return answers
        }
    }

    /// Those that a word stands in.
    private func fields(of path: String) -> String {
        switch path.split(separator: "/").dropFirst().first {
        case "meetings": "agenda,papers,attendance,guests,replies,title,venue"
        case "minutes": "sections"
        case "measures": "title,progress"
        case "plans": "title"
        case "goals", "measurements": "statement"
        case "kpis": "name,bodies"
        case "grant-changes": "requestedBy,proposal,rejection"
        case "support-requests": "summary,answers"
        default: "title,summary"
        }
    }

    /// Whether the cell is to show the word.
    private func expects(_ operation: Operation, _ row: Row, _ column: Int, _ caller: TestOffice.Caller) -> Bool? {
        let mayWrite = caller == .secretariat || caller == .administrator
        switch operation {
        // What a step answers depends on the state; it shows nothing to those who may not take it.
        case .stepTried: return mayWrite ? nil : false
        // They show some of it, and nothing that the reader does not see.
        case .overview, .progress: return nil
        case .history, .advisories: return false
        case .oldVersion: return mayWrite ? true : row.isOld ? false : nil
        case .putTried, .patchTried: return mayWrite && row.seen[column] && !row.isOld
        case .get, .getWithEras, .currentVersion, .list, .listOfItsOwn, .search, .fields:
            return row.seen[column] && !row.isOld
        }
    }

    @Test func everyCellShowsWhatTheTableSays() async throws {
        let office = try await TestOffice.gunma()
        let things = try await things(in: office)
        var cells = 0
        for (column, caller) in TestOffice.Caller.allCases.enumerated() {
            for operation in Operation.allCases {
                // Only a search depends on what is looked for.
                var asked: [String: [Answer]] = [:]
                for row in Row.all {
                    let path = try #require(things[row.thing])
                    let known = operation == .search ? nil : asked[path]
                    let answers =
                        if let known { known } else { try await answers(operation, path, row, office, caller) }
                    asked[path] = answers
                    let shows = answers.contains { $0.text.contains(row.word) }
                    cells += 1
                    guard let expected = expects(operation, row, column, caller) else {
                        // Nothing above its level, whatever it is.
                        #expect(!shows || row.seen[column], "\(row.thing): \(row.part), \(operation) as \(caller)")
                        continue
                    }
                    if operation == .fields, row.part == "reason", shows == expected { continue }
                    #expect(shows == expected, "\(row.thing): \(row.part), \(operation) as \(caller)")
                }
            }
        }
        Figures.print(
            "matrix, levels",
            [("cells", cells), ("parts", Row.all.count), ("operations", Operation.allCases.count)]
        )
    }
}
