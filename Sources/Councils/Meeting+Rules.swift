extension Meeting {
    /// What does not hold within the meeting, or between it and the members of its council.
    ///
    /// - Parameters:
    ///   - member: the member of an id, whatever its council; nil if there is none.
    ///   - today: the day it is in Tokyo.
    public func faults(member: (ID<Member>) -> Member?, today: Day) -> [Fault] {
        modeFaults() + dateFaults(today: today) + replyFaults(today: today) + listFaults()
            + participantFaults(member: member)
    }

    /// A written meeting has a reply date and replies, and no venue; the others have neither.
    private func modeFaults() -> [Fault] {
        var faults: [Fault] = []
        if mode == .written {
            if venue != nil { faults.append(Fault("/venue", .notForWrittenMeetings)) }
            if onlineURL != nil { faults.append(Fault("/onlineUrl", .notForWrittenMeetings)) }
        } else {
            if replyDueOn != nil { faults.append(Fault("/replyDueOn", .onlyForWrittenMeetings)) }
            if !replies.isEmpty { faults.append(Fault("/replies", .onlyForWrittenMeetings)) }
        }
        return faults
    }

    /// What a state rests on cannot be taken away: noticed needs a date, held one that is not in the future.
    private func dateFaults(today: Day) -> [Fault] {
        var faults: [Fault] = []
        if let startsAt, let endsAt, endsAt < startsAt { faults.append(Fault("/endsAt", .endsBeforeItBegins)) }
        if endsAt != nil, startsAt == nil { faults.append(Fault("/startsAt", .required)) }
        switch state {
        case .planned, .cancelled: break
        case .noticed: faults += missingForNotice
        case .held, .closed: faults += missingForHolding(today: today)
        }
        return faults
    }

    private func replyFaults(today: Day) -> [Fault] {
        replies.enumerated().compactMap { index, reply in
            reply.repliedOn > today ? Fault("/replies/\(index)/repliedOn", .inTheFuture) : nil
        }
    }

    /// The field that carries the date.
    private var dateField: String { mode == .written ? "/replyDueOn" : "/startsAt" }

    var missingForNotice: [Fault] {
        (mode == .written ? replyDueOn == nil : startsAt == nil) ? [Fault(dateField, .required)] : []
    }

    func missingForHolding(today: Day) -> [Fault] {
        if !missingForNotice.isEmpty { return missingForNotice }
        return day.map { $0 > today } ?? false ? [Fault(dateField, .inTheFuture)] : []
    }

    private func listFaults() -> [Fault] {
        duplicates(agenda.map(\.number), at: "/agenda", field: "number")
            + duplicates(papers.map(\.number), at: "/papers", field: "number")
            + duplicates(attendance.map(\.memberID), at: "/attendance", field: "memberId")
            + duplicates(replies.map(\.memberID), at: "/replies", field: "memberId")
    }

    private func duplicates<Key: Hashable>(_ keys: [Key], at list: String, field: String) -> [Fault] {
        var seen: Set<Key> = []
        return keys.enumerated().compactMap { index, key in
            seen.insert(key).inserted ? nil : Fault("\(list)/\(index)/\(field)", .duplicate)
        }
    }

    /// An attendee and a replier is a member of this council on the day of the meeting.
    private func participantFaults(member: (ID<Member>) -> Member?) -> [Fault] {
        func fault(_ id: ID<Member>, _ pointer: String) -> Fault? {
            guard let found = member(id) else { return Fault(pointer, .unknownReference) }
            if found.councilID != councilID { return Fault(pointer, .ofAnotherCouncil) }
            if let day, !found.period.contains(day) { return Fault(pointer, .notAMemberThen) }
            return nil
        }
        return attendance.enumerated().compactMap { fault($1.memberID, "/attendance/\($0)/memberId") }
            + replies.enumerated().compactMap { fault($1.memberID, "/replies/\($0)/memberId") }
    }
}
