import Councils
import Testing

@testable import Store

/// How many records a page looks at: growth shows here long before it shows in a clock.
@Suite struct VisitedTests {
    /// 20,000 members of two councils; 5,000 minutes, of which every hundredth is public.
    private static let state: StoreState = {
        var state = StoreState()
        for number in 0..<20_000 {
            let council: ID<Council> = number % 3 == 0 ? "gunma" : "tokyo"
            let member = Member.named(
                try! Line("団体 \(number * 7919 % 20_011)"),
                in: council,
                order: 1 + number % 10_000
            )
            let stamps = Stamps().after(nil, became: member, at: .at(number))
            state.put(Record(id: "m-\(number)", value: member, stamps: stamps, seq: 1))
        }
        for number in 0..<5_000 {
            var minutes = Minutes.draft()
            do throws(Refusal) {
                if number % 10 == 0 { try minutes.confirm(on: "2025-10-01") }
                if number % 100 == 0 { try minutes.publish(on: "2025-10-02") }
            } catch {}
            let stamps = Stamps().after(nil, became: minutes, at: .at(number))
            state.put(Record(id: "p-\(number)", value: minutes, stamps: stamps, seq: 1))
        }
        return state
    }()

    @Test(arguments: 0..<5, [false, true])
    func aPageLooksAtItsOwnItemsHoweverDeepItLies(ordering: Int, descending: Bool) {
        var listing = Listing<Member>(for: .public)
        listing.sort = [.init(ordering: ordering, descending: descending)]
        for number in stride(from: 0, to: 20_000, by: 2_501) {
            let record = Self.state.members["m-\(number)"]!
            listing.after = Position(keys: listing.keys(of: record).map(\.bytes), id: record.id.text)
            let page = Self.state.list(listing)
            // The one behind the page tells that there is a next page.
            #expect(page.visited == page.items.count + (page.next == nil ? 0 : 1))
            #expect(page.items.first?.id != record.id && (page.items.count == 50 || page.next == nil))
        }
    }

    @Test func countingLooksAtNothing() {
        var listing = Listing<Member>(for: .public)
        listing.counts = true
        let page = Self.state.list(listing)
        #expect(page.total == 20_000 && page.visited == 51)
        listing.councils = ["gunma"]
        let own = Self.state.list(listing)
        #expect(own.total == 6_667 && own.visited == 51 && own.items.allSatisfy { $0.value.councilID == "gunma" })
    }

    @Test(arguments: [(Reader.public, 50), (.member("m", of: "gunma"), 500), (.secretariat(of: ["gunma"]), 5_000)])
    func whatAReaderDoesNotSeeIsNeverLookedAt(reader: Reader, count: Int) {
        var listing = Listing<Minutes>(for: reader)
        listing.limit = .max
        for ordering in Minutes.orderings.indices {
            listing.sort = [.init(ordering: ordering, descending: true)]
            let page = Self.state.list(listing)
            #expect(page.items.count == count && page.visited == count)
        }
    }

    @Test func aFurtherTermLooksAtThoseEqualInTheFirst() {
        var listing = Listing<Member>(for: .public)
        // Two members share each place in the table.
        listing.sort = [.init(ordering: 1, descending: false), .init(ordering: 2, descending: false)]
        let first = Self.state.list(listing)
        listing.after = first.next
        let second = Self.state.list(listing)
        #expect(first.visited <= 56 && second.visited <= 56)
    }

    @Test func amongLooksAtThoseAlone() {
        var listing = Listing<Member>(for: .public)
        listing.among = (0..<30).map { "m-\($0 * 11)" }
        #expect(Self.state.list(listing).visited == 30)
    }
}
