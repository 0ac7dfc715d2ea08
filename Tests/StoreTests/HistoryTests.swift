import Councils
import Foundation
import Journal
import Synchronization
import Testing

@testable import Store

/// How a value came to be what it is, as each reader is told.
@Suite struct HistoryTests {
    private let office = Office()
    private static let id: ID<Minutes> = "minutes-1"
    private static let member = Reader.member("member-1", of: "gunma")
    private static let secretariat = Reader.secretariat(of: ["gunma"])

    /// Published after two edits of a withheld text, edited, withdrawn, published again.
    private func published() async throws -> Store {
        let store = try office.open(segmentBytes: 2_000).store
        try await store.edit(1) { tx throws(Refusal) in _ = try tx.create(Self.id, .draft(), for: .administrator) }
        try await store.edit(2) { minutes throws(Refusal) in minutes.sections[1].body = "別" }
        try await store.edit(3) { minutes throws(Refusal) in minutes.sections[1].body = "又" }
        try await store.edit(4) { minutes throws(Refusal) in try minutes.confirm(on: "2025-10-01") }
        try await store.edit(5) { minutes throws(Refusal) in try minutes.publish(on: "2025-10-02") }
        try await store.edit(6) { minutes throws(Refusal) in minutes.sections[1].body = "密" }
        try await store.edit(7) { minutes throws(Refusal) in minutes.sections[0].body = "閉会" }
        try await store.edit(8) { minutes throws(Refusal) in try minutes.withdraw(on: "2025-10-03") }
        try await store.edit(9) { minutes throws(Refusal) in try minutes.publish(on: "2025-10-04") }
        return store
    }

    /// `3@9 changed tester/request-9`
    private static func told(_ history: History) -> [String] {
        history.versions.map { version in
            let author = version.author.map { " \($0.actor)/\($0.request)" } ?? ""
            return
                "\(version.number)@\(version.at.milliseconds - Instant.at(0).milliseconds) \(version.change)\(author)"
        }
    }

