import Councils
import Testing

@testable import Store

/// The newest measurement of a KPI, found without a walk through the others.
@Suite struct LatestMeasurements {
    private func state(_ days: [String: [Day]], in place: PlanPlace = .example) -> StoreState {
        var state = StoreState()
        for (kpi, days) in days {
            put(KPI.counting(in: place), ID(trusted: kpi), into: &state)
            for (number, day) in days.enumerated() {
                put(Measurement.of(ID(trusted: kpi), on: day, in: place), "\(kpi)-\(number)", into: &state)
            }
        }
        return state
    }

    private func put<Value: Stored>(_ value: Value, _ id: ID<Value>, into state: inout StoreState) {
        let stamps = Stamps().after(nil, became: value, at: .at(1))
        state.put(Record(id: id, value: value, stamps: stamps, seq: 1))
    }

    @Test func itIsTheOneOfTheLastDayOfItsOwnKPI() {
        let state = state([
            "a": ["2025-04-01", "2025-09-30", "2025-06-30"], "b": ["2025-10-01"], "c": [], "ab": ["2025-12-31"],
        ])
        #expect(state.latestMeasurement(of: "a", at: .public)?.value.asOf == "2025-09-30")
        #expect(state.latestMeasurement(of: "a", until: "2025-09-29", at: .public)?.value.asOf == "2025-06-30")
        #expect(state.latestMeasurement(of: "a", until: "2025-03-31", at: .public) == nil)
        #expect(state.latestMeasurement(of: "b", at: .public)?.value.asOf == "2025-10-01")
        #expect(state.latestMeasurement(of: "c", at: .public) == nil)
        #expect(state.latestMeasurement(of: "d", at: .public) == nil)
        #expect(state.firstMeasurement(of: "a")?.value.asOf == "2025-04-01")
        #expect(state.measurement(of: "a", on: "2025-06-30")?.id == "a-2")
        #expect(state.measurement(of: "a", on: "2025-07-01") == nil)
    }

    @Test func ofADraftItIsTheMembers() {
        let draft = PlanPlace(councilID: "gunma", planID: "plan-1", planState: .draft)
        let state = state(["a": ["2025-04-01"]], in: draft)
        #expect(state.latestMeasurement(of: "a", at: .public) == nil)
        #expect(state.latestMeasurement(of: "a", at: .members)?.value.asOf == "2025-04-01")
    }

    /// As many are looked at among ten as among ten thousand.
    @Test func theWorkDoesNotGrow() {
        func visited(_ count: Int) -> Int {
            let days = (0..<count).map { Day(number: 20_000 + $0) }
            let state = state(["a": days, "b": days])
            var visited = 0
            for kpi in ["a", "b"] as [ID<KPI>] {
                let latest = state.latestMeasurement(of: kpi, at: .secretariat, visited: &visited)
                #expect(latest?.value.asOf == days.last)
            }
            return visited
        }
        #expect(visited(10) == 2)
        #expect(visited(10_000) == 2)
    }
}
