import Testing

@testable import Offices

/// How plans and their parts are found.
@Suite struct PlanLists {
    @Test func plansByYearAndState() async throws {
        let office = try await TestOffice.gunma()
        let draft = try await office.plan(Example.plan(year: 2024))
        let adopted = try await office.plan(adopted: true)
        func ids(_ query: String) async throws -> [String] {
            try await office.get("/v1/plans?council=gunma&" + query, as: .secretariat).texts("/items/*/id")
        }
        #expect(try await ids("sort=-fiscalYear") == [adopted, draft])
        #expect(try await ids("fiscalYear=2024") == [draft])
        #expect(try await ids("state=adopted") == [adopted])
        #expect(try await ids("fiscalYear:gte=2025") == [adopted])
    }

    @Test func measurementsByPlanKPIAndDay() async throws {
        let office = try await TestOffice.gunma()
        let plan = try await office.plan(adopted: true)
        let (one, other) = (try await office.kpi(of: plan), try await office.kpi(of: plan))
        let first = try await office.measurement(of: one, asOf: "2025-06-30")
        let second = try await office.measurement(of: one)
        let third = try await office.measurement(of: other)
        func ids(_ query: String) async throws -> [String] {
            try await office.get("/v1/measurements?sort=asOf,id&" + query, as: .public).texts("/items/*/id")
        }
        #expect(try await ids("kpi=\(one)") == [first, second])
        #expect(try await ids("plan=\(plan)") == [first, second, third].sorted { $0 < $1 })
        #expect(try await ids("plan=\(plan)&kpi=\(other)") == [third])
        #expect(try await ids("kpi=\(one)&asOf:gte=2025-07-01") == [second])
        #expect(try await ids("council=tokyo&plan=\(plan)").isEmpty)
    }

    @Test func kpisByGroupKindAndIndicator() async throws {
        let office = try await TestOffice.gunma()
        let plan = try await office.plan(adopted: true)
        let kpi = try await office.kpi(of: plan)
        for query in [
            "group=unstableEmployment", "kind=count", "indicator=regularHires", "q=%E7%BE%A4%E9%A6%AC%E7%9C%8C",
        ] {
            let list = try await office.get("/v1/kpis?plan=\(plan)&" + query, as: .public)
            #expect(list.texts("/items/*/id") == [kpi], "\(query)")
            #expect(list.texts("/items/*/indicatorLabel") == ["正社員就職"])
        }
        let none = try await office.get("/v1/kpis?plan=\(plan)&kind=rate", as: .public)
        #expect(none.texts("/items/*/id").isEmpty)
    }
}
