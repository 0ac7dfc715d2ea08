import Councils
import Testing

@testable import Store

/// What each level is told of a value's history.
@Suite struct StampTests {
    /// A transaction for each step, as in life; the stamps of all levels after each.
    private struct History {
        var state = StoreState()
        var moment = 0
        let id: ID<Minutes> = "minutes-1"

        mutating func create(_ minutes: Minutes) throws(Refusal) {
            try run { tx throws(Refusal) in _ = try tx.create("minutes-1", minutes, for: .administrator) }
        }

        mutating func change(_ step: (inout Minutes) throws(Refusal) -> Void) throws(Refusal) {
            try run { tx throws(Refusal) in
                let record = try tx.current(ID<Minutes>("minutes-1"))
                var minutes = record.value
                try step(&minutes)
                _ = try tx.replace(record, with: minutes, for: .administrator)
            }
        }

        mutating func delete() throws(Refusal) {
            try run { tx throws(Refusal) in try tx.delete(try tx.current(ID<Minutes>("minutes-1")), for: .administrator)
            }
        }

        private mutating func run(_ body: (inout Transaction) throws(Refusal) -> Void) throws(Refusal) {
            moment += 1
            var tx = Transaction(on: state, at: .at(moment))
            try body(&tx)
            state = tx.state
        }

        /// Version, creation and last change, as this level is told; nil where it sees nothing.
        func told(_ level: Level) -> [Int]? {
            guard let stamp = state.minutes[id]?.seen(at: level)?.stamp else { return nil }
            return [stamp.version, stamp.createdAt.number, stamp.updatedAt.number]
        }
    }

    private static func published() throws -> History {
        var history = History()
        try history.create(.draft())
        try history.change { minutes throws(Refusal) in try minutes.confirm(on: "2025-10-01") }
        try history.change { minutes throws(Refusal) in try minutes.publish(on: "2025-10-02") }
        return history
    }

    @Test func eachLevelCountsFromWhenItSeesItFirst() throws {
        let history = try Self.published()
        #expect(history.told(.public) == [1, 3, 3])
        #expect(history.told(.members) == [2, 2, 3])
        #expect(history.told(.secretariat) == [3, 1, 3])
    }

    @Test func anEditThatALevelCannotSeeChangesNothingForIt() throws {
        var history = try Self.published()
        let before = (history.told(.public), history.told(.members))
        try history.change { minutes throws(Refusal) in minutes.sections[1].body = "別の秘密" }
        try history.change { minutes throws(Refusal) in minutes.sections[1].speaker = "某" }
        #expect(history.told(.public) == before.0 && history.told(.members) == before.1)
        #expect(history.told(.secretariat) == [5, 1, 5])
        try history.change { minutes throws(Refusal) in minutes.sections[0].speaker = "座長" }
        #expect(history.told(.public) == before.0 && history.told(.members) == [3, 2, 6])
    }

    @Test func noVersionIsGivenTwiceWhenItIsPublishedAgain() throws {
        var history = try Self.published()
        try history.change { minutes throws(Refusal) in minutes.sections[0].body = "閉会" }
        #expect(history.told(.public) == [2, 3, 4])
        try history.change { minutes throws(Refusal) in try minutes.withdraw(on: "2025-10-03") }
        #expect(history.told(.public) == nil)
        try history.change { minutes throws(Refusal) in try minutes.publish(on: "2025-10-02") }
        #expect(history.told(.public) == [3, 3, 6] && history.told(.members) == [5, 2, 6])
    }

    @Test func anIdThatComesBackGoesOnCounting() throws {
        var history = try Self.published()
        let published = try #require(history.state.minutes[history.id]).value
        try history.delete()
        #expect(history.state.minutes.tombstone(history.id)?.stamps.public?.version == 2)
        try history.create(published)
        #expect(history.told(.public)?.first == 3 && history.told(.secretariat)?.first == 5)
        try history.delete()
        try history.create(.draft())
        #expect(history.told(.public) == nil && history.told(.secretariat)?.first == 7)
        #expect(history.state.minutes.tombstone(history.id) == nil)
        try history.change { minutes throws(Refusal) in try minutes.confirm(on: "2025-10-01") }
        try history.change { minutes throws(Refusal) in try minutes.publish(on: "2025-10-02") }
        #expect(history.told(.public)?.first == 5)
    }

    /// Deleted after it was withdrawn: the public is told nothing more, and no version twice.
    @Test func aDeletionCountsForThoseWhoSawIt() throws {
        var history = try Self.published()
        try history.change { minutes throws(Refusal) in try minutes.withdraw(on: "2025-10-03") }
        try history.delete()
        let tombstone = try #require(history.state.minutes.tombstone(history.id))
        #expect(tombstone.visibleFrom == .members && tombstone.stamps.public?.version == 1)
        #expect(tombstone.stamps.members?.version == 4 && tombstone.stamps.secretariat?.version == 5)
    }

    @Test func theSameValueAgainIsNoChange() throws {
        var history = try Self.published()
        let before = history.state.dump
        try history.change { _ in }
        #expect(history.state.dump == before)
    }
}

extension Instant {
    fileprivate var number: Int { Int(milliseconds - Instant.at(0).milliseconds) }
}
