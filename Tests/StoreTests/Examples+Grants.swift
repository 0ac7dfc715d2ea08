import Councils

@testable import Store

// Each with every field that there is, as far as fields do not exclude each other.

extension PlanPlace {
    static let adopted = PlanPlace(councilID: "gunma", planID: "plan-1", planState: .adopted)
}

extension GrantProject.Entry {
    static let full = GrantProject.Entry(
        number: 1,
        position: 2,
        body: "県",
        title: "相談支援事業",
        from: "2025-04-01",
        until: "2026-03-31"
    )
}

extension Measure {
    static let full = Measure(
        place: .adopted,
        code: "1-(2)-ア",
        group: .unstableEmployment,
        heading: "相談・セミナー",
        title: "窓口での支援",
        bodies: ["労働局", "県"],
        repeats: "measure-2",
        kpiIDs: ["kpi-1"],
        grantProjectID: "project-1",
        from: "2025-08-01",
        until: "2026-03-31",
        progress: [Progress(on: "2025-10-01", status: .underWay, note: "開始した")],
        source: Source(document: "計画", section: "第4")
    )
}

extension GrantProject {
    static let full = GrantProject(
        place: .adopted,
        entry: .full,
        inForceFrom: "2025-07-30",
        inForceUntil: "2025-12-31",
        formerEntries: [FormerEntry(entry: .full, inForceUntil: "2025-09-30", grantChangeID: "change-1")],
        source: Source(document: "計画", section: "別紙")
    )
}

extension GrantChange {
    static let full = GrantChange(
        place: .adopted,
        requestedBy: "県",
        approvalKind: .individual,
        proposal: .alteration("project-1", .full),
        reason: "見込みの増加",
        state: .notified,
        submittedOn: "2025-10-01",
        approval: .meeting("meeting-1", on: "2025-10-02"),
        rejection: Rejection(on: "2025-10-03", reason: "不備"),
        appliedOn: "2025-10-04",
        notices: [Notice(memberID: "member-1", on: "2025-10-05", way: .email)],
        notifiedOn: "2025-10-06",
        source: Source(document: "計画", section: "第5")
    )

    static func draft(_ proposal: Proposal) -> GrantChange {
        GrantChange(place: .adopted, requestedBy: "県", approvalKind: .comprehensive, proposal: proposal)
    }
}

extension LocalPlatform {
    static let full = LocalPlatform(
        councilID: "gunma",
        municipalityCode: try! LocalGovernmentCode("102016"),
        name: "前橋市プラットフォーム",
        secretariatDepartment: "福祉部",
        networkKinds: [.business, .localMedia],
        usesExistingBody: "自立支援協議会",
        period: .from("2025-04-01", until: "2027-03-31"),
        source: Source(document: "要件", section: "(1)")
    )
}

extension SupportRequest {
    static let full = SupportRequest(
        councilID: "gunma",
        localPlatformID: "platform-1",
        kind: .wideArea,
        summary: "隣の県の窓口\nについて",
        receivedOn: "2025-10-01",
        assigneeID: "member-1",
        state: .closed,
        answers: [Answer(on: "2025-10-02", body: "お知らせします", memberID: "member-2")],
        closedOn: "2025-10-03",
        source: Source(document: "計画", section: "第6")
    )
}

extension GoodPractice {
    static let full = GoodPractice(
        councilID: "gunma",
        localPlatformID: "platform-1",
        title: "訪問",
        summary: "二人で訪ねる\n毎週",
        state: .returned,
        collectedOn: "2025-10-01",
        consent: Consent(by: "協議会", on: "2025-10-02"),
        sharedOn: "2025-10-03",
        returnedOn: "2025-10-04",
        source: Source(document: "計画", section: "第6")
    )
}
