import Foundation

/// Bodies of plans and of what hangs on them, good as they stand.
extension Example {
    static func plan(_ council: String = "gunma", year: Int = 2025, _ more: String = "") -> String {
        #"""
        {"councilId":"\#(council)","fiscalYear":\#(year),"title":"事業実施計画","from":"\#(year)-04-01",
        "until":"\#(year + 1)-03-31","source":{"document":"計画","section":"第2"}\#(more)}
        """#
    }

    static func estimate(_ more: String = #","councilId":"gunma""#) -> String {
        #"""
        {"group":"longTermUnemployment","value":31658,"unit":"人","sharePercent":1.2,"nationalSharePercent":1.4,
        "ageFrom":35,"ageTo":49,"approximate":true,"method":"按分","sourceYear":2022,
        "source":{"document":"計画","section":"第3"}\#(more)}
        """#
    }

    static func goal(of plan: String, _ more: String = "") -> String {
        #"""
        {"planId":"\#(plan)","group":"unstableEmployment","statement":"正規雇用を増やす",
        "target":{"value":5448,"unit":"人"},"source":{"document":"計画","section":"第4"}\#(more)}
        """#
    }

    static func kpi(of plan: String, kind: String = "count", _ more: String = #","target":{"value":4371,"unit":"件"}"#)
        -> String
    {
        #"""
        {"planId":"\#(plan)","group":"unstableEmployment","name":"正社員就職件数","kind":"\#(kind)",
        "indicator":"regularHires","bodies":["群馬労働局","群馬県"],"source":{"document":"計画","section":"第4"}\#(more)}
        """#
    }

    static func measurement(
        of kpi: String,
        asOf: String = "2025-09-30",
        _ more: String = #","value":2104"#
    ) -> String {
        #"""
        {"kpiId":"\#(kpi)","asOf":"\#(asOf)","reportedBy":"群馬労働局",
        "source":{"document":"報告","section":"1"}\#(more)}
        """#
    }
}

extension TestOffice {
    /// A plan of Gunma's for fiscal 2025, unless another body is given.
    func plan(_ body: String = Example.plan(), adopted: Bool = false) async throws -> String {
        let id = try await added("/v1/plans", body)
        guard adopted else { return id }
        let answer = try await post("/v1/plans/\(id)/adoption", #"{"on":"2025-05-01"}"#, as: .administrator)
        guard answer.status == 200 else { throw Unexpected(answer.whole) }
        return id
    }

    func kpi(of plan: String, _ body: String? = nil) async throws -> String {
        try await added("/v1/kpis", body ?? Example.kpi(of: plan))
    }

    func measurement(of kpi: String, asOf: String = "2025-09-30", _ more: String = #","value":2104"#) async throws
        -> String
    {
        try await added("/v1/measurements", Example.measurement(of: kpi, asOf: asOf, more))
    }

    /// Made by the administrator.
    func added(_ path: String, _ body: String) async throws -> String {
        let made = try await post(path, body, as: .administrator)
        guard made.status == 201 else { throw Unexpected(made.whole) }
        return made.id
    }
}
