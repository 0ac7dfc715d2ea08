import Councils
import Testing

/// The names that the documents fix: one that is renamed breaks every client and every file.
@Suite struct Words {
    @Test func eachRoleHasItsCodeAndItsLabel() {
        #expect(
            Role.allCases.map { "\($0.rawValue) \($0.label)" } == [
                "secretariat とりまとめ事務局", "planDrafting 事業計画の策定", "progressManagement 進捗管理", "publicity 周知広報",
                "localPlatformLiaison 市町村PFとの連絡調整", "needsSurvey 実態・ニーズの把握", "goodPractice 好事例の把握と展開",
                "isolationPlatformLiaison 孤独・孤立対策PF", "isolationSurvey 孤独・孤立の実態把握", "policyProposal 政策提案",
                "employmentSupport 専門窓口・チーム支援", "jobFair 説明会・面接会", "employerOutreach 企業への働きかけ",
                "vocationalTraining 職業訓練", "regularConversion 正社員転換の促進", "industryCooperation 業界・企業への協力要請",
                "activeHiring 積極採用の促進",
            ]
        )
    }

    @Test func theOtherEnumsAreTheDocuments() {
        #expect(Rank.allCases.map(\.rawValue) == ["lead", "deputy", "joint"])
        #expect(Rank.allCases.map(\.label) == ["主担当", "副担当", "共同"])
        #expect(
            Sector.allCases.map(\.rawValue) == [
                "nationalGovernment", "prefecture", "municipality", "labour", "business", "support", "media",
            ]
        )
        #expect(OutsideParticipation.allCases.map(\.rawValue) == ["invitation", "hearing", "none"])
        #expect(Meeting.Kind.allCases.map(\.rawValue) == ["regular", "extraordinary"])
        #expect(Meeting.Mode.allCases.map(\.rawValue) == ["inPerson", "online", "hybrid", "written"])
        #expect(Meeting.State.allCases.map(\.rawValue) == ["planned", "noticed", "held", "closed", "cancelled"])
        #expect(Minutes.Kind.allCases.map(\.rawValue) == ["record", "summary"])
        #expect(Minutes.State.allCases.map(\.rawValue) == ["draft", "confirmed", "published", "withdrawn"])
        #expect(Level.allCases.map(\.rawValue) == ["public", "members", "secretariat"])
        #expect(Cadence.Status.allCases.map(\.rawValue) == ["met", "onTrack", "short"])
        #expect(AccessToken.Role.allCases.map(\.rawValue) == ["member", "secretariat", "administrator"])
    }
}
