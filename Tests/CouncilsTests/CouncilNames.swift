import Councils
import Testing

@Suite struct CouncilNames {
    private func name(of council: Council, on day: Day) -> String? { council.asOf(day)?.name.text }

    private func council(_ formerNames: [FormerName], inForceFrom: Day?) -> Council {
        Council.gunma.with {
            $0.name = "今の名"
            $0.shortName = "今"
            $0.formerNames = formerNames
            $0.inForceFrom = inForceFrom
        }
    }

    @Test(arguments: [
        ("2025-07-09", "ぐんま就職氷河期世代活躍支援プラットフォーム"), ("2025-07-10", "ぐんま中高年世代活躍応援プロジェクト協議会"),
        ("2030-01-01", "ぐんま中高年世代活躍応援プロジェクト協議会"),
    ])
    func aFormerNameCountsUpToTheDayBeforeTheCharter(_ day: Day, _ name: String) {
        #expect(self.name(of: .gunma, on: day) == name)
    }

    @Test func theShortNameThenIsTheFormerNameAndAllElseStays() throws {
        let then = try #require(Council.gunma.asOf("2025-07-09"))
        #expect(
            then
                == Council.gunma.with {
                    $0.name = "ぐんま就職氷河期世代活躍支援プラットフォーム"
                    $0.shortName = "ぐんま就職氷河期世代活躍支援プラットフォーム"
                }
        )
        #expect(Council.gunma.asOf("2025-07-10") == Council.gunma)
    }

    @Test(
        arguments: [
            ("2019-12-31", nil), ("2020-04-01", "一"), ("2023-03-31", "一"), ("2023-04-01", "二"), ("2025-03-31", "二"),
            ("2025-04-01", "今の名"),
        ] as [(Day, String?)]
    )
    func severalFormerNamesFollowEachOther(_ day: Day, _ name: String?) throws {
        let council = council(
            [
                try FormerName(name: "一", from: "2020-04-01", until: "2023-03-31"),
                try FormerName(name: "二", from: "2023-04-01", until: nil),
            ],
            inForceFrom: "2025-04-01"
        )
        #expect(self.name(of: council, on: day) == name)
    }

    @Test func aCouncilIsNotThereBeforeItsCharter() {
        #expect(Council.tokyo.asOf("2025-03-31") == nil)
        #expect(Council.tokyo.asOf("2025-04-01") == .tokyo)
    }

    @Test func aCouncilWhoseCharterHasNoDayIsAlwaysThere() {
        #expect(name(of: council([], inForceFrom: nil), on: "1990-01-01") == "今の名")
    }

    @Test func aFormerNameWhoseEndNobodyKnowsIsNotAnswered() throws {
        let council = council([try FormerName(name: "旧", from: "2020-04-01", until: nil)], inForceFrom: nil)
        #expect(name(of: council, on: "2021-01-01") == "今の名")
        #expect(name(of: council, on: "2020-03-31") == nil)
    }

    @Test func aFormerNameEndsNoEarlierThanItBegins() {
        #expect(throws: Invalid.endsBeforeItBegins) {
            try FormerName(name: "旧", from: "2020-04-01", until: "2020-03-31")
        }
        #expect(throws: Never.self) { try FormerName(name: "旧", from: "2020-04-01", until: "2020-04-01") }
    }

    @Test func theOrderOfTheFormerNamesDoesNotMatter() throws {
        let newestFirst = council(
            [
                try FormerName(name: "二", from: nil, until: nil),
                try FormerName(name: "一", from: "2020-04-01", until: "2023-03-31"),
            ],
            inForceFrom: "2025-04-01"
        )
        #expect(name(of: newestFirst, on: "2024-01-01") == "二")
        #expect(name(of: newestFirst, on: "2021-01-01") == "一")
    }

    @Test func aCouncilThatHadANameBeforeWasThereInAGapOfItsNames() throws {
        let council = council(
            [try FormerName(name: "旧", from: "2020-04-01", until: "2025-03-31")],
            inForceFrom: "2025-07-10"
        )
        #expect(name(of: council, on: "2025-03-31") == "旧")
        #expect(council.asOf("2025-05-01") != nil)
    }

    @Test func whatIsGivenNoLevelIsTheMembers() {
        #expect(Council.tokyo.defaultLevel == .members)
        let own = Council.gunma.with { $0.confidentiality?.defaultLevel = .secretariat }
        #expect(own.defaultLevel == .secretariat)
    }
}
