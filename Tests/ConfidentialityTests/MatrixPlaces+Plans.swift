@testable import Offices

extension MatrixPlaces {
    static let planPaths = ["plans", "estimates", "goals", "kpis", "measurements"]

    /// One of each kind, of a draft and of an adopted plan.
    static func plans(in office: TestOffice) async throws -> [String: String] {
        var ids: [String: String] = [:]
        for (name, year) in [("draft", 2024), ("", 2025)] {
            let plan = try await office.plan(Example.plan(year: year))
            let kpi = try await office.kpi(of: plan)
            ids[name + "plan"] = plan
            ids[name + "kpi"] = kpi
            ids[name + "goal"] = try await office.added("/v1/goals", Example.goal(of: plan))
            ids[name + "measurement"] = try await office.measurement(of: kpi, asOf: "\(year)-09-30")
            guard name.isEmpty else { continue }
            let adopted = try await office.post("/v1/plans/\(plan)/adoption", "{}", as: .administrator)
            guard adopted.status == 200 else { throw Unexpected(adopted.whole) }
        }
        ids["emptyplan"] = try await office.plan(Example.plan(year: 2023))
        ids["estimate"] = try await office.added("/v1/estimates", Example.estimate())
        ids["national"] = try await office.added("/v1/estimates", Example.estimate(""))
        return ids
    }

    /// What is sent to a step; nil where nothing is.
    static func stepBody(_ path: String) -> String? {
        if path.hasSuffix("/adoption") { return "{}" }
        if path.hasSuffix("/revision") { return #"{"cause":"progress"}"# }
        return nil
    }

    /// A new one; nil for what is not of plans.
    static func freshPlan(_ path: String, _ ids: [String: String]) -> String? {
        let (plan, kpi) = (ids["plan"] ?? "", ids["kpi"] ?? "")
        if path.hasPrefix("/v1/plans") { return Example.plan() }
        if path.hasPrefix("/v1/estimates") { return Example.estimate() }
        if path.hasPrefix("/v1/goals") { return Example.goal(of: plan) }
        if path.hasPrefix("/v1/kpis") { return Example.kpi(of: plan) }
        if path.hasPrefix("/v1/measurements") { return Example.measurement(of: kpi, asOf: "2025-10-31") }
        return nil
    }
}
