import Councils
import Testing

@testable import API

/// The limits themselves: exact, bounded, and told as new once a minute.
@Suite struct LimitTables {
    private func at(_ milliseconds: Int64) -> Instant { Instant(milliseconds: 1_763_600_000_000 + milliseconds) }

    private func fail(_ attempts: FailedAttempts, _ network: ClientNetwork, _ times: Int, at milliseconds: Int64 = 0) {
        for _ in 0..<times { attempts.add(network, at: at(milliseconds)) }
    }

    @Test(
        arguments: [
            ("192.0.2.1", .ipv4(0xC000_0201)), ("::ffff:192.0.2.1", .ipv4(0xC000_0201)),
            ("2001:db8::1", .ipv6(0x2001_0DB8_0000_0000)), ("::", .ipv6(0)), ("::1", .ipv6(0)),
            ("fe80:1:2:3:4:5:6:7", .ipv6(0xFE80_0001_0002_0003)), ("1::8", .ipv6(0x0001_0000_0000_0000)),
            ("64:ff9b::192.0.2.1", .ipv6(0x0064_FF9B_0000_0000)),
            ("unix", .local), ("", .local), ("command", .local), ("1.2.3", .local), ("1.2.3.4.5", .local),
            ("1.2.3.256", .local), ("1.2.3.+4", .local), ("1.2.3.", .local), ("1:2:3:4:5:6:7", .local),
            ("1:2:3:4:5:6:7:8:9", .local), ("1::2::3", .local), (":::", .local), ("12345::", .local),
            ("1:2:3:4:5:6:7::8", .local), ("g::1", .local), ("fe80::1%eth0", .local), ("+1::", .local),
        ] as [(String, ClientNetwork)]
    )
    func anAddressIsRead(_ text: String, _ network: ClientNetwork) {
        #expect(ClientNetwork(text) == network)
    }

    @Test func manyAddressesTakeNoMoreThanTheirPlace() {
        let attempts = FailedAttempts()
        for number in 0..<100_000 as Range<UInt32> { attempts.add(.ipv4(number), at: at(Int64(number / 10_000))) }
        #expect((1...FailedAttempts.capacity).contains(attempts.size))
    }

    /// A flood of others does not let an address out that is shut out, nor one forget that has nearly been.
    @Test func aFloodLetsNobodyEscape() {
        let attempts = FailedAttempts()
        fail(attempts, .ipv6(1), 10)
        fail(attempts, .ipv6(2), 9)
        for number in 0..<100_000 as Range<UInt32> { attempts.add(.ipv4(number), at: at(Int64(number / 10_000))) }
        #expect(attempts.refusal(of: .ipv6(1), at: at(20)) != nil)
        #expect(attempts.refusal(of: .ipv6(2), at: at(20)) == nil)
        attempts.add(.ipv6(2), at: at(20))
        #expect(attempts.refusal(of: .ipv6(2), at: at(20)) != nil)
        #expect(attempts.size <= FailedAttempts.capacity)
    }

    @Test func amongEqualsTheOldestLeaves() {
        let attempts = FailedAttempts()
        for number in 0..<UInt32(FailedAttempts.capacity) { fail(attempts, .ipv4(number), 9, at: Int64(number)) }
        fail(attempts, .ipv6(1), 1, at: 5_000)
        for (number, isKnown) in [(0, false), (UInt32(FailedAttempts.capacity) - 1, true)] as [(UInt32, Bool)] {
            attempts.add(.ipv4(number), at: at(5_000))
            #expect((attempts.refusal(of: .ipv4(number), at: at(5_000)) != nil) == isKnown)
        }
    }

    @Test func whatIsPastIsForgotten() {
        let attempts = FailedAttempts()
        fail(attempts, .local, 10)
        #expect(attempts.size == 1 && attempts.refusal(of: .local, at: at(59_999)) != nil)
        #expect(attempts.refusal(of: .local, at: at(60_000)) == nil && attempts.size == 0)
    }

    @Test func aRefusalIsNewOnceAMinute() {
        let attempts = FailedAttempts()
        fail(attempts, .local, 10)
        #expect([0, 1, 59_999].map { attempts.refusal(of: .local, at: at($0))?.isRepetition } == [false, true, true])
        fail(attempts, .local, 10, at: 60_000)
        #expect([60_000, 60_001].map { attempts.refusal(of: .local, at: at($0))?.isRepetition } == [false, true])
        let limiter = RateLimiter<Int>(requestsPerMinute: 1)
        let told = [0, 1, 2, 59_999, 60_000, 60_001, 60_002].map { limiter.take(1, at: at($0))?.isRepetition }
        #expect(told == [nil, false, true, true, nil, false, true])
        #expect(limiter.take(1, at: at(-1_000_000))?.isRepetition == false)
    }

    /// The requests of ten seconds at once, at least one, and the rest evenly: never more, and hardly less for who asks
    /// each hundredth of a second.
    @Test(arguments: [1, 5, 6, 7, 59, 60, 1_000, 6_001]) func theRateIsExact(_ rate: Int) {
        let limiter = RateLimiter<Int>(requestsPerMinute: rate)
        let burst = max(1, rate / 6)
        var atOnce = 0
        while limiter.take(1, at: at(0)) == nil { atOnce += 1 }
        #expect(atOnce == burst)
        var allowed = 0
        for millisecond in stride(from: 10, through: 10 * 60_000, by: 10) as StrideThrough<Int64> {
            while limiter.take(1, at: at(millisecond)) == nil { allowed += 1 }
        }
        #expect(allowed <= 10 * rate && allowed >= 10 * rate * 99 / 100 - 1)
    }

    @Test func theTimeThatIsToldSufficesAndIsNeeded() {
        for rate in [1, 7, 60, 61, 1_000] {
            let limiter = RateLimiter<Int>(requestsPerMinute: rate)
            var throttled = limiter.take(1, at: at(0))
            while throttled == nil { throttled = limiter.take(1, at: at(0)) }
            let wait = Int64(throttled?.retryAfter ?? 0)
            #expect(wait >= 1 && limiter.take(1, at: at((wait - 1) * 1000)) != nil)
            #expect(limiter.take(1, at: at(wait * 1000)) == nil, "\(rate)")
        }
    }

    @Test func aClockThatGoesBackFillsNothingAndStopsNobody() {
        let limiter = RateLimiter<Int>(requestsPerMinute: 60)
        for _ in 0..<10 { #expect(limiter.take(1, at: at(3_600_000)) == nil) }
        #expect(limiter.take(1, at: at(0)) != nil)
        #expect(limiter.take(1, at: at(1_000)) == nil)
    }

    @Test func manyClientsTakeNoMoreThanTheirPlace() {
        let limiter = RateLimiter<Int>(requestsPerMinute: 1, capacity: 4096)
        for client in 0..<100_000 { _ = limiter.take(client, at: at(Int64(client / 10_000))) }
        #expect(limiter.size <= 4096)
    }

    /// A flood of others does not fill the bucket of whom has used it up.
    @Test func whoHasUsedUpTheMostStays() {
        let limiter = RateLimiter<Int>(requestsPerMinute: 60, capacity: 4096)
        while limiter.take(-1, at: at(0)) == nil {}
        for client in 0..<100_000 { _ = limiter.take(client, at: at(0)) }
        #expect(limiter.take(-1, at: at(0)) != nil)
    }
}
