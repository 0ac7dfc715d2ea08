public import Councils
import JSONText

extension Meeting: Stored {
    public static let table = "meetings"
    public static let form = 1
    public static var tablePath: any WritableKeyPath<StoreState, Table<Meeting>> & Sendable { \.meetings }

    public static let orderings = [
        // A written one counts from the day by which its replies are due.
        Ordering<Meeting>(name: "startsAt") { meeting, _ in
            (meeting.startsAt ?? meeting.replyDueOn.map(Instant.init(startOf:))).map(SortKey.init)
        },
        Ordering<Meeting>(name: "number") { meeting, _ in SortKey(meeting.number) },
        Ordering<Meeting>(name: "replyDueOn") { meeting, _ in meeting.replyDueOn.map(SortKey.init) },
        Ordering<Meeting>(name: "id") { _, id in SortKey(id.text) },
    ]

    public func council(id: ID<Meeting>) -> ID<Council> { councilID }
    public var refersTo: [Reference] {
        Set(attendance.map(\.memberID) + replies.map(\.memberID)).map(Reference.init)
    }

    public var storedForm: StoredForm { StoredForm(write: write) }

    private func write(to json: inout JSONWriter) {
        json.member("councilId", councilID)
        json.member("number", number)
        json.member("title", title)
        json.member("kind", kind)
        json.member("mode", mode)
        json.member("state", state)
        json.member("startsAt", startsAt?.milliseconds)
        json.member("endsAt", endsAt?.milliseconds)
        json.member("replyDueOn", replyDueOn)
        json.member("venue", venue)
        json.member("onlineUrl", onlineURL)
        json.member("agenda", each: agenda) { json, item in
            json.object { json in
                json.member("number", item.number)
                json.member("title", item.title)
                json.member("level", item.level)
            }
        }
        json.member("attendance", each: attendance) { json, attendance in
            json.object { json in
                json.member("memberId", attendance.memberID)
                json.member("presence", attendance.presence)
                json.member("personName", attendance.personName)
                json.member("position", attendance.position)
            }
        }
        json.member("guests", each: guests) { json, guest in
            json.object { json in
                json.member("bodyName", guest.bodyName)
                json.member("personName", guest.personName)
                json.member("position", guest.position)
            }
        }
        json.member("replies", each: replies) { json, reply in
            json.object { json in
                json.member("memberId", reply.memberID)
                json.member("repliedOn", reply.repliedOn)
                json.member("comment", reply.comment)
            }
        }
        json.member("papers", each: papers) { json, paper in
            json.object { json in
                json.member("number", paper.number)
                json.member("title", paper.title)
                json.member("url", paper.url)
                json.member("level", paper.level)
            }
        }
        json.member("source", source)
    }

    public init(_ stored: StoredObject, form: Int) throws(Undecodable) {
        self.init(
            councilID: try stored.required("councilId", StoredObject.id),
            number: try stored.required("number", StoredObject.integer),
            title: try stored.required("title", StoredObject.line),
            kind: try stored.required("kind", StoredObject.one(of: Kind.self)),
            mode: try stored.required("mode", StoredObject.one(of: Mode.self)),
            state: try stored.required("state", StoredObject.one(of: State.self)),
            startsAt: try stored.optional("startsAt", StoredObject.instant),
            endsAt: try stored.optional("endsAt", StoredObject.instant),
            replyDueOn: try stored.optional("replyDueOn", StoredObject.day),
            venue: try stored.optional("venue", StoredObject.line),
            onlineURL: try stored.optional("onlineUrl", StoredObject.address),
            agenda: try stored.list("agenda") { try AgendaItem(StoredObject($0)) },
            attendance: try stored.list("attendance") { try Attendance(StoredObject($0)) },
            guests: try stored.list("guests") { try Guest(StoredObject($0)) },
            replies: try stored.list("replies") { try Reply(StoredObject($0)) },
            papers: try stored.list("papers") { try Paper(StoredObject($0)) },
            source: try stored.optional("source", StoredObject.source)
        )
    }
}

extension AgendaItem {
    fileprivate init(_ stored: StoredObject) throws(Undecodable) {
        self.init(
            number: try stored.required("number", StoredObject.integer),
            title: try stored.required("title", StoredObject.line),
            level: try stored.required("level", StoredObject.one(of: Level.self))
        )
    }
}

extension Attendance {
    fileprivate init(_ stored: StoredObject) throws(Undecodable) {
        self.init(
            memberID: try stored.required("memberId", StoredObject.id),
            presence: try stored.required("presence", StoredObject.one(of: Presence.self)),
            personName: try stored.optional("personName", StoredObject.line),
            position: try stored.optional("position", StoredObject.line)
        )
    }
}

extension Guest {
    fileprivate init(_ stored: StoredObject) throws(Undecodable) {
        self.init(
            bodyName: try stored.required("bodyName", StoredObject.line),
            personName: try stored.optional("personName", StoredObject.line),
            position: try stored.optional("position", StoredObject.line)
        )
    }
}

extension Reply {
    fileprivate init(_ stored: StoredObject) throws(Undecodable) {
        self.init(
            memberID: try stored.required("memberId", StoredObject.id),
            repliedOn: try stored.required("repliedOn", StoredObject.day),
            comment: try stored.optional("comment", StoredObject.prose)
        )
    }
}

extension Paper {
    fileprivate init(_ stored: StoredObject) throws(Undecodable) {
        self.init(
            number: try stored.required("number", StoredObject.integer),
            title: try stored.required("title", StoredObject.line),
            url: try stored.optional("url", StoredObject.address),
            level: try stored.required("level", StoredObject.one(of: Level.self))
        )
    }
}
