import Councils
import Testing

@Suite struct Identifiers {
    @Test(arguments: ["ab", "gunma", "a1", "gunma-2025", "a--b", String(repeating: "a", count: 63)])
    func aCouncilIsNamedByASlug(_ raw: String) throws {
        #expect(try ID<Council>(slug: raw).text == raw)
    }

    @Test(arguments: [
        "", "a", String(repeating: "a", count: 64), "1a", "-a", "a-", "Gunma", "gun_ma", "gun.ma", "gun/ma", "gunma\n",
        " gunma",
        "群馬", "gu\u{308}n", "ｇunma",
    ])
    func otherTextsAreNoSlug(_ raw: String) {
        #expect(throws: Invalid.format("[a-z][a-z0-9-]*[a-z0-9]")) { try ID<Council>(slug: raw) }
    }

    @Test(arguments: ["01981c00-0000-7000-8000-000000000000", "ffffffff-ffff-7fff-bfff-ffffffffffff"])
    func aUUIDOfVersion7IsRead(_ raw: String) throws {
        #expect(try ID<Meeting>(uuid: raw).text == raw)
    }

    @Test(arguments: [
        "", "01981c00-0000-7000-8000-00000000000", "01981c00-0000-7000-8000-0000000000000",
        "01981C00-0000-7000-8000-000000000000", "01981c00-0000-4000-8000-000000000000",
        "01981c00-0000-7000-7000-000000000000", "01981c00-0000-7000-c000-000000000000",
        "01981c0000000-7000-8000-000000000000", "{1981c00-0000-7000-8000-00000000000}",
        "01981c00-0000-7000-8000-00000000000g", "01981c00-0000-7000-8000-0000000000\u{660}",
        "01981c00-0000-7000-8000-00000000000\n",
    ])
    func otherTextsAreNoUUIDOfVersion7(_ raw: String) {
        #expect(throws: Invalid.format("UUIDv7")) { try ID<Meeting>(uuid: raw) }
    }

    /// The example of RFC 9562, appendix A.6.
    @Test func theMomentAndTheRandomBitsStandWhereTheRFCPutsThem() {
        let id = ID<Meeting>(
            at: Instant(milliseconds: 0x017F_22E2_79B0),
            random: (0xCC3, 0x18C4_DC0C_0C07_398F)
        )
        #expect(id.text == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f")
    }

    @Test(arguments: [(UInt64.min, UInt64.min), (UInt64.max, UInt64.max), (0xF000, 0xC000_0000_0000_0000)])
    func whatIsMadeIsReadByItsOwnReader(_ one: UInt64, _ other: UInt64) throws {
        let id = ID<Meeting>(at: "2025-07-10T04:30:00Z", random: (one, other))
        #expect(try ID<Meeting>(uuid: id.text) == id)
        #expect(id.text.hasPrefix("0197f298-f540-7"))
    }

    @Test func laterIdsComeAfterEarlierOnesWhateverTheirRandomBits() {
        let start: Instant = "2025-07-10T04:30:00Z"
        let ids = (0..<200).map { step in
            let moment = Instant(milliseconds: start.milliseconds + Int64(step * step))
            return ID<Meeting>(at: moment, random: step % 2 == 0 ? (.max, .max) : (0, 0))
        }
        #expect(ids.dropFirst(2) == ids.dropFirst(2).sorted()[...])
        #expect(Set(ids).count == 200)
    }

    @Test func everyRandomBitCounts() {
        let moment: Instant = "2025-07-10T04:30:00Z"
        let one = (0..<12).map { ID<Meeting>(at: moment, random: (1 << $0, 0)) }
        let other = (0..<62).map { ID<Meeting>(at: moment, random: (0, 1 << $0)) }
        let none = ID<Meeting>(at: moment, random: (0, 0))
        #expect(Set([none] + one + other).count == 75)
    }
}
