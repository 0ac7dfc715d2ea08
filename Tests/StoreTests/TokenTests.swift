import Councils
import Testing

@testable import Store

/// A token is found by each of its secrets' digests, and its use is no version.
@Suite struct TokenTests {
    private static let token = AccessToken(
        label: "窓口",
        role: .secretariat,
        councilIDs: ["gunma"],
        memberID: nil,
        digest: "first",
        expiresOn: nil
    )

    /// Changes the token `token-1`.
    private func change(_ tx: inout Transaction, _ edit: (inout AccessToken) throws -> Void) throws {
        let record = try #require(tx.state.tokens["token-1"])
        var token = record.value
        try edit(&token)
        _ = try tx.replace(record, with: token, for: .administrator)
    }

    private func found(_ state: StoreState) -> [String] {
        ["first", "second", "third"].filter { state.tokens.withUniqueKey($0)?.id == "token-1" }
    }

    @Test func itIsFoundByItsTwoLastSecrets() throws {
        var tx = Transaction(on: StoreState(), at: .at(1))
        _ = try tx.create("token-1", Self.token, for: .administrator)
        #expect(found(tx.state) == ["first"])
        try change(&tx) { token in try token.rotate(to: "second", at: .at(2)) }
        #expect(found(tx.state) == ["first", "second"])
        try change(&tx) { token in try token.rotate(to: "third", at: .at(3)) }
        #expect(found(tx.state) == ["second", "third"])
        // A revoked one is still found, to be refused.
        try change(&tx) { token in try token.revoke(at: .at(4)) }
        #expect(found(tx.state) == ["second", "third"])
        let undone = tx.undone()
        #expect(found(undone) == [])
    }

    @Test func itIsFoundByBothAfterAStart() async throws {
        let office = Office()
        let (store, _) = try office.open()
        try await store.write(.test) { tx throws(Refusal) in
            let record = try tx.create("token-1", Self.token, for: .administrator)
            var token = record.value
            try token.rotate(to: "second", at: .at(2))
            _ = try tx.replace(record, with: token, for: .administrator)
        }
        await store.close()
        let (again, _) = try office.open()
        #expect(found(again.read().state) == ["first", "second"])
        await again.close()
    }

    @Test func itsUseIsWrittenButMakesNoVersion() throws {
        var tx = Transaction(on: StoreState(), at: .at(1))
        let record = try tx.create("token-1", Self.token, for: .administrator)
        try change(&tx) { token in _ = token.use(on: "2025-10-01") }
        let used = try #require(tx.state.tokens["token-1"])
        #expect(used.value.lastUsedOn == "2025-10-01" && used.stamps == record.stamps && tx.changes.count == 2)
        try change(&tx) { token in
            _ = token.use(on: "2025-10-02")
            try token.revoke(at: .at(3))
        }
        #expect(tx.state.tokens["token-1"]?.stamps.secretariat?.version == 2)
    }
}
