import HTTPTypes
import JSONText
import Store
import Testing

@testable import API
@testable import Offices

/// `GET /v1/changes?wait=30`: an answer as soon as there is something for this reader, and not before.
@Suite struct WaitingForChanges {
    /// The office, its time held, and a request of a caller that waits from now on.
    private func waiting(
        _ caller: TestOffice.Caller,
        _ query: String = "",
        settings: API.Settings = .init()
    ) async throws -> (office: TestOffice, answer: Task<Answer, any Error>) {
        let office = try await TestOffice.gunma(settings: settings)
        return (office, try await wait(office, caller, query))
    }

    private func wait(
        _ office: TestOffice,
        _ caller: TestOffice.Caller,
        _ query: String = ""
    ) async throws -> Task<Answer, any Error> {
        let cursor = try #require(try await office.get("/v1/changes", as: caller).texts("/nextCursor").first)
        office.surroundings.sleeps.hold()
        let count = office.store.feed.waiting
        let answer = Task { try await office.get("/v1/changes?wait=20&since=\(cursor)\(query)", as: caller) }
        while office.store.feed.waiting == count { await Task.yield() }
        await office.surroundings.sleeps.untilAsleep(count + 1)
        return answer
    }

    @Test func aChangeIsAnsweredWhenItComes() async throws {
        let (office, answer) = try await waiting(.public)
        let id = try await office.meeting()
        #expect(try await answer.value.texts("/items/*/id") == [id])
        #expect(office.surroundings.sleeps.asked == [.seconds(20)] && office.api.changePlaces.count == 0)
    }

    @Test func whenTheTimeIsOverTheAnswerIsEmpty() async throws {
        let (office, answer) = try await waiting(.member)
        office.surroundings.sleeps.pass()
        let empty = try await answer.value
        #expect(empty.status == 200 && empty.texts("/items/*/id").isEmpty && empty.texts("/nextCursor").count == 1)
        #expect(office.store.feed.waiting == 0 && office.api.changePlaces.count == 0)
    }

    /// Neither what others see, nor what was not asked for, nor what is hidden again by then.
    @Test func whatIsNotToBeShownAnswersNobody() async throws {
        let office = try await TestOffice.gunma()
        let id = try await office.minutes()
        let answer = try await wait(office, .public, "&resource=minutes")
        _ = try await office.post("/v1/minutes/\(id)/confirmation", as: .secretariat)
        for number in 0..<5 {
            let section = #"{"number":1,"heading":"伏せる","body":"その\#(number)","level":"secretariat","reason":"理由"}"#
            let edit = try await office.patch("/v1/minutes/\(id)", #"{"sections":[\#(section)]}"#, as: .secretariat)
            #expect(edit.status == 200)
        }
        #expect(office.store.feed.waiting == 1)
        _ = try await office.post("/v1/meetings", Example.meeting(number: 7), as: .secretariat)
        while office.store.feed.waiting == 0 { await Task.yield() }
        _ = try await office.post("/v1/minutes/\(id)/publication", as: .secretariat)
        #expect(try await answer.value.texts("/items/*/resource") == ["minutes"])
        #expect(office.surroundings.sleeps.asked == [.seconds(20)])
    }

    @Test func aTokenThatIsRevokedMeanwhileGetsNothing() async throws {
        let (office, answer) = try await waiting(.member)
        let list = try await office.get("/v1/tokens?role=member", as: .administrator)
        for id in list.texts("/items/*/id") {
            _ = try await office.post("/v1/tokens/\(id)/revocation", as: .administrator)
        }
        let id = try await office.minutes(steps: ["confirmation"])
        let refused = try await answer.value
        #expect(refused.status == 401 && refused.problem?.code == "invalidToken" && !refused.text.contains(id))
    }

    @Test func aTokenThatExpiresMeanwhileGetsNothing() async throws {
        let (office, answer) = try await waiting(.secretariat)
        try office.move(to: "2027-01-01T00:00:00Z")
        office.surroundings.sleeps.pass()
        #expect(try await answer.value.status == 401)
    }

    /// The public and those with tokens have places of their own; a place is free again when it is given up.
    @Test func placesAreCounted() async throws {
        var settings = API.Settings()
        settings.streams = 1
        let (office, answer) = try await waiting(.public, settings: settings)
        let cursor = try #require(try await office.get("/v1/changes", as: .public).texts("/nextCursor").first)
        for target in ["/v1/changes?wait=1&since=" + cursor, "/v1/changes/stream"] {
            let refused = try await office.get(target, as: .public)
            #expect(refused.status == 503 && refused.problem?.code == "tooManyStreams")
            #expect(refused.fields[.retryAfter] == "10")
        }
        // Reading without a wait needs no place.
        #expect(try await office.get("/v1/changes?since=" + cursor, as: .public).status == 200)
        let own = try await wait(office, .secretariat)
        #expect(try await office.get("/v1/changes/stream", as: .administrator).status == 503)
        _ = try await office.meeting()
        #expect(try await answer.value.status == 200)
        #expect(try await own.value.status == 200)
        #expect(office.api.changePlaces.count == 0)
        #expect(try await office.get("/v1/changes/stream", as: .public).status == 200)
    }

    @Test func whoeverWaitsIsAnsweredWhenTheProcessEnds() async throws {
        let (office, answer) = try await waiting(.public)
        office.api.stop()
        let empty = try await answer.value
        #expect(empty.status == 200 && empty.texts("/items/*/id").isEmpty)
        let cursor = try #require(empty.texts("/nextCursor").first)
        #expect(try await office.get("/v1/changes?wait=30&since=" + cursor, as: .public).status == 200)
    }

    /// The listener takes an answer over that comes too late.
    @Test func aWaitIsNoLongerThanTheListenerAllows() async throws {
        var settings = API.Settings()
        settings.longestWaitSeconds = 3
        let (office, answer) = try await waiting(.public, settings: settings)
        #expect(office.surroundings.sleeps.asked == [.seconds(3)])
        answer.cancel()
        #expect(try await answer.value.status == 200)
    }
}
