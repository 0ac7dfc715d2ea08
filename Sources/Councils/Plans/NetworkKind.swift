/// The kinds of body that a municipal platform links (M, 実施要件(1)).
public enum NetworkKind: String, Hashable, Sendable, CaseIterable {
    case selfRelianceSupport, youthSupportStation, publicEmploymentOffice, disabilityEmploymentCentre, business
    case withdrawalSupportCentre, familiesAndPeers, socialWelfareCouncil, welfareCommissioners, publicHealthCentre
    case localMedia

    public var label: String {
        switch self {
        case .selfRelianceSupport: "自立相談支援機関、就労準備支援機関"
        case .youthSupportStation: "地域若者サポートステーション"
        case .publicEmploymentOffice: "ハローワーク"
        case .disabilityEmploymentCentre: "障害者就業・生活支援センター"
        case .business: "経済団体、地元の中小企業"
        case .withdrawalSupportCentre: "ひきこもり地域支援センター"
        case .familiesAndPeers: "ひきこもり家族会、当事者会"
        case .socialWelfareCouncil: "社会福祉協議会"
        case .welfareCommissioners: "民生委員"
        case .publicHealthCentre: "保健所・保健センター"
        case .localMedia: "地域の広報媒体"
        }
    }
}
