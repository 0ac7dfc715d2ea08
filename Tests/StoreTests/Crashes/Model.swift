import Councils

@testable import Store

/// What the councils should be, kept beside the store and without its trees: a few dictionaries and the rules that the
/// workload needs.
struct Model: Equatable {
    /// The stamps of a value that was deleted are kept: the next one of the id goes on counting.
    struct Kept<Value: Stored>: Equatable {
        var value: Value?
        var stamps: Stamps
    }

    var councils: [ID<Council>: Kept<Council>] = [:]
    var members: [ID<Member>: Kept<Member>] = [:]
    var meetings: [ID<Meeting>: Kept<Meeting>] = [:]

    func isReferred(to member: ID<Member>) -> Bool { !meetings(of: member).isEmpty }

    func isInUse(_ council: ID<Council>) -> Bool {
        members.values.contains { $0.value?.councilID == council }
            || meetings.values.contains { $0.value?.councilID == council }
    }

    func meetings(of member: ID<Member>) -> [ID<Meeting>] {
        meetings.filter { $0.value.value?.attendance.contains { $0.memberID == member } ?? false }.keys
            .sorted { $0.text < $1.text }
    }

    /// What is not so in a state, in words.
    func differences(from state: StoreState) -> [String] {
        var found = differences(councils, state.councils) + differences(members, state.members)
        found += differences(meetings, state.meetings)
        for (member, _) in members where state.referring(Meeting.self, to: member) != meetings(of: member) {
            found.append("the meetings that refer to \(member.text)")
        }
        for council in councils.keys {
            if listed(Member.self, council, state) != ids(members, where: { $0.councilID == council }) {
                found.append("the list of the members of \(council.text)")
            }
            if listed(Meeting.self, council, state) != ids(meetings, where: { $0.councilID == council }) {
                found.append("the list of the meetings of \(council.text)")
            }
        }
        return found
    }

    private func listed<Value: Stored>(_ type: Value.Type, _ council: ID<Council>, _ state: StoreState) -> [String] {
        state.all(type, in: council, for: .administrator).map(\.id.text).sorted()
    }

    private func ids<Value: Stored>(
        _ kept: [ID<Value>: Kept<Value>],
        where isSo: (Value) -> Bool
    ) -> [String] {
        kept.filter { $0.value.value.map(isSo) ?? false }.map(\.key.text).sorted()
    }

    private func differences<Value: Stored>(_ kept: [ID<Value>: Kept<Value>], _ table: Table<Value>) -> [String] {
        var found: [String] = []
        for (id, kept) in kept {
            let place = "\(Value.table) \(id.text)"
            let record = table[id]
            if record?.value != kept.value { found.append("\(place): its value") }
            let stamps = record?.stamps ?? table.tombstone(id)?.stamps
            if stamps != kept.stamps { found.append("\(place): its stamps") }
        }
        let count = kept.values.count { $0.value != nil }
        if table.count != count { found.append("\(Value.table): \(table.count) of them, not \(count)") }
        return found
    }
}
