public import Councils

// Literals stand for values in these tests; one that is not valid stops the test run at its line. What a raw text is
// refused for is tested with variables, which always go through the throwing initializers.

extension Line: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) { self = try! Line(text) }
}

extension Prose: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) { self = try! Prose(text) }
}

extension Day: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) { self = try! Day(text) }
}

extension Instant: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) { self = try! Instant(text) }
}

extension WebAddress: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) { self = try! WebAddress(text) }
}

extension ID: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) { self.init(trusted: text) }
}

extension Period {
    static func from(_ from: Day, until: Day? = nil) -> Period { try! Period(from: from, until: until) }
}

extension Council {
    /// As G states it.
    static let gunma = Council(
        name: "ぐんま中高年世代活躍応援プロジェクト協議会",
        shortName: "ぐんま協議会",
        prefectureCode: try! PrefectureCode("10"),
        formerNames: [try! FormerName(name: "ぐんま就職氷河期世代活躍支援プラットフォーム", from: nil, until: nil)],
        inForceFrom: "2025-07-10",
        chairPost: Post(organization: "群馬労働局", title: "職業安定部長"),
        meetingPolicy: MeetingPolicy(
            minimumPerFiscalYear: nil,
            suggestedPerFiscalYear: 2,
            wording: "年２回を目安",
            extraordinary: true,
            modes: [.written, .online]
        ),
        confidentiality: Confidentiality(bindsMembers: true, bindsParticipants: true, defaultLevel: .members),
        outsideParticipation: .invitation,
        categories: ["労働団体", "経済団体", "報道機関", "支援団体", "行政機関"],
        source: Source(document: "設置要領", section: "5")
    )

    /// As T states it.
    static let tokyo = Council(
        name: "東京中高年世代活躍応援プロジェクト協議会",
        shortName: "東京協議会",
        prefectureCode: try! PrefectureCode("13"),
        inForceFrom: "2025-04-01",
        chairPost: Post(organization: "東京労働局", title: "職業安定部職業安定課長"),
        meetingPolicy: MeetingPolicy(
            minimumPerFiscalYear: 1,
            suggestedPerFiscalYear: nil,
            wording: "原則年１回以上を目安",
            extraordinary: true,
            modes: []
        ),
        outsideParticipation: .hearing,
        categories: ["行政側", "労働・経済団体"]
    )

    func with(_ change: (inout Council) -> Void) -> Council {
        var council = self
        change(&council)
        return council
    }
}

extension Member {
    static let bureau = Member(
        councilID: "gunma",
        name: "群馬労働局",
        aliases: ["労働局"],
        category: "行政機関",
        sector: .nationalGovernment,
        order: 11,
        units: ["職業安定部", "雇用環境・均等室"],
        period: .from("2025-07-10")
    )

    func with(_ change: (inout Member) -> Void) -> Member {
        var member = self
        change(&member)
        return member
    }
}

extension RoleAssignment {
    static let lead = RoleAssignment(
        councilID: "gunma",
        holder: .member("bureau"),
        role: .secretariat,
        rank: .lead,
        period: .from("2025-07-10")
    )

    func with(_ change: (inout RoleAssignment) -> Void) -> RoleAssignment {
        var assignment = self
        change(&assignment)
        return assignment
    }
}

extension Meeting {
    /// On 2025-10-01 at 13:30 in Tokyo.
    static func first(_ mode: Mode = .inPerson, _ state: State = .planned) -> Meeting {
        Meeting(
            councilID: "gunma",
            number: 1,
            title: "第１回協議会",
            kind: .regular,
            mode: mode,
            state: state,
            startsAt: mode == .written ? nil : "2025-10-01T13:30:00+09:00",
            replyDueOn: mode == .written ? "2025-10-01" : nil
        )
    }

    func with(_ change: (inout Meeting) throws -> Void) rethrows -> Meeting {
        var meeting = self
        try change(&meeting)
        return meeting
    }
}

extension Minutes {
    func with(_ change: (inout Minutes) -> Void) -> Minutes {
        var minutes = self
        change(&minutes)
        return minutes
    }
}
