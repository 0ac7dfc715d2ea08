/// A moment in time, to the millisecond.
public struct Instant: Hashable, Sendable, Comparable {
    /// Since 1970-01-01T00:00:00Z, leap seconds not counted.
    public let milliseconds: Int64

    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    public static func < (one: Instant, other: Instant) -> Bool { one.milliseconds < other.milliseconds }

    /// The day that it is then in Asia/Tokyo, which is nine hours ahead of UTC all year.
    public var dayInTokyo: Day { Day(number: Int((milliseconds + 9 * 3_600_000).floorDivided(by: 86_400_000))) }

    /// The first moment of a day in Asia/Tokyo.
    public init(startOf day: Day) {
        milliseconds = Int64(day.number) * 86_400_000 - 9 * 3_600_000
    }
}

extension Instant: CustomStringConvertible {
    /// RFC 3339 in UTC with milliseconds: `2025-07-10T04:30:00.000Z`
    public var description: String {
        let day = milliseconds.floorDivided(by: 86_400_000)
        let rest = Int(milliseconds - day * 86_400_000)
        return String(unsafeUninitializedCapacity: 24) { bytes in
            Day(number: Int(day)).write(to: bytes)
            bytes[10] = UInt8(ascii: "T")
            Digits.write(rest / 3_600_000, width: 2, to: bytes, at: 11)
            bytes[13] = UInt8(ascii: ":")
            Digits.write(rest / 60_000 % 60, width: 2, to: bytes, at: 14)
            bytes[16] = UInt8(ascii: ":")
            Digits.write(rest / 1000 % 60, width: 2, to: bytes, at: 17)
            bytes[19] = UInt8(ascii: ".")
            Digits.write(rest % 1000, width: 3, to: bytes, at: 20)
            bytes[23] = UInt8(ascii: "Z")
            return 24
        }
    }
}

extension Instant {
    /// Reads RFC 3339 with an offset, to the millisecond; further digits are cut off. A leap second is refused.
    public init(_ raw: String) throws(Invalid) {
        let bytes = Array(raw.utf8)
        guard bytes.count >= 20, bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: "t"),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = Digits.value(bytes[0..<4]), let month = Digits.value(bytes[5..<7]),
            let dayOfMonth = Digits.value(bytes[8..<10]), let day = Day(year: year, month: month, day: dayOfMonth),
            let hour = Digits.value(bytes[11..<13]), hour < 24,
            let minute = Digits.value(bytes[14..<16]), minute < 60,
            let second = Digits.value(bytes[17..<19]), second < 60
        else { throw .instant }
        var rest = bytes[19...]
        var fraction = 0
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            guard !digits.isEmpty else { throw .instant }
            let three = Array(digits.prefix(3)) + Array(repeating: UInt8(ascii: "0"), count: max(0, 3 - digits.count))
            fraction = Digits.value(three[...]) ?? 0
            rest = rest[digits.endIndex...]
        }
        guard let offset = Self.offset(Array(rest)) else { throw .instant }
        let seconds = day.number * 86_400 + hour * 3600 + minute * 60 + second - offset
        milliseconds = Int64(seconds) * 1000 + Int64(fraction)
        // What is written back must be readable again, as an instant and as a day in Tokyo.
        guard Self.readable.contains(milliseconds) else { throw .instant }
    }

    /// From the first instant of year 1 in UTC to the last of year 9999 in Tokyo.
    private static let readable =
        Int64(Day(knownYear: 1, month: 1, day: 1).number) * 86_400_000..<Int64(
            Day(knownYear: 10_000, month: 1, day: 1).number
        ) * 86_400_000 - 9 * 3_600_000

    /// Seconds east of UTC: `Z`, `+09:00`.
    private static func offset(_ bytes: [UInt8]) -> Int? {
        if bytes == [UInt8(ascii: "Z")] || bytes == [UInt8(ascii: "z")] { return 0 }
        guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"),
            let hours = Digits.value(bytes[1..<3]), hours < 24,
            let minutes = Digits.value(bytes[4..<6]), minutes < 60
        else { return nil }
        switch bytes[0] {
        case UInt8(ascii: "+"): return hours * 3600 + minutes * 60
        case UInt8(ascii: "-"): return -(hours * 3600 + minutes * 60)
        default: return nil
        }
    }
}

extension Int64 {
    fileprivate func floorDivided(by divisor: Int64) -> Int64 {
        self >= 0 ? self / divisor : (self - divisor + 1) / divisor
    }
}
