public import Councils

@testable import Store

// Literals stand for values in these tests; one that is not valid stops the test run at its line.

extension Line: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) { self = try! Line(text) }
}

extension Prose: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) { self = try! Prose(text) }
}

extension Day: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) { self = try! Day(text) }
}

extension WebAddress: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) { self = try! WebAddress(text) }
}

extension ID: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
    public init(stringLiteral text: String) { self.init(trusted: text) }
}

extension Period {
    static func from(_ from: Day, until: Day? = nil) -> Period { try! Period(from: from, until: until) }
}

// Each with every field that there is.

extension Council {
    static let full = Council(
        name: "ぐんま協議会",
        shortName: "協議会",
        prefectureCode: try! PrefectureCode("10"),
        formerNames: [try! FormerName(name: "プラットフォーム", from: "2020-04-01", until: "2025-07-09")],
        inForceFrom: "2025-07-10",
        chairPost: Post(organization: "群馬労働局", title: "職業安定部長"),
        meetingPolicy: MeetingPolicy(
            minimumPerFiscalYear: 1,
            suggestedPerFiscalYear: 2,
            wording: "年２回を目安",
            extraordinary: true,
            modes: [.written, .online]
        ),
        confidentiality: Confidentiality(bindsMembers: true, bindsParticipants: false, defaultLevel: .members),
        outsideParticipation: .invitation,
        categories: ["労働団体", "行政機関"],
        source: Source(document: "設置要領", section: "5")
    )

    static func named(_ name: Line, prefecture: String = "10") -> Council {
        Council(name: name, shortName: name, prefectureCode: try! PrefectureCode(prefecture))
    }
}

extension Member {
    static let full = Member(
        councilID: "gunma",
        name: "群馬県",
        aliases: ["県"],
        category: "行政機関",
        sector: .prefecture,
        order: 3,
        units: ["労働政策課"],
        localGovernmentCode: try! LocalGovernmentCode("100005"),
        corporateNumber: try! CorporateNumber("7000020100005"),
        period: .from("2025-07-10", until: "2027-03-31"),
        source: Source(document: "設置要領", section: "別表")
    )

    static func named(_ name: Line, in council: ID<Council> = "gunma", order: Int = 1) -> Member {
        Member(councilID: council, name: name, sector: .support, order: order, period: .from("2025-07-10"))
    }
}

extension RoleAssignment {
    static let full = RoleAssignment(
        councilID: "gunma",
        holder: .member("member-1"),
        unit: "労働政策課",
        role: .planDrafting,
        rank: .lead,
        note: "毎年",
        period: .from("2025-07-10", until: "2027-03-31"),
        source: Source(document: "設置要領", section: "3(1)①")
    )
}

extension Meeting {
    static let full = Meeting(
        councilID: "gunma",
        number: 1,
        title: "第１回協議会",
        kind: .regular,
        mode: .written,
        state: .closed,
        startsAt: Instant(milliseconds: 1_759_293_000_000),
        endsAt: Instant(milliseconds: 1_759_300_200_000),
        replyDueOn: "2025-10-01",
        venue: "県庁",
        onlineURL: "https://example.jp/1",
        agenda: [AgendaItem(number: 1, title: "計画", level: .public)],
        attendance: [Attendance(memberID: "member-1", presence: .proxy, personName: "代理 太郎", position: "課長")],
        guests: [Guest(bodyName: "大学", personName: "客 花子", position: "教授")],
        replies: [Reply(memberID: "member-2", repliedOn: "2025-09-30", comment: "異議なし\n以上")],
        papers: [Paper(number: 1, title: "資料１", url: "https://example.jp/p", level: .members)],
        source: Source(document: "次第", section: "1")
    )

    static func number(_ number: Int, in council: ID<Council> = "gunma") -> Meeting {
        Meeting(councilID: council, number: number, title: "協議会", kind: .regular, mode: .inPerson)
    }
}

extension Minutes {
    static let full = Minutes(
        councilID: "gunma",
        meetingID: "meeting-1",
        kind: .summary,
        state: .withdrawn,
        confirmedOn: "2025-10-10",
        publishedOn: "2025-10-20",
        withdrawnOn: "2025-10-21",
        sections: [
            Section(number: 1, heading: "議題", body: "発言\n二行目", level: .secretariat, reason: "個人情報", speaker: "座長")
        ],
        source: Source(document: "議事録", section: "2")
    )

    static func draft(in council: ID<Council> = "gunma", of meeting: ID<Meeting> = "meeting-1") -> Minutes {
        Minutes(
            councilID: council,
            meetingID: meeting,
            kind: .record,
            sections: [
                Section(number: 1, heading: "議題", body: "開会", level: .public),
                Section(number: 2, heading: "個別", body: "秘密", level: .secretariat, reason: "個人情報"),
            ]
        )
    }

    func with(_ change: (inout Minutes) throws -> Void) rethrows -> Minutes {
        var minutes = self
        try change(&minutes)
        return minutes
    }
}

extension AccessToken {
    static let full = AccessToken(
        label: "窓口",
        role: .member,
        councilIDs: ["gunma"],
        memberID: "member-1",
        digest: String(repeating: "0a", count: 32),
        expiresOn: "2026-03-31",
        rotatedAt: Instant(milliseconds: 1_750_000_000_000),
        former: FormerSecret(
            digest: String(repeating: "0b", count: 32),
            until: Instant(milliseconds: 1_750_086_400_000)
        ),
        lastUsedOn: "2025-10-08",
        revokedAt: Instant(milliseconds: 1_760_000_000_000)
    )
}
