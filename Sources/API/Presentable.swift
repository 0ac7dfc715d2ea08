import Councils
import JSONText
import Store

/// A resource as it is shown: its view for a reader, and what its lists can be asked.
protocol Presentable: Stored {
    /// `/v1/members`
    static var path: String { get }
    static var standardSort: [Listing<Self>.SortTerm] { get }
    static var filters: [Filter<Self>] { get }
    /// The members that a view can have.
    static var fields: [String] { get }
    /// Those of them that the server sets.
    static var readOnly: [String] { get }

    /// What its list can be had as besides JSON.
    static var shapes: [Shape] { get }
    /// It as an entry of a calendar; nil where it has none.
    static func event(_ seen: Shown<Self>) -> CalendarEvent?

    /// What a view shows that makes no new version of it, for its entity tags; nil where there is no such thing.
    static func unversioned(_ seen: Shown<Self>, in context: ViewContext) -> String?

    /// Writes the members of its view, from what the reader sees and nothing else.
    static func write(_ seen: Shown<Self>, era: Bool, to json: inout JSONWriter)
    /// Writes what its view tells of other values and of the day; nothing for most.
    static func writeReading(_ seen: Shown<Self>, in context: ViewContext, era: Bool, to json: inout JSONWriter)
    /// The names and texts that a search looks through.
    static func texts(of seen: Shown<Self>) -> [String]
}

extension Presentable {
    static var standardSort: [Listing<Self>.SortTerm] { [.init(ordering: 0, descending: false)] }
    static var shapes: [Shape] { [.csv, .ndjson] }
    static func event(_ seen: Shown<Self>) -> CalendarEvent? { nil }
    static func unversioned(_ seen: Shown<Self>, in context: ViewContext) -> String? { nil }
    static func writeReading(_ seen: Shown<Self>, in context: ViewContext, era: Bool, to json: inout JSONWriter) {}

    /// - Parameter context: nil for the value alone, without what is read off others.
    static func view(_ seen: Shown<Self>, in context: ViewContext? = nil, era: Bool) -> [UInt8] {
        var json = JSONWriter()
        view(seen, in: context, era: era, to: &json)
        return json.finish()
    }

    static func view(_ seen: Shown<Self>, in context: ViewContext? = nil, era: Bool, to json: inout JSONWriter) {
        json.object { json in
            json.member("id", seen.id)
            write(seen, era: era, to: &json)
            if let context { writeReading(seen, in: context, era: era, to: &json) }
            json.member("version", seen.stamp.version)
            json.member("createdAt", seen.stamp.createdAt, era: era)
            json.member("updatedAt", seen.stamp.updatedAt, era: era)
        }
    }

    /// The value's view as an object: what a PATCH is merged into, and what read-only fields are compared with.
    static func object(_ seen: Shown<Self>, era: Bool = false) -> JSONObject {
        do {
            return try JSONValue(parsing: view(seen, era: era)).objectValue ?? JSONObject()
        } catch {
            return JSONObject()
        }
    }

    /// The common members, which every view has.
    static var commonFields: [String] { ["id", "version", "createdAt", "updatedAt"] }
}

/// What a view may be read off besides the value itself.
struct ViewContext: Sendable {
    let state: State
    let reader: Reader
    let today: Day
    /// The day that was asked for, where one was.
    let asOf: Day?
}

extension Call {
    /// A write is answered when it is on disk: with the state that has it.
    var context: ViewContext {
        ViewContext(
            state: endpoint.writes ? store.read().state : state,
            reader: reader,
            today: today,
            asOf: asOf
        )
    }
}

extension Shown {
    /// The opaque part of the entity tag of the plain view: the level, and the version that this level is told.
    var tag: String {
        switch level {
        case .public: "p" + String(stamp.version)
        case .members: "m" + String(stamp.version)
        case .secretariat: "s" + String(stamp.version)
        }
    }
}

extension JSONWriter {
    /// An instant in UTC; where eras are asked for, the day it is then in Tokyo beside it.
    mutating func member(_ name: StaticString, _ value: Instant?, era: Bool) {
        guard let value else { return }
        member(name, value.description)
        if era { label(name, value.dayInTokyo.eraLabel) }
    }

    /// A day; where eras are asked for, its Japanese text beside it.
    mutating func member(_ name: StaticString, _ value: Day?, era: Bool) {
        guard let value else { return }
        member(name, value.description)
        if era { label(name, value.eraLabel) }
    }

    private mutating func label(_ name: StaticString, _ text: String) {
        self.name(name.description + "Label")
        string(text)
    }

    mutating func member(_ period: Period, era: Bool) {
        member("from", period.from, era: era)
        member("until", period.until, era: era)
    }
}
