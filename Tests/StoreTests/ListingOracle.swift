import Councils
import Disks

@testable import Store

/// What a list is made of in these tests: random values of one type.
protocol RandomlyMade: Stored {
    static func random(_ dice: inout Dice) -> Self
}

private func anyCouncil(_ dice: inout Dice) -> ID<Council> {
    ID(trusted: ["a", "ab", "b", "c"][dice.below(4)])
}

extension Meeting: RandomlyMade {
    static func random(_ dice: inout Dice) -> Meeting {
        var meeting = Meeting.number(1 + dice.below(4), in: anyCouncil(&dice))
        if dice.roll(2) {
            meeting.startsAt = Instant(milliseconds: Int64(dice.below(5)) * 1_000_000_007 - 2_000_000_000)
        }
        if dice.roll(3) { meeting.replyDueOn = Day(number: 20_000 + dice.below(3)) }
        return meeting
    }
}

extension Minutes: RandomlyMade {
    static func random(_ dice: inout Dice) -> Minutes {
        var minutes = Minutes.draft(in: anyCouncil(&dice))
        let day = Day(number: 20_000 + dice.below(3))
        let steps = dice.below(4)
        do throws(Refusal) {
            if steps > 0 { try minutes.confirm(on: day) }
            if steps > 1 { try minutes.publish(on: day.adding(days: dice.below(2))) }
            if steps > 2 { try minutes.withdraw(on: day) }
        } catch {}
        return minutes
    }
}

extension Member: RandomlyMade {
    static func random(_ dice: inout Dice) -> Member {
        let names = ["県", "県庁", "市", "A", "a", "Ab", "\u{1F600}", "𠮷野家"]
        return .named(try! Line(names.randomElement(using: &dice)!), in: anyCouncil(&dice), order: 1 + dice.below(300))
    }
}

extension Listing {
    static func random(_ dice: inout Dice, _ ids: [ID<Value>]) -> Listing {
        let readers: [Reader] = [
            .public, .member("m", of: "a"), .member("m", of: "ab"), .secretariat(of: ["a", "c"]), .administrator,
        ]
        var listing = Listing(for: readers.randomElement(using: &dice)!)
        if dice.roll(3) { listing.councils = [["a", "ab", "b"].randomElement(using: &dice)!, "c"] }
        if dice.roll(4) { listing.among = ids.filter { _ in dice.roll(2) } }
        if dice.roll(3) { listing.includes = { $0.id.text.utf8.last! % 3 != 0 } }
        listing.sort = (0...dice.below(3)).map { _ in
            SortTerm(ordering: dice.below(Value.orderings.count), descending: dice.roll(2))
        }
        listing.limit = 4 + dice.below(40)
        listing.counts = dice.roll(2)
        return listing
    }

    /// The simple way: everything that the reader sees and that fits, sorted.
    func oracle(_ state: StoreState) -> [ID<Value>] {
        let fitting = state[keyPath: Value.tablePath].records.map(\.value).filter { record in
            let council = record.value.council(id: record.id)
            guard let seen = record.seen(at: reader.level(in: council)) else { return false }
            return councils?.contains(council) ?? true && among?.contains(record.id) ?? true && includes?(seen) ?? true
        }
        let keyed = fitting.map { record in
            // Of what the lowest level sees of it.
            let seen = Level.allCases.lazy.compactMap { record.value.seen(at: $0) }.first
            return (
                id: record.id,
                keys: sort.map { term in seen.flatMap { Value.orderings[term.ordering].key($0, record.id)?.bytes } }
            )
        }
        return keyed.sorted { one, other in
            for (term, (key, otherKey)) in zip(sort, zip(one.keys, other.keys)) where key != otherKey {
                // What has no key comes last in both directions.
                guard let key, let otherKey else { return key != nil }
                return key.lexicographicallyPrecedes(otherKey) != term.descending
            }
            return one.id != other.id && (one.id.text < other.id.text) != sort[0].descending
        }.map(\.id)
    }
}
