import Synchronization

/// The bytes of a `Date` field's value, made once a second.
final class HTTPDate: Sendable {
    private let cache = Mutex<(second: Int, bytes: [UInt8])>((.min, []))

    /// IMF-fixdate (RFC 9110 §5.6.7) for `second` since 1970.
    func bytes(at second: Int) -> [UInt8] {
        cache.withLock { cache in
            if cache.second != second { cache = (second, Self.render(second)) }
            return cache.bytes
        }
    }

    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    private static func render(_ second: Int) -> [UInt8] {
        let second = max(second, 0)
        let (days, time) = second.quotientAndRemainder(dividingBy: 86_400)
        let (year, month, day) = civil(days)
        let clock = [time / 3600, time / 60 % 60, time % 60].map(twoDigits).joined(separator: ":")
        let date = "\(twoDigits(day)) \(months[month - 1]) \(year)"
        return Array("\(weekdays[days % 7]), \(date) \(clock) GMT".utf8)
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// Days since 1970 to a date of the Gregorian calendar: eras of 400 years whose years begin in March.
    private static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}
