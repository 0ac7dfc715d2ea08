import Testing

@testable import Web

/// Content lines of RFC 5545.
@Suite struct CalendarTests {
    @Test func aTextIsEscaped() {
        var calendar = CalendarWriter()
        calendar.text("SUMMARY", "a\\b;c,d\r\ne\nf\u{1}")
        calendar.text("LOCATION", nil)
        #expect(String(decoding: calendar.bytes, as: UTF8.self) == "SUMMARY:a\\\\b\\;c\\,d\\ne\\nf\r\n")
    }

    /// At most 75 octets, never within a character, and whole again once unfolded.
    @Test func aLongLineIsFolded() {
        for count in 0..<60 {
            let text = String(repeating: "a", count: count) + String(repeating: "協議会👪", count: 20)
            var calendar = CalendarWriter()
            calendar.text("SUMMARY", text)
            let lines = calendar.bytes.split(separator: 0x0A).map { $0.dropLast() }
            #expect(lines.allSatisfy { $0.count <= 75 && String(validating: $0, as: UTF8.self) != nil })
            let whole = String(decoding: calendar.bytes, as: UTF8.self).replacing("\r\n ", with: "")
            #expect(whole == "SUMMARY:" + text + "\r\n")
        }
    }
}
