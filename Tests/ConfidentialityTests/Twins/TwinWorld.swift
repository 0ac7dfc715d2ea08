import Councils
import HTTPTypes
import Synchronization
import Web

@testable import Offices

/// One of two offices that differ only in what a reader may not see, and in how often that was edited.
final class TwinWorld: Sendable {
    let office: TestOffice
    let plan: Plan
    let hidden: Vocabulary
    let chance: Mutex<SeededRandom>
    /// What only this world has: minutes that the reader never knows of.
    private let secrets: Mutex<[PlannedMinutes]>
    private let edits = Mutex(0)
    var editCount: Int { edits.withLock { $0 } }

    /// - Parameter number: 1 or 2.
    init(_ plan: Plan, number: Int, office: TestOffice) {
        self.plan = plan
        self.office = office
        hidden = .hidden(in: number)
        var random = SeededRandom(seed: plan.seed &* 31 &+ UInt64(number))
        secrets = Mutex(plan.secrets(&random))
        chance = Mutex(random)
    }

    /// What both have in common, at the same moments; and between any two of these, hidden life.
    func live() async throws {
        try await at(1)
        try await liveGrants()
        for meeting in plan.meetings {
            try await put("/v1/meetings/\(meeting.id)", body(meeting), creates: true)
            for step in ["notice", "holding"] { try await post("/v1/meetings/\(meeting.id)/\(step)") }
        }
        for minutes in plan.known + secrets.withLock({ $0 }) {
            try await put("/v1/minutes/\(minutes.id)", body(minutes), creates: true)
        }
        for round in 0..<4 {
            try await at(2 + round * 2)
            for minutes in plan.known where round < minutes.fate.steps.count { try await step(minutes, round) }
            try await hide(atHour: 3 + round * 2)
        }
        for minutes in secrets.withLock({ $0 }) {
            for round in minutes.fate.steps.indices { try await step(minutes, round) }
        }
        // However chance has it, each world has a token of its own.
        try await makeToken(1)
        try await at(20)
    }

    /// Edits of what the reader does not see, as often as chance has it in this world.
    func hide(atHour hour: Int) async throws {
        let count = chance.withLock { $0.upTo(5) }
        for _ in 0..<count {
            try await at(hour, plus: chance.withLock { $0.upTo(3_500_000) })
            let kind = chance.withLock { $0.upTo(8) }
            let number = edits.withLock { count in
                count += 1
                return count
            }
            switch kind {
            case 0...1: try await editMeeting()
            case 2...3: try await editMinutes()
            case 4: try await makeToken(number)
            case 5: try await makeDraftPlan(number)
            case 6...7: try await hideGrant(number)
            default: try await makeAndDelete(number)
            }
        }
    }

    /// - Parameter hour: from the beginning of both worlds.
    func at(_ hour: Int, plus milliseconds: Int = 0) async throws {
        let begin = try Instant("2025-11-20T02:00:00Z").milliseconds
        let moment = Instant(milliseconds: begin + Int64(hour) * 3_600_000 + Int64(milliseconds))
        try office.move(to: moment.description)
    }

    // A council whose everything the reader knows has nothing to hide: another one's is edited.
    func isHidden(in council: String) -> Bool { !plan.knowledge.knows(.secretariat, of: council) }

    private func editMeeting() async throws {
        let meetings = plan.meetings.filter { isHidden(in: $0.council) }
        guard let meeting = chance.withLock({ meetings.randomElement(using: &$0) }) else { return }
        try await put("/v1/meetings/\(meeting.id)", body(meeting))
    }

    private func editMinutes() async throws {
        let minutes = (plan.known + secrets.withLock { $0 }).filter { isHidden(in: $0.meeting.council) }
        guard let one = chance.withLock({ minutes.randomElement(using: &$0) }) else { return }
        let answer = try await office.put("/v1/minutes/\(one.id)", body(one), as: .administrator, fields)
        guard [200, 410].contains(answer.status) else { throw Unexpected(answer.whole) }
    }

    /// A draft of a council whose drafts the reader does not know of, with what hangs on it.
    private func makeDraftPlan(_ number: Int) async throws {
        let councils = Plan.councils.filter { !plan.knowledge.knows(.members, of: $0) }
        guard let council = chance.withLock({ councils.randomElement(using: &$0) }) else { return }
        func word() -> String { chance.withLock { hidden.line(&$0) } }
        let (id, kpi) = (Example.id(0x3_0000 + number), Example.id(0x3_1000 + number))
        let text = Example.plan(council).replacing("事業実施計画", with: word())
        try await put("/v1/plans/\(id)", text, creates: true)
        try await put("/v1/kpis/\(kpi)", Example.kpi(of: id).replacing("正社員就職件数", with: word()), creates: true)
        let measurement = Example.measurement(of: kpi, #","value":\#(number)"#).replacing("群馬労働局", with: word())
        try await put("/v1/measurements/\(Example.id(0x3_2000 + number))", measurement, creates: true)
        try await put("/v1/goals/\(Example.id(0x3_3000 + number))", Example.goal(of: id), creates: true)
    }

    private func makeToken(_ number: Int) async throws {
        let label = chance.withLock { hidden.line(&$0) }
        let made = try await office.post(
            "/v1/tokens",
            #"{"label":"\#(label)","role":"secretariat","councilIds":["nagano"]}"#,
            as: .administrator,
            fields
        )
        guard made.status == 201 else { throw Unexpected(made.whole) }
        if number.isMultiple(of: 2) { try await post("/v1/tokens/\(made.id)/revocation") }
    }

    private func makeAndDelete(_ number: Int) async throws {
        let meetings = plan.meetings.filter { isHidden(in: $0.council) }
        guard let meeting = chance.withLock({ meetings.randomElement(using: &$0) }) else { return }
        let path = "/v1/minutes/" + Example.id(0x2_0000 + number)
        var random = SeededRandom(seed: UInt64(number))
        let minutes = PlannedMinutes(id: "", meeting: meeting, fate: .draft, random: &random)
        try await put(path, body(minutes), creates: true)
        if number.isMultiple(of: 2) {
            let gone = try await office.delete(path, as: .administrator, fields)
            guard gone.status == 204 else { throw Unexpected(gone.whole) }
        }
    }

    private func body(_ meeting: PlannedMeeting) -> String {
        chance.withLock { meeting.body(plan.knowledge, hidden, &$0) }
    }

    private func body(_ minutes: PlannedMinutes) -> String {
        chance.withLock { minutes.body(plan.knowledge, hidden, &$0) }
    }

    private var fields: HTTPFields { [.requestID: "making"] }

    private func step(_ minutes: PlannedMinutes, _ round: Int) async throws {
        let step = minutes.fate.steps[round]
        guard step == "DELETE" else { return try await post("/v1/minutes/\(minutes.id)/\(step)") }
        let answer = try await office.delete("/v1/minutes/\(minutes.id)", as: .administrator, fields)
        guard answer.status == 204 else { throw Unexpected(answer.whole) }
    }

    func put(_ path: String, _ body: String, creates: Bool = false) async throws {
        let answer =
            creates
            ? try await office.create(path, body, as: .administrator, fields)
            : try await office.put(path, body, as: .administrator, fields)
        guard answer.status == (creates ? 201 : 200) else { throw Unexpected(path + "\n" + body + "\n" + answer.whole) }
    }

    func post(_ path: String, _ body: String? = nil) async throws {
        let answer = try await office.post(path, body, as: .administrator, fields)
        guard answer.status == 200 else { throw Unexpected(path + "\n" + answer.whole) }
    }
}
