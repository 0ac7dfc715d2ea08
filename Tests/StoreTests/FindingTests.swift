import Councils
import Testing

@testable import Store

/// Who finds what: every reader, every level, in the own council and another.
@Suite struct FindingTests {
    private static let readers: [(name: String, reader: Reader, level: Level)] = [
        ("public", .public, .public),
        ("member", .member("member-1", of: "gunma"), .members),
        ("member of another", .member("member-1", of: "tokyo"), .public),
        ("secretariat", .secretariat(of: ["gunma", "saitama"]), .secretariat),
        ("secretariat of another", .secretariat(of: ["tokyo"]), .public),
        ("administrator", .administrator, .secretariat),
    ]

    private static let values: [(id: ID<Minutes>, level: Level)] = [
        ("draft", .secretariat), ("confirmed", .members), ("published", .public), ("withdrawn", .members),
    ]

    private static func minutes(_ id: ID<Minutes>) throws -> Minutes {
        try Minutes.draft().with { minutes in
            if id != "draft" { try minutes.confirm(on: "2025-10-01") }
            if id == "published" || id == "withdrawn" { try minutes.publish(on: "2025-10-02") }
            if id == "withdrawn" { try minutes.withdraw(on: "2025-10-03") }
        }
    }

    private static func state(deleting: Bool) throws -> StoreState {
        var tx = Transaction(on: StoreState(), at: .at(1))
        for (id, _) in values {
            let record = try tx.create(id, try minutes(id), for: .administrator)
            if deleting { try tx.delete(record, for: .administrator) }
        }
        return tx.state
    }

    @Test(arguments: 0..<6, 0..<4)
    func aReaderFindsWhatIsOfItsLevel(reader: Int, value: Int) throws {
        let (_, reader, level) = Self.readers[reader]
        let (id, lowest) = Self.values[value]
        let state = try Self.state(deleting: false)
        let found = refusal { () throws(Refusal) in try state.find(id, for: reader) }
        #expect(found == (level >= lowest ? nil : .notFound))
        guard level >= lowest else { return }
        let shown = try state.find(id, for: reader)
        let expected = try Self.minutes(id).seen(at: level)
        #expect(shown.level == level && shown.value == expected)
    }

    @Test(arguments: 0..<6, 0..<4)
    func onlyThoseWhoCouldSeeItLearnThatItIsDeleted(reader: Int, value: Int) throws {
        let (_, reader, level) = Self.readers[reader]
        let (id, lowest) = Self.values[value]
        let state = try Self.state(deleting: true)
        let found = refusal { () throws(Refusal) in try state.find(id, for: reader) }
        #expect(found == (level >= lowest ? .deleted : .notFound))
    }

    @Test(arguments: 0..<6, 0..<4)
    func aListHasWhatIsFound(reader: Int, value: Int) throws {
        let (_, reader, level) = Self.readers[reader]
        let (id, lowest) = Self.values[value]
        let state = try Self.state(deleting: false)
        #expect(state.all(Minutes.self, in: "gunma", for: reader).contains { $0.id == id } == (level >= lowest))
        #expect(state.list(Listing<Minutes>(for: reader)).items.contains { $0.id == id } == (level >= lowest))
        #expect(state.all(Minutes.self, in: "tokyo", for: reader).isEmpty)
    }

    /// not found, forbidden, deleted, outdated: in this order.
    @Test(arguments: 0..<6, 0..<8)
    func aValueIsChangedByWhoSeesItAndMayWrite(reader: Int, valueAndDeletion: Int) throws {
        let (value, deleting) = (valueAndDeletion / 2, valueAndDeletion % 2 == 1)
        let (_, reader, level) = Self.readers[reader]
        let (id, lowest) = Self.values[value]
        let tx = Transaction(on: try Self.state(deleting: deleting), at: .at(2))
        var expected: Refusal?
        if level < lowest {
            expected = .notFound
        } else if deleting {
            expected = .deleted
        } else if level < .secretariat {
            expected = .forbidden(.otherCouncil)
        }
        let current = refusal { () throws(Refusal) in try tx.current(id, for: reader) { _ in true } }
        #expect(current == expected)
        let outdated = refusal { () throws(Refusal) in try tx.current(id, for: reader) { _ in false } }
        #expect(outdated == expected ?? .outdated)
    }

    @Test func anIdThatNeverWasIsNotFoundByAnybody() throws {
        let state = try Self.state(deleting: true)
        for (_, reader, _) in Self.readers {
            let nothing = refusal { () throws(Refusal) in try state.find(ID<Minutes>("nothing"), for: reader) }
            let otherTable = refusal { () throws(Refusal) in try state.find(ID<Meeting>("draft"), for: reader) }
            #expect(nothing == .notFound && otherTable == .notFound)
        }
    }

    @Test func tokensAreTheAdministratorsAlone() throws {
        var tx = Transaction(on: StoreState(), at: .at(1))
        _ = try tx.create("token-1", AccessToken.full, for: .administrator)
        for (name, reader, _) in Self.readers {
            let found = refusal { () throws(Refusal) in try tx.state.find(ID<AccessToken>("token-1"), for: reader) }
            #expect(found == (name == "administrator" ? nil : .notFound))
            #expect(tx.state.list(Listing<AccessToken>(for: reader)).items.isEmpty == (name != "administrator"))
        }
        let created = refusal { () throws(Refusal) in
            try tx.create("token-2", AccessToken.full, for: .secretariat(of: ["gunma"]))
        }
        #expect(created == .forbidden(.otherCouncil))
    }
}
