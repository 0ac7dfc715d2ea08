/// A day of the Gregorian calendar, without a time or a place.
public struct Day: Hashable, Sendable, Comparable {
    /// Days since 1970-01-01.
    public let number: Int

    public init(number: Int) {
        self.number = number
    }

    /// - Returns: nil for a date that the calendar does not have. Years run from 1 to 9999.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
        let number = Self.number(year: year, month: month, day: day)
        let back = Self.components(of: number)
        guard back == (year, month, day) else { return nil }
        self.number = number
    }

    public var year: Int { Self.components(of: number).year }
    public var month: Int { Self.components(of: number).month }
    public var day: Int { Self.components(of: number).day }

    public static func < (one: Day, other: Day) -> Bool { one.number < other.number }

    public func adding(days: Int) -> Day { Day(number: number + days) }

    /// For dates that are known to be there; the year may lie beyond those that can be read.
    init(knownYear year: Int, month: Int, day: Int) {
        number = Self.number(year: year, month: month, day: day)
    }

    // Both directions count in years that begin in March, so that the leap day is a year's last.
    private static func number(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    static func components(of number: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = number + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        return (
            yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * marchMonth + 2) / 5 + 1
        )
    }
}

extension Day: CustomStringConvertible {
    /// `YYYY-MM-DD`
    public var description: String {
        String(unsafeUninitializedCapacity: 10) { bytes in
            write(to: bytes)
            return 10
        }
    }

    /// The ten bytes of the description. Lists print thousands of days, so that no text is put together on the way.
    func write(to bytes: UnsafeMutableBufferPointer<UInt8>) {
        let (year, month, day) = Self.components(of: number)
        Digits.write(year, width: 4, to: bytes, at: 0)
        bytes[4] = UInt8(ascii: "-")
        Digits.write(month, width: 2, to: bytes, at: 5)
        bytes[7] = UInt8(ascii: "-")
        Digits.write(day, width: 2, to: bytes, at: 8)
    }
}
