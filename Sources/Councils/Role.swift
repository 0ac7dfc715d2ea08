/// What a body does in a council (役割): the roles of G§3 and T§3, one code each.
public enum Role: String, Hashable, Sendable, CaseIterable {
    case secretariat
    case planDrafting
    case progressManagement
    case publicity
    case localPlatformLiaison
    case needsSurvey
    case goodPractice
    case isolationPlatformLiaison
    case isolationSurvey
    case policyProposal
    case employmentSupport
    case jobFair
    case employerOutreach
    case vocationalTraining
    case regularConversion
    case industryCooperation
    case activeHiring

    /// The words that an office knows it by.
    public var label: String {
        switch self {
        case .secretariat: "とりまとめ事務局"
        case .planDrafting: "事業計画の策定"
        case .progressManagement: "進捗管理"
        case .publicity: "周知広報"
        case .localPlatformLiaison: "市町村PFとの連絡調整"
        case .needsSurvey: "実態・ニーズの把握"
        case .goodPractice: "好事例の把握と展開"
        case .isolationPlatformLiaison: "孤独・孤立対策PF"
        case .isolationSurvey: "孤独・孤立の実態把握"
        case .policyProposal: "政策提案"
        case .employmentSupport: "専門窓口・チーム支援"
        case .jobFair: "説明会・面接会"
        case .employerOutreach: "企業への働きかけ"
        case .vocationalTraining: "職業訓練"
        case .regularConversion: "正社員転換の促進"
        case .industryCooperation: "業界・企業への協力要請"
        case .activeHiring: "積極採用の促進"
        }
    }
}

/// The place of one body among several with the same role.
public enum Rank: String, Hashable, Sendable, CaseIterable {
    /// 主担当 (G§3(1)①)
    case lead
    /// 副担当 (G§3(1)②)
    case deputy
    /// Equal with the others (T§3(1)①②)
    case joint

    public var label: String {
        switch self {
        case .lead: "主担当"
        case .deputy: "副担当"
        case .joint: "共同"
        }
    }
}
