@testable import Offices

// What hangs on plans, and what municipal platforms ask for.
extension MatrixPlaces {
    static let grantPaths = [
        "measures", "grant-projects", "grant-changes", "local-platforms", "support-requests", "good-practices",
    ]

    static func addGrants(to ids: inout [String: String], in office: TestOffice) async throws {
        let draft = try await office.yearPlan()
        ids["draftyear"] = draft
        ids["draftmeasure"] = try await office.added("/v1/measures", Example.measure(draft))
        ids["draftproject"] = try await office.added("/v1/grant-projects", Example.grantProject(draft))
        let (plan, project) = try await office.annex()
        ids["year"] = plan
        ids["project"] = project
        ids["measure"] = try await office.added("/v1/measures", Example.measure(plan))
        for (name, steps) in [
            ("draftchange", []), ("submitted", ["submission"]), ("approved", ["submission", "approval"]),
        ] {
            ids[name] = try await office.grantChange(plan, Example.addition(), steps: steps)
        }
        ids["applied"] = try await office.grantChange(
            plan,
            Example.addition(number: 5),
            steps: ["submission", "approval", "application"]
        )
        let platform = try await office.added("/v1/local-platforms", Example.platform())
        ids["platform"] = platform
        ids["freeplatform"] = try await office.added("/v1/local-platforms", Example.platform())
        ids["received"] = try await office.supportRequest(platform)
        ids["answering"] = try await office.supportRequest(platform, steps: ["assignment"])
        ids["answered"] = try await office.supportRequest(platform, steps: ["assignment", "answer"])
        ids["assignee"] = try await office.memberID(of: "gunma", order: 1)
        ids["collected"] = try await office.practice()
        ids["consented"] = try await office.practice(steps: ["consent"])
        ids["shared"] = try await office.practice(steps: ["consent", "sharing"])
        ids["returned"] = try await office.practice(steps: ["consent", "sharing", "return"])
    }

    /// A body for a new one; of the annex only while its plan is a draft.
    func freshGrant(_ path: String) -> String? {
        if path.hasPrefix("/v1/measures") { return Example.measure(ids["year"] ?? "", code: "新") }
        if path.hasPrefix("/v1/grant-projects") { return Example.grantProject(ids["draftyear"] ?? "", number: 9) }
        if path.hasPrefix("/v1/grant-changes") { return Example.grantChange(ids["year"] ?? "", Example.addition()) }
        if path.hasPrefix("/v1/local-platforms") { return Example.platform() }
        if path.hasPrefix("/v1/support-requests") { return Example.supportRequest(ids["platform"] ?? "") }
        if path.hasPrefix("/v1/good-practices") { return Example.practice() }
        return nil
    }

    /// What a step has to be told; nil for most.
    func grantStepBody(_ path: String) -> String? {
        switch path.split(separator: "/").last {
        case "approval": #"{"decision":"包括的承認"}"#
        case "rejection": #"{"reason":"不備"}"#
        case "application", "notification": "{}"
        case "assignment": #"{"memberId":"\#(ids["assignee"] ?? "")"}"#
        case "answer": #"{"body":"回答"}"#
        case "consent": #"{"by":"前橋市"}"#
        default: nil
        }
    }
}
