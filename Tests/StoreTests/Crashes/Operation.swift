import Councils
import Disks

@testable import Store

/// One write of a workload: a few changes that happen together. What it does depends on what is there when it runs.
struct Operation: Sendable {
    enum Step: Sendable {
        /// Creates or replaces.
        case council(Int), member(Int, council: Int), meeting(Int, council: Int, member: Int, isLong: Bool)
        case deleteCouncil(Int), deleteMember(Int), deleteMeeting(Int)
    }

    /// Each has its own, and what it writes says so.
    let number: Int
    let moment: Instant
    var steps: [Step]
    var isRehearsal: Bool

    static func random(_ number: Int, at moment: Instant, _ dice: inout Dice) -> Operation {
        Operation(
            number: number,
            moment: moment,
            steps: (0..<(dice.roll(4) ? 3 : 1)).map { _ in .random(&dice) },
            isRehearsal: dice.roll(20)
        )
    }

    var origin: Origin { Origin(moment: moment, actor: "tester", request: "request-\(number)") }

    /// - Parameter model: what is there; what the write leads to when this returns.
    /// - Returns: whether anything was changed.
    func run(in tx: inout Transaction, _ model: inout Model) throws(Refusal) -> Bool {
        let before = model
        for step in steps {
            switch step {
            case .council(let index):
                let id = ID<Council>(trusted: "council-\(index)")
                try put(id, .named(text), in: &tx, &model.councils)
            case .member(let index, let council):
                // A place that was given up is its council's: an id keeps its council.
                let id = ID<Member>(trusted: "member-\(council)-\(index)")
                let council = ID<Council>(trusted: "council-\(council)")
                try put(id, .named(text, in: council, order: index + 1), in: &tx, &model.members)
            case .meeting(let index, let council, let member, let isLong):
                var meeting = Meeting.number(index + 1, in: ID(trusted: "council-\(council)"))
                let member = ID<Member>(trusted: "member-\(council)-\(member)")
                meeting.title = text
                meeting.attendance = [Attendance(memberID: member, presence: .present)]
                if isLong {
                    let comment = try? Prose(String(repeating: "\(number)異議なし", count: 700))
                    meeting.replies = [Reply(memberID: member, repliedOn: "2025-09-30", comment: comment)]
                }
                try put(ID(trusted: "meeting-\(council)-\(index)"), meeting, in: &tx, &model.meetings)
            case .deleteCouncil(let index):
                let id = ID<Council>(trusted: "council-\(index)")
                try delete(id, isFree: !model.isInUse(id), in: &tx, &model.councils)
            case .deleteMember(let index):
                let id = ID<Member>(trusted: "member-\(index % 2)-\(index)")
                try delete(id, isFree: !model.isReferred(to: id), in: &tx, &model.members)
            case .deleteMeeting(let index):
                try delete(ID(trusted: "meeting-\(index % 2)-\(index)"), isFree: true, in: &tx, &model.meetings)
            }
        }
        return model != before
    }

    private var text: Line { (try? Line("第\(number)")) ?? "第" }

    private func put<Value: Stored>(
        _ id: ID<Value>,
        _ value: Value,
        in tx: inout Transaction,
        _ kept: inout [ID<Value>: Model.Kept<Value>]
    ) throws(Refusal) {
        let record =
            if let former = tx.state[keyPath: Value.tablePath][id] {
                try tx.replace(former, with: value, for: .administrator)
            } else {
                try tx.create(id, value, for: .administrator)
            }
        try check(record.stamps, follow: kept[id]?.stamps)
        kept[id] = Model.Kept(value: value, stamps: record.stamps)
    }

    private func delete<Value: Stored>(
        _ id: ID<Value>,
        isFree: Bool,
        in tx: inout Transaction,
        _ kept: inout [ID<Value>: Model.Kept<Value>]
    ) throws(Refusal) {
        guard let record = tx.state[keyPath: Value.tablePath][id] else { return }
        do throws(Refusal) { try tx.delete(record, for: .administrator) } catch {
            if isFree { throw .invalid([]) }
            throw error
        }
        guard isFree, let stamps = tx.state[keyPath: Value.tablePath].tombstone(id)?.stamps else { throw .invalid([]) }
        try check(stamps, follow: kept[id]?.stamps)
        kept[id] = Model.Kept(value: nil, stamps: stamps)
    }

    /// `.invalid` is what no write of a workload is refused with: it says that the store is wrong.
    private func check(_ stamps: Stamps, follow former: Stamps?) throws(Refusal) {
        let version = stamps.secretariat?.version
        let isNext = version == (former?.secretariat?.version ?? 0) + 1 && stamps.secretariat?.updatedAt == moment
        // Twice in one write, the second time with the same value: nothing is changed.
        guard isNext || stamps == former else { throw .invalid([]) }
    }
}

extension Operation.Step {
    static func random(_ dice: inout Dice) -> Self {
        let council = dice.below(2)
        switch dice.below(12) {
        case 0: return .council(council)
        case 1...3: return .member(dice.below(3) * 2 + council, council: council)
        case 4...7:
            return .meeting(
                dice.below(3) * 2 + council,
                council: council,
                member: dice.below(3) * 2 + council,
                isLong: dice.roll(10)
            )
        case 8: return .deleteCouncil(council)
        case 9: return .deleteMember(dice.below(6))
        default: return .deleteMeeting(dice.below(6))
        }
    }
}