    @Test func eachLevelIsToldOfWhatChangedForIt() async throws {
        let store = try await published()
        let open = try await store.history(of: Self.id, for: .public, limit: 50)
        #expect(Self.told(open) == ["3@9 changed", "2@7 changed", "1@5 created"])
        let members = try await store.history(of: Self.id, for: Self.member, limit: 50)
        #expect(Self.told(members) == ["5@9 changed", "4@8 changed", "3@7 changed", "2@5 changed", "1@4 created"])
        let whole = try await store.history(of: Self.id, for: Self.secretariat, limit: 50)
        #expect(
            Self.told(whole)
                == (1...9).reversed().map { "\($0)@\($0) \($0 == 1 ? "created" : "changed") tester/request-\($0)" }
        )
        #expect([open, members, whole].allSatisfy { $0.isComplete && !$0.hasMore })
        #expect(try await store.history(of: Self.id, for: .administrator, limit: 50) == whole)
        await store.close()
    }

    @Test func pagesJoinToTheWhole() async throws {
        let store = try await published()
        for reader in [.public, Self.member, Self.secretariat] as [Reader] {
            let whole = try await store.history(of: Self.id, for: reader, limit: 50)
            for limit in 1...4 {
                var versions: [History.Version] = []
                var bound: Int?
                while true {
                    let page = try await store.history(of: Self.id, for: reader, before: bound, limit: limit)
                    #expect(page.versions.count == limit || !page.hasMore)
                    versions += page.versions
                    #expect(page.isComplete == !page.hasMore)
                    guard page.hasMore else { break }
                    bound = page.versions.last?.number
                }
                #expect(versions == whole.versions)
            }
        }
        await store.close()
    }

    @Test func anOldVersionIsShownToThoseWhoSeeAllOfIt() async throws {
        let store = try await published()
        for (number, text) in [(1, "秘密"), (2, "別"), (3, "又"), (5, "又"), (6, "密"), (9, "密")] {
            let seen = try await store.version(number, of: Self.id, for: Self.secretariat)
            #expect(seen.stamp.version == number && seen.stamp.updatedAt == .at(number))
            guard case .open(_, _, let body, _, _, _) = seen.value.sections[1] else {
                Issue.record("withheld")
                return
            }
            #expect(body.text == text)
        }
        for (reader, current) in [(Reader.public, 3), (Self.member, 5)] {
            #expect(try await store.version(current, of: Self.id, for: reader).stamp.version == current)
            for number in [1, 2, current + 1, 99] where number != current {
                #expect(await store.refusesVersion(number, of: Self.id, for: reader) == .notFound)
            }
        }
        for number in [0, 10, 99] {
            #expect(await store.refusesVersion(number, of: Self.id, for: Self.secretariat) == .notFound)
        }
        await store.close()
    }

    @Test func whatIsNotSeenHasNoHistory() async throws {
        let store = try await published()
        try await store.edit(10) { minutes throws(Refusal) in try minutes.withdraw(on: "2025-10-05") }
        for reader in [Reader.public, .member("m", of: "tokyo"), .secretariat(of: ["tokyo"])] {
            let refused = await refusal { () async throws(Refusal) in
                try await store.history(of: Self.id, for: reader, limit: 9)
            }
            #expect(refused == .notFound)
            #expect(await store.refusesVersion(3, of: Self.id, for: reader) == .notFound)
        }
        #expect(try await store.history(of: Self.id, for: Self.member, limit: 1).versions[0].number == 6)
        let unknown = await refusal { () async throws(Refusal) in
            try await store.history(of: ID<Minutes>("other"), for: .administrator, limit: 9)
        }
        #expect(unknown == .notFound)
        await store.close()
    }

    @Test func whatWasDeletedHasAPastForItsSecretariat() async throws {
        let store = try await published()
        try await store.edit(10) { tx throws(Refusal) in try tx.delete(try tx.current(Self.id), for: .administrator) }
        for (reader, refused) in [
            (Reader.public, Refusal.deleted), (Self.member, .deleted), (.secretariat(of: ["tokyo"]), .deleted),
        ] {
            #expect(
                await refusal { () async throws(Refusal) in
                    try await store.history(of: Self.id, for: reader, limit: 9)
                } == refused
            )
            #expect(await store.refusesVersion(3, of: Self.id, for: reader) == refused)
        }
        let whole = try await store.history(of: Self.id, for: Self.secretariat, limit: 2)
        #expect(Self.told(whole) == ["10@10 deleted tester/request-10", "9@9 changed tester/request-9"])
        #expect(try await store.version(9, of: Self.id, for: Self.secretariat).value.state == .published)
        #expect(await store.refusesVersion(10, of: Self.id, for: Self.secretariat) == .deleted)
        #expect(await store.refusesVersion(11, of: Self.id, for: Self.secretariat) == .notFound)

        // It comes back: the public was told of the deletion, and is told of nothing that it did not see.
        try await store.edit(11) { tx throws(Refusal) in _ = try tx.create(Self.id, .draft(), for: .administrator) }
        try await store.edit(12) { minutes throws(Refusal) in try minutes.confirm(on: "2025-10-06") }
        try await store.edit(13) { minutes throws(Refusal) in try minutes.publish(on: "2025-10-07") }
        let open = try await store.history(of: Self.id, for: .public, limit: 3)
        #expect(Self.told(open) == ["5@13 created", "4@10 deleted", "3@9 changed"] && open.hasMore)
        #expect(
            Self.told(try await store.history(of: Self.id, for: Self.secretariat, before: 13, limit: 2))
                == ["12@12 changed tester/request-12", "11@11 created tester/request-11"]
        )
        await store.close()
    }

    /// Nor of a deletion that it did not see.
    @Test func whatWasDeletedAfterItWasWithdrawnWasNotDeletedForThePublic() async throws {
        let store = try office.open().store
        try await store.edit(1) { tx throws(Refusal) in _ = try tx.create(Self.id, .draft(), for: .administrator) }
        try await store.edit(2) { minutes throws(Refusal) in try minutes.confirm(on: "2025-10-01") }
        try await store.edit(3) { minutes throws(Refusal) in try minutes.publish(on: "2025-10-02") }
        let value = try #require(store.read().state.minutes[Self.id]).value
        try await store.edit(4) { minutes throws(Refusal) in try minutes.withdraw(on: "2025-10-03") }
        try await store.edit(5) { tx throws(Refusal) in try tx.delete(try tx.current(Self.id), for: .administrator) }
        try await store.edit(6) { tx throws(Refusal) in _ = try tx.create(Self.id, value, for: .administrator) }
        let open = try await store.history(of: Self.id, for: .public, limit: 9)
        #expect(Self.told(open) == ["2@6 changed", "1@3 created"])
        let members = try await store.history(of: Self.id, for: Self.member, limit: 9)
        #expect(
            Self.told(members)
                == ["5@6 created", "4@5 deleted", "3@4 changed", "2@3 changed", "1@2 created"]
        )
        await store.close()
    }

    /// The members of one and its secretariat are told nothing of when it was another's.
    @Test func whatBelongedToAnotherCouncilIsThatCouncils() async throws {
        let store = try office.open().store
        let id: ID<Meeting> = "meeting-1"
        try await store.edit(1) { tx throws(Refusal) in
            _ = try tx.create(id, .number(1, in: "tokyo"), for: .administrator)
        }
        for (number, council) in [(2, "tokyo"), (3, "gunma"), (4, "gunma")] as [(Int, ID<Council>)] {
            try await store.edit(number) { tx throws(Refusal) in
                _ = try tx.replace(try tx.current(id), with: .number(number, in: council), for: .administrator)
            }
        }
        let own = try await store.history(of: id, for: Self.secretariat, limit: 9)
        #expect(Self.told(own) == ["4@4 changed tester/request-4", "3@3 changed tester/request-3"])
        #expect(!own.isComplete && !own.hasMore)
        #expect(await store.refusesVersion(2, of: id, for: Self.secretariat) == .notFound)
        #expect(
            Self.told(try await store.history(of: id, for: Self.member, limit: 9)) == ["4@4 changed", "3@3 changed"]
        )
        for reader in [.administrator, .secretariat(of: ["gunma", "tokyo"])] as [Reader] {
            #expect(try await store.history(of: id, for: reader, limit: 9).versions.count == 4)
            #expect(try await store.version(1, of: id, for: reader).value.councilID == "tokyo")
        }
        // Its former council knows what everybody knows.
        let former = try await store.history(of: id, for: .secretariat(of: ["tokyo"]), limit: 9)
        #expect(Self.told(former) == ["4@4 changed", "3@3 changed", "2@2 changed", "1@1 created"])
        await store.close()
    }

    @Test func everybodySeesTheOldVersionsOfWhatIsPublicByNature() async throws {
        let store = try office.open().store
        let id: ID<Member> = "m-1"
        try await store.edit(1) { tx throws(Refusal) in
            _ = try tx.create(id, .named("甲", in: "tokyo"), for: .administrator)
        }
        try await store.edit(2) { tx throws(Refusal) in
            _ = try tx.replace(try tx.current(id), with: .named("乙"), for: .administrator)
        }
        for reader in [.public, Self.secretariat] as [Reader] {
            #expect(try await store.version(1, of: id, for: reader).value.name == "甲")
        }
        #expect(Self.told(try await store.history(of: id, for: .public, limit: 9)) == ["2@2 changed", "1@1 created"])
        #expect(
            Self.told(try await store.history(of: id, for: Self.secretariat, limit: 9))
                == ["2@2 changed tester/request-2", "1@1 created"]
        )
        try await store.edit(3) { tx throws(Refusal) in try tx.delete(try tx.current(id), for: .administrator) }
        #expect(await store.refusesVersion(1, of: id, for: .public) == .deleted)
        try await store.edit(4) { tx throws(Refusal) in _ = try tx.create(id, .named("丙"), for: .administrator) }
        #expect(await store.refusesVersion(3, of: id, for: .public) == .deleted)
        #expect(try await store.version(2, of: id, for: .public).value.name == "乙")
        await store.close()
    }

    @Test func severalChangesInOneEntryAreAllThere() async throws {
        let store = try office.open().store
        let id: ID<Council> = "a-1"
        try await store.edit(1) { tx throws(Refusal) in
            _ = try tx.create(id, .named("甲"), for: .administrator)
            _ = try tx.replace(try tx.current(id), with: .named("乙"), for: .administrator)
            try tx.delete(try tx.current(id), for: .administrator)
        }
        try await store.edit(2) { tx throws(Refusal) in _ = try tx.create(id, .named("丙"), for: .administrator) }
        let history = try await store.history(of: id, for: .public, limit: 9)
        #expect(Self.told(history) == ["4@2 created", "3@1 deleted", "2@1 changed", "1@1 created"])
        #expect(try await store.version(2, of: id, for: .public).value.name == "乙")
        await store.close()
    }
}

extension Store {
    func edit(
        _ number: Int,
        _ body: @escaping @Sendable (inout Transaction) throws(Refusal) -> Void
    ) async throws(Refusal) {
        try await write(.at(number), body)
    }

    func edit(
        _ number: Int,
        _ step: @escaping @Sendable (inout Minutes) throws(Refusal) -> Void
    ) async throws(Refusal) {
        try await write(.at(number)) { tx throws(Refusal) in
            let record = try tx.current(ID<Minutes>("minutes-1"))
            var minutes = record.value
            try step(&minutes)
            _ = try tx.replace(record, with: minutes, for: .administrator)
        }
    }

    func refusesVersion<Value: Stored>(_ number: Int, of id: ID<Value>, for reader: Reader) async -> Refusal? {
        await refusal { () async throws(Refusal) in _ = try await version(number, of: id, for: reader) }
    }
}
