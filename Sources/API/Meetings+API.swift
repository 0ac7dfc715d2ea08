import Councils
import HTTPTypes
import JSONText
import Store
import Web

extension Meeting: Presentable {
    static let path = "/v1/meetings"
    static let fields =
        [
            "councilId", "number", "title", "kind", "mode", "state", "startsAt", "endsAt", "replyDueOn", "venue",
            "onlineUrl", "fiscalYear", "fiscalYearLabel", "agenda", "attendance", "guests", "replies", "papers",
            "source",
        ] + commonFields
    /// Newest first.
    static var standardSort: [Listing<Meeting>.SortTerm] { [.init(ordering: 0, descending: true)] }

    static let filters = [
        Filter<Meeting>.integer("number") { $0.value.number },
        Filter<Meeting>.integer("fiscalYear") { $0.value.fiscalYear?.year },
        Filter<Meeting>.choice("kind") { $0.value.kind },
        Filter<Meeting>.choice("mode") { $0.value.mode },
        Filter<Meeting>.choice("state") { $0.value.state },
        Filter<Meeting>.instant("startsAt") { $0.value.startsAt },
        Filter<Meeting>.instant("endsAt") { $0.value.endsAt },
        Filter<Meeting>.day("replyDueOn") { $0.value.replyDueOn },
    ]

    static let shapes: [Shape] = [.csv, .ndjson, .ics]

    static func event(_ seen: Shown<Meeting>) -> CalendarEvent? {
        let meeting = seen.value
        let time: CalendarEvent.Time
        if let start = meeting.startsAt {
            time = .between(start, meeting.endsAt)
        } else if let day = meeting.replyDueOn {
            time = .on(day)
        } else {
            return nil
        }
        let status: CalendarEvent.Status =
            switch meeting.state {
            case .planned: .tentative
            case .noticed, .held, .closed: .confirmed
            case .cancelled: .cancelled
            }
        return CalendarEvent(
            time: time,
            status: status,
            summary: meeting.title.text,
            location: meeting.venue?.text,
            address: meeting.inside?.onlineURL?.text
        )
    }

    static func texts(of seen: Shown<Meeting>) -> [String] {
        let meeting = seen.value
        var texts = [meeting.title.text, meeting.venue?.text ?? ""] + meeting.agenda.map(\.title.text)
        texts += meeting.papers.map(\.title.text)
        if let inside = meeting.inside {
            texts += inside.guests.map(\.bodyName.text)
            texts += inside.attendance.compactMap(\.personName?.text) + inside.guests.compactMap(\.personName?.text)
            texts += inside.replies.compactMap(\.comment?.text)
        }
        return texts
    }

    static func write(_ seen: Shown<Meeting>, era: Bool, to json: inout JSONWriter) {
        let meeting = seen.value
        json.member("councilId", meeting.councilID)
        json.member("number", meeting.number)
        json.member("title", meeting.title)
        json.member("kind", meeting.kind)
        json.member("mode", meeting.mode)
        json.member("state", meeting.state)
        json.member("startsAt", meeting.startsAt, era: era)
        json.member("endsAt", meeting.endsAt, era: era)
        json.member("replyDueOn", meeting.replyDueOn, era: era)
        json.member("venue", meeting.venue)
        json.member("fiscalYear", meeting.fiscalYear?.year)
        json.member("fiscalYearLabel", meeting.fiscalYear?.label)
        json.member("agenda", each: meeting.agenda) { json, item in
            json.object { json in
                json.member("number", item.number)
                json.member("title", item.title)
                json.member("level", item.level)
            }
        }
        json.member("papers", each: meeting.papers) { json, paper in
            json.object { json in
                json.member("number", paper.number)
                json.member("title", paper.title)
                json.member("url", paper.url)
                json.member("level", paper.level)
            }
        }
        meeting.inside?.write(era: era, to: &json)
        json.member("source", meeting.source)
    }
}

extension SeenMeeting.Inside {
    fileprivate func write(era: Bool, to json: inout JSONWriter) {
        json.member("onlineUrl", onlineURL)
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
                json.member("repliedOn", reply.repliedOn, era: era)
                json.member("comment", reply.comment)
            }
        }
    }
}

/// `/v1/meetings` and the steps of a meeting.
enum MeetingEndpoints {
    static let all: [Endpoint] =
        Meeting.endpoints(
            .meetings,
            one: "Meeting",
            many: "Meetings",
            listing: [.reference("council"), .reference("member")],
            list: list,
            get: get
        )
        + Meeting.writingEndpoints(.meetings, one: "Meeting")
        + [
            step("notice", "noticeMeeting") { meeting, _ throws(Refusal) in try meeting.notice() },
            step("holding", "holdMeeting") { meeting, today throws(Refusal) in try meeting.hold(today: today) },
            step("closing", "closeMeeting") { meeting, _ throws(Refusal) in try meeting.close() },
            step("cancellation", "cancelMeeting") { meeting, _ throws(Refusal) in try meeting.cancel() },
        ]

    private static func step(
        _ noun: String,
        _ name: String,
        _ step: @escaping @Sendable (inout Meeting, Day) throws(Refusal) -> Void
    ) -> Endpoint {
        Meeting.stepEndpoint(.meetings, noun, name, step)
    }

    /// `member=` finds by attendance and replies, which are the members': others find nothing by it.
    private static func list(_ call: Call) throws(Refusal) -> WebResponse {
        let named = Set(call.parameters.values.filter { $0.name == "member" }.map(\.text))
        guard !named.isEmpty else { return try call.list(Meeting.self, in: call.namedCouncils) }
        return try call.list(
            Meeting.self,
            in: call.namedCouncils,
            among: call.referring(Meeting.self, to: Member.self, by: "member")
        ) { seen in
            let inside = seen.value.inside
            let ids = (inside?.attendance.map(\.memberID.text) ?? []) + (inside?.replies.map(\.memberID.text) ?? [])
            return named.isDisjoint(with: ids) ? nil : seen
        }
    }

    private static func get(_ call: Call) throws(Refusal) -> WebResponse {
        call.answer(try call.state.find(call.id(Meeting.self), for: call.reader))
    }
}
