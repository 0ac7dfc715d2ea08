import Councils
import JSONText
import Store
import Web

extension Council: Presentable {
    static let path = "/v1/councils"
    static let fields =
        [
            "name", "shortName", "prefectureCode", "formerNames", "inForceFrom", "chairPost", "meetingPolicy",
            "confidentiality", "outsideParticipation", "categories", "source",
        ] + commonFields
    static let readOnly = ["version", "createdAt", "updatedAt", "inForceFromLabel", "createdAtLabel", "updatedAtLabel"]

    static let filters = [
        Filter<Council>.text("prefectureCode") { $0.value.prefectureCode.text },
        Filter<Council>.text("name") { $0.value.name.text },
        Filter<Council>.day("inForceFrom") { $0.value.inForceFrom },
    ]

    static func texts(of seen: Shown<Council>) -> [String] {
        [seen.value.name.text, seen.value.shortName.text] + seen.value.formerNames.map(\.name.text)
            + seen.value.categories.map(\.text)
    }

    static func write(_ seen: Shown<Council>, era: Bool, to json: inout JSONWriter) {
        let council = seen.value
        json.member("name", council.name)
        json.member("shortName", council.shortName)
        json.member("prefectureCode", council.prefectureCode.text)
        json.member("formerNames", each: council.formerNames) { json, former in
            json.object { json in
                json.member("name", former.name)
                json.member("from", former.from, era: era)
                json.member("until", former.until, era: era)
            }
        }
        json.member("inForceFrom", council.inForceFrom, era: era)
        if let post = council.chairPost {
            json.member(
                "chairPost",
                object: { json in
                    json.member("organization", post.organization)
                    json.member("title", post.title)
                }
            )
        }
        if let policy = council.meetingPolicy { json.member("meetingPolicy", object: policy.write) }
        if let confidentiality = council.confidentiality {
            json.member(
                "confidentiality",
                object: { json in
                    json.member("bindsMembers", confidentiality.bindsMembers)
                    json.member("bindsParticipants", confidentiality.bindsParticipants)
                    json.member("defaultLevel", confidentiality.defaultLevel)
                }
            )
        }
        json.member("outsideParticipation", council.outsideParticipation)
        json.lines("categories", council.categories)
        json.member("source", council.source)
    }
}

extension MeetingPolicy {
    fileprivate func write(to json: inout JSONWriter) {
        json.member("minimumPerFiscalYear", minimumPerFiscalYear)
        json.member("suggestedPerFiscalYear", suggestedPerFiscalYear)
        json.member("wording", wording)
        json.member("extraordinary", extraordinary)
        json.member("modes", modes.map(\.rawValue))
    }
}

extension Council: Writable {
    static func chosenID(_ text: String) throws(Invalid) -> ID<Council> { try ID(slug: text) }

    static func made(
        from form: Form,
        id: ID<Council>,
        former: Council?,
        shown: JSONObject?,
        state: State,
        today: Day
    ) throws(Refusal) -> Council {
        form.readOnly(readOnly, current: shown)
        let name = form.line("name", required: true)
        let shortName = form.line("shortName", required: true)
        let prefectureCode = form.string("prefectureCode", required: true) { text throws(Invalid) in
            try PrefectureCode(text)
        }
        let formerNames = form.objects("formerNames", in: 0...50, FormerName.read)
        let inForceFrom = form.day("inForceFrom")
        let chairPost = form.object("chairPost", Post.read)
        let meetingPolicy = form.object("meetingPolicy", MeetingPolicy.read)
        let confidentiality = form.object("confidentiality", Confidentiality.read)
        let outsideParticipation: OutsideParticipation? = form.choice("outsideParticipation")
        let categories = form.lines("categories", in: 0...50)
        if former != nil, state.members(of: id).contains(where: { $0.isLost(from: categories) }) {
            form.refuse("categories", .usedByAMember)
        }
        let source = form.source()
        try form.finish()
        guard let name, let shortName, let prefectureCode else { throw .invalid(form.faults) }
        return Council(
            name: name,
            shortName: shortName,
            prefectureCode: prefectureCode,
            formerNames: formerNames,
            inForceFrom: inForceFrom,
            chairPost: chairPost,
            meetingPolicy: meetingPolicy,
            confidentiality: confidentiality,
            outsideParticipation: outsideParticipation,
            categories: categories,
            source: source
        )
    }
}

extension Member {
    /// Whether its category is none of these.
    fileprivate func isLost(from categories: [Line]) -> Bool {
        category.map { !categories.contains($0) } ?? false
    }
}

extension State {
    /// All members of a council, past ones too, for rules that hold whoever asks.
    func members(of council: ID<Council>) -> [Member] {
        all(Member.self, in: council, for: .administrator).map(\.value)
    }
}

extension FormerName {
    fileprivate static func read(_ form: Form) -> FormerName? {
        let name = form.line("name", required: true)
        let from = form.day("from")
        let until = form.day("until")
        form.ignore(["fromLabel", "untilLabel"])
        guard let name else { return nil }
        do {
            return try FormerName(name: name, from: from, until: until)
        } catch {
            form.refuse("until", error)
            return nil
        }
    }
}

extension Post {
    fileprivate static func read(_ form: Form) -> Post? {
        let organization = form.line("organization", required: true)
        let title = form.line("title", required: true)
        guard let organization, let title else { return nil }
        return Post(organization: organization, title: title)
    }
}

extension MeetingPolicy {
    fileprivate static func read(_ form: Form) -> MeetingPolicy? {
        let minimum = form.integer("minimumPerFiscalYear", in: perFiscalYear)
        let suggested = form.integer("suggestedPerFiscalYear", in: perFiscalYear)
        let wording = form.line("wording", required: true)
        let extraordinary = form.bool("extraordinary", required: true)
        let modes = form.strings("modes", in: 0...4) { text throws(Invalid) in
            guard let mode = Meeting.Mode(rawValue: text) else {
                throw .unknownValue(allowed: Meeting.Mode.allCases.map(\.rawValue))
            }
            return mode
        }
        guard let wording, let extraordinary else { return nil }
        return MeetingPolicy(
            minimumPerFiscalYear: minimum,
            suggestedPerFiscalYear: suggested,
            wording: wording,
            extraordinary: extraordinary,
            modes: modes
        )
    }
}

extension Confidentiality {
    fileprivate static func read(_ form: Form) -> Confidentiality? {
        let bindsMembers = form.bool("bindsMembers", required: true)
        let bindsParticipants = form.bool("bindsParticipants", required: true)
        let defaultLevel: Level? = form.choice("defaultLevel", required: true)
        guard let bindsMembers, let bindsParticipants, let defaultLevel else { return nil }
        return Confidentiality(
            bindsMembers: bindsMembers,
            bindsParticipants: bindsParticipants,
            defaultLevel: defaultLevel
        )
    }
}
