// The annex of a plan and its changes, and what municipal platforms ask for.
extension Example {
    /// Of fiscal 2025, a draft.
    static func yearPlan(_ council: String = "gunma") -> String {
        #"""
        {"councilId":"\#(council)","fiscalYear":2025,"title":"令和7年度事業実施計画","from":"2025-07-30",
        "until":"2026-03-31"}
        """#
    }

    static func measure(_ plan: String, code: String = "1-(2)-ア", _ more: String = "") -> String {
        #"""
        {"planId":"\#(plan)","code":"\#(code)","group":"unstableEmployment","heading":"相談","title":"窓口での支援",
        "bodies":["労働局","県"]\#(more)}
        """#
    }

    static func grantProject(_ plan: String, number: Int = 1, position: Int = 1, title: String = "相談支援事業") -> String {
        #"""
        {"planId":"\#(plan)","number":\#(number),"position":\#(position),"body":"県","title":"\#(title)",
        "from":"2025-04-01","until":"2026-03-31","source":{"document":"計画","section":"別紙"}}
        """#
    }

    static func grantChange(_ plan: String, _ proposal: String, kind: String = "comprehensive") -> String {
        #"{"planId":"\#(plan)","requestedBy":"県","approvalKind":"\#(kind)","proposal":\#(proposal),"reason":"見込みの増加"}"#
    }

    static func addition(number: Int = 2, title: String = "居場所づくり事業") -> String {
        #"{"kind":"addition","number":\#(number),"position":1,"body":"前橋市","title":"\#(title)"}"#
    }

    static func alteration(of project: String, title: String = "相談・訪問支援事業") -> String {
        #"{"kind":"alteration","grantProjectId":"\#(project)","number":1,"position":1,"body":"県","title":"\#(title)"}"#
    }

    static func removal(of project: String) -> String {
        #"{"kind":"removal","grantProjectId":"\#(project)"}"#
    }

    static func platform(_ council: String = "gunma", name: String = "前橋市プラットフォーム") -> String {
        #"""
        {"councilId":"\#(council)","municipalityCode":"102016","name":"\#(name)","secretariatDepartment":"福祉部",
        "networkKinds":["selfRelianceSupport","localMedia"],"usesExistingBody":"自立支援協議会","from":"2025-07-10",
        "until":"2027-03-31","source":{"document":"要件","section":"(1)"}}
        """#
    }

    static func supportRequest(_ platform: String, summary: String = "窓口を知りたい") -> String {
        #"{"localPlatformId":"\#(platform)","kind":"contacts","summary":"\#(summary)","receivedOn":"2025-11-04"}"#
    }

    static func practice(_ council: String = "gunma", platform: String? = nil, title: String = "二人での訪問") -> String {
        let place = platform.map { #","localPlatformId":"\#($0)""# } ?? ""
        return #"""
            {"councilId":"\#(council)","title":"\#(title)","summary":"家族会と訪ねている。","collectedOn":"2025-11-04"\#(place)}
            """#
    }
}

extension TestOffice {
    /// Made by its secretariat, and adopted if asked for.
    func yearPlan(_ council: String = "gunma", adoptedOn day: String? = nil) async throws -> String {
        let id = try await added("/v1/plans", Example.yearPlan(council))
        if let day { try await stepped("/v1/plans/\(id)/adoption", #"{"on":"\#(day)"}"#) }
        return id
    }

    /// A plan of Gunma's with one row in its annex, adopted on 2025-07-30.
    func annex() async throws -> (plan: String, project: String) {
        let plan = try await yearPlan()
        let project = try await added("/v1/grant-projects", Example.grantProject(plan))
        try await stepped("/v1/plans/\(plan)/adoption", #"{"on":"2025-07-30"}"#)
        return (plan, project)
    }

    /// A change with a comprehensive approval. Steps: `submission`, `approval`, `application`, `rejection`.
    func grantChange(_ plan: String, _ proposal: String, steps: [String] = []) async throws -> String {
        let id = try await added("/v1/grant-changes", Example.grantChange(plan, proposal))
        let bodies = [
            "approval": #"{"decision":"第１回での包括的承認","on":"2025-10-01"}"#, "rejection": #"{"reason":"不備"}"#,
            "application": #"{"on":"2025-11-01"}"#,
        ]
        for step in steps { try await stepped("/v1/grant-changes/\(id)/\(step)", bodies[step]) }
        return id
    }

    /// Steps: `assignment`, `answer`, `closing`.
    func supportRequest(_ platform: String, steps: [String] = []) async throws -> String {
        let member = try await memberID(of: "gunma", order: 1)
        let id = try await added("/v1/support-requests", Example.supportRequest(platform))
        let bodies = ["assignment": #"{"memberId":"\#(member)"}"#, "answer": #"{"body":"お知らせします。"}"#]
        for step in steps { try await stepped("/v1/support-requests/\(id)/\(step)", bodies[step]) }
        return id
    }

    /// Steps: `consent`, `sharing`, `return`.
    func practice(_ body: String = Example.practice(), steps: [String] = []) async throws -> String {
        let id = try await added("/v1/good-practices", body)
        for step in steps {
            try await stepped("/v1/good-practices/\(id)/\(step)", step == "consent" ? #"{"by":"前橋市"}"# : nil)
        }
        return id
    }

    func stepped(_ path: String, _ body: String? = nil) async throws {
        let after = try await post(path, body, as: .administrator)
        guard after.status == 200 else { throw Unexpected(path + "\n" + after.whole) }
    }
}
