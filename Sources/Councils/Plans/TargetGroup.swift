/// 支援対象３類型 (G§4(2), T§4(2), S第3, N II-5). What belongs to all of them has none (S第4-4, N III-1).
public enum TargetGroup: String, Hashable, Sendable, CaseIterable {
    case unstableEmployment, longTermUnemployment, socialParticipation

    public var label: String {
        switch self {
        case .unstableEmployment: "不安定な就労状態にある方"
        case .longTermUnemployment: "長期にわたり無業の状態にある方"
        case .socialParticipation: "社会参加に向けた支援を必要とする方"
        }
    }
}
