internal import FoundationEssentials

/// Times for people.
enum Moments {
    /// `2025-07-10T04:30:00.123Z`, of milliseconds since 1970.
    static func text(_ milliseconds: Int64) -> String {
        let rest = (milliseconds % 1000 + 1000) % 1000
        let date = Date(timeIntervalSince1970: Double((milliseconds - rest) / 1000))
        return date.formatted(.iso8601).dropLast() + "." + String(1000 + rest).dropFirst() + "Z"
    }
}
