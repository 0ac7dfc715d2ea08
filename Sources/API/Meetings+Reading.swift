import Councils
import JSONText
import Store
import Web

extension Meeting: Writable {
    static let readOnly = [
        "version", "createdAt", "updatedAt", "state", "fiscalYear", "fiscalYearLabel", "startsAtLabel", "endsAtLabel",
        "replyDueOnLabel", "createdAtLabel", "updatedAtLabel",
    ]

    static func made(
        from form: Form,
        id: ID<Meeting>,
        former: Meeting?,
        shown: JSONObject?,
        state: StoreState,
        today: Day
    ) throws(Refusal) -> Meeting {
        form.readOnly(readOnly, current: shown)
        let councilID = form.councilID("councilId", required: true)
        let council = councilID.flatMap { state.councils[$0]?.value }
        if councilID != nil, council == nil { form.refuse("councilId", .unknownReference) }
        let number = form.integer("number", required: true, in: numbers)
        let title = form.line("title", required: true)
        let kind: Kind? = form.choice("kind", required: true)
        let mode: Mode? = form.choice("mode", required: true)
        let startsAt = form.instant("startsAt")
        let endsAt = form.instant("endsAt")
        let replyDueOn = form.day("replyDueOn")
        let venue = form.line("venue")
        let onlineURL = form.address("onlineUrl")
        let level = council?.defaultLevel ?? .members
        let agenda = form.objects("agenda", in: 0...200) { AgendaItem.read($0, level: level) }
        let attendance = form.objects("attendance", in: 0...500, Attendance.read)
        let guests = form.objects("guests", in: 0...500, Guest.read)
        let replies = form.objects("replies", in: 0...500, Reply.read)
        let papers = form.objects("papers", in: 0...200, Paper.read)
        let source = form.source()
        guard let councilID, let number, let title, let kind, let mode else {
            try form.finish()
            throw .invalid(form.faults)
        }
        var meeting = Meeting(
            councilID: councilID,
            number: number,
            title: title,
            kind: kind,
            mode: mode,
            startsAt: startsAt,
            endsAt: endsAt,
            replyDueOn: replyDueOn,
            venue: venue,
            onlineURL: onlineURL,
            agenda: agenda,
            attendance: attendance,
            guests: guests,
            replies: replies,
            papers: papers,
            source: source
        )
        if let former {
            meeting.keepState(of: former)
            if former.councilID != councilID, state.isReferred(to: id) {
                form.refuse("councilId", .usedByMinutes)
            }
        }
        form.add(meeting.faults(member: { state.members[$0]?.value }, today: today))
        try form.finish()
        return meeting
    }
}

extension AgendaItem {
    /// - Parameter level: the one of an item that is given none.
    fileprivate static func read(_ form: Form, level: Level) -> AgendaItem? {
        let number = form.integer("number", required: true, in: Meeting.numbers)
        let title = form.line("title", required: true)
        let given: Level? = form.choice("level")
        guard let number, let title else { return nil }
        return AgendaItem(number: number, title: title, level: given ?? level)
    }
}

extension Attendance {
    fileprivate static func read(_ form: Form) -> Attendance? {
        let memberID = form.id("memberId", required: true, of: Member.self)
        let presence: Presence? = form.choice("presence", required: true)
        let personName = form.line("personName")
        let position = form.line("position")
        guard let memberID, let presence else { return nil }
        return Attendance(memberID: memberID, presence: presence, personName: personName, position: position)
    }
}

extension Guest {
    fileprivate static func read(_ form: Form) -> Guest? {
        let bodyName = form.line("bodyName", required: true)
        let personName = form.line("personName")
        let position = form.line("position")
        guard let bodyName else { return nil }
        return Guest(bodyName: bodyName, personName: personName, position: position)
    }
}

extension Reply {
    fileprivate static func read(_ form: Form) -> Reply? {
        let memberID = form.id("memberId", required: true, of: Member.self)
        let repliedOn = form.day("repliedOn", required: true)
        let comment = form.prose("comment")
        form.ignore(["repliedOnLabel"])
        guard let memberID, let repliedOn else { return nil }
        return Reply(memberID: memberID, repliedOn: repliedOn, comment: comment)
    }
}

extension Paper {
    /// A paper that is given no level is the members'.
    fileprivate static func read(_ form: Form) -> Paper? {
        let number = form.integer("number", required: true, in: Meeting.numbers)
        let title = form.line("title", required: true)
        let url = form.address("url")
        let level: Level? = form.choice("level")
        guard let number, let title else { return nil }
        return Paper(number: number, title: title, url: url, level: level ?? .members)
    }
}
