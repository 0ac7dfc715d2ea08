import Councils
import Disks
import Testing

@testable import Store

/// A list is what sorting everything would give, page after page, whatever is written meanwhile.
@Suite struct ListingTests {
    @Test(arguments: 1...3 as ClosedRange<UInt64>)
    func meetingsAreListedAsSortingWould(seed: UInt64) { check(Meeting.self, seed) }

    @Test(arguments: 11...13 as ClosedRange<UInt64>)
    func minutesAreListedAsSortingWould(seed: UInt64) { check(Minutes.self, seed) }

    @Test(arguments: 21...23 as ClosedRange<UInt64>)
    func membersAreListedAsSortingWould(seed: UInt64) { check(Member.self, seed) }

    private func check<Value: RandomlyMade>(_ type: Value.Type, _ seed: UInt64) {
        var dice = Dice(seed: seed)
        let (state, ids) = Self.world(type, 120, &dice)
        for _ in 0..<40 {
            var listing = Listing<Value>.random(&dice, ids)
            let expected = listing.oracle(state)
            var listed: [ID<Value>] = []
            repeat {
                let page = state.list(listing)
                #expect(page.total == (listing.counts ? expected.count : nil))
                #expect(page.items.count <= listing.limit && (page.next == nil || page.items.count == listing.limit))
                listed += page.items.map(\.id)
                listing.after = page.next
            } while listing.after != nil && listed.count <= ids.count
            if listed != expected { return #expect(listed == expected, "\(listing)") }
        }
    }

    @Test(arguments: 31...33 as ClosedRange<UInt64>)
    func whatStaysIsSeenOnceWhileOthersWrite(seed: UInt64) {
        whatStaysIsSeenOnce(Meeting.self, seed)
        whatStaysIsSeenOnce(Minutes.self, seed)
    }

    private func whatStaysIsSeenOnce<Value: RandomlyMade>(_ type: Value.Type, _ seed: UInt64) {
        var dice = Dice(seed: seed)
        for _ in 0..<12 {
            var (state, ids) = Self.world(type, 100, &dice)
            let staying = Set(ids.filter { _ in dice.roll(2) })
            var listing = Listing<Value>.random(&dice, ids)
            listing.limit = 3 + dice.below(9)
            let expected = listing.oracle(state).filter(staying.contains)
            var listed: [ID<Value>] = []
            repeat {
                let page = state.list(listing)
                listed += page.items.map(\.id)
                listing.after = page.next
                for _ in 0..<6 { Self.disturb(&state, &ids, sparing: staying, &dice) }
            } while listing.after != nil && listed.count < 2_000
            if listed.filter(staying.contains) != expected {
                return #expect(listed.filter(staying.contains) == expected, "\(listing)")
            }
        }
    }

    private static func world<Value: RandomlyMade>(
        _ type: Value.Type,
        _ count: Int,
        _ dice: inout Dice
    ) -> (state: StoreState, ids: [ID<Value>]) {
        var state = StoreState()
        let ids = (0..<count).map { ID<Value>(trusted: "id-\($0)") }
        for id in ids { put(id, &state, &dice) }
        // Edits move values between partitions and within orders.
        for id in ids where dice.roll(3) { put(id, &state, &dice) }
        return (state, ids)
    }

    private static func put<Value: RandomlyMade>(_ id: ID<Value>, _ state: inout StoreState, _ dice: inout Dice) {
        let value = Value.random(&dice)
        let former = state[keyPath: Value.tablePath][id]
        let stamps = (former?.stamps ?? Stamps()).after(former?.value, became: value, at: .at(1))
        state.put(Record(id: id, value: value, stamps: stamps, seq: 1))
    }

    private static func disturb<Value: RandomlyMade>(
        _ state: inout StoreState,
        _ ids: inout [ID<Value>],
        sparing: Set<ID<Value>>,
        _ dice: inout Dice
    ) {
        let id = ids.randomElement(using: &dice)!
        switch dice.below(3) {
        case 0:
            ids.append(ID(trusted: "id-\(ids.count)"))
            put(ids[ids.count - 1], &state, &dice)
        case 1 where !sparing.contains(id):
            guard let record = state[keyPath: Value.tablePath][id] else { return }
            state.delete(Value.self, id, leaving: Tombstone(of: record, at: .at(2), seq: 2))
        case _ where !sparing.contains(id): put(id, &state, &dice)
        default: break
        }
    }

    @Test func aPlaceThatWasMadeUpIsAnsweredWithoutATrap() {
        var dice = Dice(seed: 41)
        let (state, ids) = Self.world(Meeting.self, 60, &dice)
        for _ in 0..<150 {
            var listing = Listing<Meeting>.random(&dice, ids)
            let bytes = { (dice: inout Dice) in (0..<dice.below(12)).map { _ in UInt8(dice.below(256)) } }
            let keys = listing.sort.map { _ in bytes(&dice) }
            listing.after = Position(keys: keys, id: String(decoding: bytes(&dice), as: UTF8.self))
            let page = state.list(listing)
            #expect(page.items.count <= listing.limit)
        }
    }

    @Test func whatHasNoKeyComesLastInBothDirections() {
        var state = StoreState()
        for (id, milliseconds) in [("none", nil), ("late", 2), ("early", 1)] as [(String, Int64?)] {
            var meeting = Meeting.number(1)
            meeting.startsAt = milliseconds.map(Instant.init(milliseconds:))
            let stamps = Stamps().after(nil, became: meeting, at: .at(1))
            state.put(Record(id: ID(trusted: id), value: meeting, stamps: stamps, seq: 1))
        }
        var listing = Listing<Meeting>(for: .public)
        #expect(state.list(listing).items.map(\.id) == ["early", "late", "none"])
        listing.sort[0].descending = true
        #expect(state.list(listing).items.map(\.id) == ["late", "early", "none"])
    }
}
