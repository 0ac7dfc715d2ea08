import HTTPTypes
import Synchronization
import Web

@testable import Offices

// The annex of plans and what municipal platforms ask for: what both worlds have, and what each has of its own.
extension TwinWorld {
    /// Of both worlds, for each council; the ids differ in their last place.
    static func grantIDs(_ place: Int) -> [String: String] {
        let names = ["plan", "measure", "project", "platform", "practice"]
        return Dictionary(
            uniqueKeysWithValues: names.enumerated().map { ($1, Example.id(0x6_0000 + place * 0x100 + $0)) }
        )
    }

    /// An adopted plan with a measure and a row in its annex, a platform and a shared practice.
    func liveGrants() async throws {
        for (place, council) in Plan.councils.enumerated() {
            let ids = Self.grantIDs(place)
            let plan = ids["plan"] ?? ""
            try await put("/v1/plans/\(plan)", Example.yearPlan(council), creates: true)
            try await put("/v1/measures/\(ids["measure"] ?? "")", Example.measure(plan), creates: true)
            try await put("/v1/grant-projects/\(ids["project"] ?? "")", Example.grantProject(plan), creates: true)
            try await post("/v1/plans/\(plan)/adoption", #"{"on":"2025-07-30"}"#)
            try await put("/v1/local-platforms/\(ids["platform"] ?? "")", Example.platform(council), creates: true)
            let practice = "/v1/good-practices/\(ids["practice"] ?? "")"
            let body = Example.practice(council, platform: ids["platform"])
            try await put(practice, body, creates: true)
            try await post(practice + "/consent", #"{"by":"市"}"#)
            try await post(practice + "/sharing")
        }
    }

    /// Something that the reader never knows of: made, edited, led a step further or deleted.
    ///
    /// - Parameter number: of the edit; what it makes has an id of its own.
    func hideGrant(_ number: Int) async throws {
        let councils = Plan.councils.enumerated().filter { isHidden(in: $1) }
        guard let (place, council) = chance.withLock({ councils.randomElement(using: &$0) }) else { return }
        let ids = Self.grantIDs(place)
        let text = chance.withLock { hidden.line(&$0) }
        let id = Example.id(0x4_0000 + number)
        let isMembers = plan.knowledge.knows(.members, of: council)
        switch isMembers ? 3 : chance.withLock({ $0.upTo(3) }) {
        case 0:
            let draft = Example.id(0x5_0000 + number)
            try await put("/v1/plans/\(draft)", Example.yearPlan(council), creates: true)
            let measure = Example.measure(draft).replacing("窓口での支援", with: text)
            try await put("/v1/measures/\(id)", measure, creates: true)
            try await put("/v1/grant-projects/\(id)", Example.grantProject(draft, title: text), creates: true)
            if number.isMultiple(of: 2) { try await remove("/v1/measures/\(id)") }
        case 1:
            let change = Example.grantChange(ids["plan"] ?? "", Example.addition(number: 9, title: text))
            try await put("/v1/grant-changes/\(id)", change, creates: true)
            if number.isMultiple(of: 2) { try await post("/v1/grant-changes/\(id)/submission") }
            if number.isMultiple(of: 3) { try await remove("/v1/grant-changes/\(id)") }
        case 2:
            let request = Example.supportRequest(ids["platform"] ?? "", summary: text)
            try await put("/v1/support-requests/\(id)", request, creates: true)
            if number.isMultiple(of: 2) { try await remove("/v1/support-requests/\(id)") }
        default:
            let practice = "/v1/good-practices/\(id)"
            try await put(practice, Example.practice(council, title: text), creates: true)
            if number.isMultiple(of: 2) { try await post(practice + "/consent", #"{"by":"\#(text)"}"#) }
            if number.isMultiple(of: 3) { try await remove(practice) }
        }
    }

    private func remove(_ path: String) async throws {
        let gone = try await office.delete(path, as: .administrator, [.requestID: "making"])
        guard gone.status == 204 else { throw Unexpected(gone.whole) }
    }
}
