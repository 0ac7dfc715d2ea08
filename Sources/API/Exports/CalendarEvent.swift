import Councils
import Store
import Web

/// An entry of a calendar, as a reader sees what it is made of.
struct CalendarEvent: Sendable {
    enum Time: Sendable {
        case between(Instant, Instant?)
        /// All day.
        case on(Day)
    }

    enum Status: String, Sendable {
        case confirmed = "CONFIRMED"
        case tentative = "TENTATIVE"
        case cancelled = "CANCELLED"
    }

    var time: Time
    var status: Status
    var summary: String
    var location: String?
    var address: String?

    /// - Parameters:
    ///   - id: the same in every answer, so that calendars change the event and do not add another.
    ///   - stamp: of the version that the reader is shown.
    func write(id: String, _ stamp: Stamp, to calendar: inout CalendarWriter) {
        calendar.line("BEGIN", "VEVENT")
        calendar.line("UID", id + "@kyogikai")
        calendar.line("DTSTAMP", stamp.updatedAt.basicForm)
        calendar.line("CREATED", stamp.createdAt.basicForm)
        calendar.line("LAST-MODIFIED", stamp.updatedAt.basicForm)
        calendar.line("SEQUENCE", String(stamp.version - 1))
        switch time {
        case .between(let start, let end):
            calendar.line("DTSTART", start.basicForm)
            if let end { calendar.line("DTEND", end.basicForm) }
        case .on(let day):
            calendar.line("DTSTART;VALUE=DATE", day.basicForm)
            calendar.line("DTEND;VALUE=DATE", day.adding(days: 1).basicForm)
        }
        calendar.line("STATUS", status.rawValue)
        calendar.text("SUMMARY", summary)
        calendar.text("LOCATION", location)
        if let address { calendar.line("URL", address) }
        calendar.line("END", "VEVENT")
    }

    /// The lines around the events.
    static func head(named name: String) -> [UInt8] {
        var calendar = CalendarWriter()
        calendar.line("BEGIN", "VCALENDAR")
        calendar.line("VERSION", "2.0")
        calendar.line("PRODID", "-//kyogikai//kyogikai//JA")
        calendar.line("METHOD", "PUBLISH")
        calendar.text("X-WR-CALNAME", name)
        calendar.text("NAME", name)
        calendar.line("REFRESH-INTERVAL;VALUE=DURATION", "PT6H")
        calendar.line("X-PUBLISHED-TTL", "PT6H")
        return calendar.take()
    }

    static let tail = Array("END:VCALENDAR\r\n".utf8)
}

extension Day {
    /// `20250710`
    fileprivate var basicForm: String { description.filter { $0 != "-" } }
}

extension Instant {
    /// `20250710T043000Z`, in UTC.
    fileprivate var basicForm: String { String(description.prefix(19).filter { $0 != "-" && $0 != ":" }) + "Z" }
}
