// What a dashboard shows of a council first.
extension CouncilFacts {
    /// Those who keep the secretariat on a day, the leading ones first.
    public func secretariat(today: Day) -> [(id: ID<RoleAssignment>, value: RoleAssignment)] {
        let ranks: [Rank?] = [.lead, .joint, .deputy, nil]
        return roles.filter { $0.value.role == .secretariat && $0.value.period.contains(today) }
            .sorted { one, other in
                let place = { (rank: Rank?) in ranks.firstIndex(of: rank) ?? ranks.count }
                return (place(one.value.rank), one.id) < (place(other.value.rank), other.id)
            }
    }

    /// The first of the meetings to come, today's with it.
    public func nextMeeting(today: Day) -> (id: ID<Meeting>, value: SeenMeeting)? {
        meetings.compactMap { meeting in
            guard meeting.value.state == .planned || meeting.value.state == .noticed, let day = meeting.value.day,
                day >= today
            else { return nil }
            return (day, meeting)
        }.min { (one: (Day, (id: ID<Meeting>, value: SeenMeeting)), other) in
            (one.0, one.1.id) < (other.0, other.1.id)
        }?.1
    }
}

extension SeenMeeting {
    /// The day that it counts for, as of a ``Meeting``.
    fileprivate var day: Day? {
        mode == .written ? replyDueOn ?? startsAt?.dayInTokyo : startsAt?.dayInTokyo
    }
}
