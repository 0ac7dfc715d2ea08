import HTTPTypes

/// Bodies that are good as they stand.
enum Example {
    /// A UUIDv7 that a client could have chosen.
    static func id(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return "01900000-0000-7000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
    }

    static let council = #"""
        {"id":"gifu","name":"ぎふ協議会","shortName":"ぎふ","prefectureCode":"21","categories":["行政機関"],
        "formerNames":[{"name":"ぎふプラットフォーム","from":"2020-04-01","until":"2025-03-31"}],
        "inForceFrom":"2025-04-01","chairPost":{"organization":"岐阜労働局","title":"部長"},
        "meetingPolicy":{"minimumPerFiscalYear":1,"suggestedPerFiscalYear":2,"wording":"年２回","extraordinary":true,
        "modes":["written"]},"confidentiality":{"bindsMembers":true,"bindsParticipants":false,"defaultLevel":"members"},
        "outsideParticipation":"hearing","source":{"document":"要領","section":"1"}}
        """#

    static func member(_ council: String = "gunma") -> String {
        #"""
        {"councilId":"\#(council)","name":"前橋市","aliases":["前橋"],"sector":"municipality","order":12,
        "units":[{"name":"産業政策課"}],"localGovernmentCode":"102016","corporateNumber":"7000012050002",
        "from":"2025-07-10","until":"2027-03-31","source":{"document":"別表","section":"1"}}
        """#
    }

    static func role(_ council: String = "gunma", body: String = "前橋商業高校") -> String {
        #"""
        {"councilId":"\#(council)","bodyName":"\#(body)","unit":"進路課","role":"publicity","rank":"deputy","note":"補助",
        "from":"2025-07-10","until":"2026-03-31","source":{"document":"要領","section":"3"}}
        """#
    }

    static func meeting(_ more: String = "", council: String = "gunma", number: Int = 1) -> String {
        #"{"councilId":"\#(council)","number":\#(number),"title":"第\#(number)回協議会","kind":"regular","mode":"hybrid","#
            + #""startsAt":"2025-10-01T13:30:00+09:00"\#(more)}"#
    }

    static func written(_ more: String = "", number: Int = 2, due: String = "2025-11-01") -> String {
        #"{"councilId":"gunma","number":\#(number),"title":"書面協議","kind":"extraordinary","mode":"written","#
            + #""replyDueOn":"\#(due)"\#(more)}"#
    }

    static func minutes(of meeting: String, _ more: String = "") -> String {
        #"""
        {"meetingId":"\#(meeting)","kind":"record","sections":[
        {"number":1,"heading":"開会","body":"開会した。","level":"public"},
        {"number":2,"heading":"議題","body":"審議した。","level":"members","reason":"個人に関する発言","speaker":"委員"},
        {"number":3,"heading":"人事","body":"検討した。","level":"secretariat","reason":"検討中"}]\#(more)}
        """#
    }
}

extension TestOffice {
    /// Made by its secretariat, and led through its steps: `notice`, `holding`, `closing`, `cancellation`.
    func meeting(_ body: String = Example.meeting(), steps: [String] = []) async throws -> String {
        try await made("/v1/meetings", body, steps)
    }

    /// Of a meeting that was held. Steps: `confirmation`, `publication`, `withdrawal`.
    func minutes(of meeting: String? = nil, _ body: String? = nil, steps: [String] = []) async throws -> String {
        var held = meeting ?? ""
        if meeting == nil { held = try await self.meeting(steps: ["notice", "holding"]) }
        return try await made("/v1/minutes", body ?? Example.minutes(of: held), steps)
    }

    private func made(_ path: String, _ body: String, _ steps: [String]) async throws -> String {
        let made = try await post(path, body, as: .administrator)
        guard made.status == 201 else { throw Unexpected(made.whole) }
        for step in steps {
            let after = try await post("\(path)/\(made.id)/\(step)", as: .administrator)
            guard after.status == 200 else { throw Unexpected(after.whole) }
        }
        return made.id
    }
}
