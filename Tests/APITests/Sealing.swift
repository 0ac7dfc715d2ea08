import HTTPTypes
import Store
import Testing

@testable import API
@testable import Offices

/// `/v1/journal/seal`: how far the journal has come.
@Suite struct Sealing {
    @Test func everythingThatWasAnsweredIsInFrontOfThePlace() async throws {
        let office = try await TestOffice.gunma()
        _ = try await office.meeting()
        let first = try await office.post("/v1/journal/seal", as: .administrator)
        #expect(
            first.status == 200 && first.integers("/seq") == [Int64(office.seq)]
                && first.fields[.cacheControl] == "no-store"
        )
        #expect(try office.disk().contains(try #require(first.texts("/sum").first)))
        let again = try await office.post("/v1/journal/seal", "{}", as: .administrator)
        #expect(again.text == first.text)
        _ = try await office.meeting(Example.meeting(number: 2))
        let later = try await office.post("/v1/journal/seal", as: .administrator)
        #expect(later.integers("/seq") == [Int64(office.seq)] && later.texts("/sum") != first.texts("/sum"))
    }

    @Test func aClosedStoreDoesNotSeal() async throws {
        let office = try await TestOffice.gunma()
        await office.store.close()
        let answer = try await office.post("/v1/journal/seal", as: .administrator)
        #expect(answer.status == 503 && answer.problem?.code == "unavailable")
    }
}
