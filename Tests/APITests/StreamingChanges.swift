import Foundation
import HTTPTypes
import JSONText
import Store
import Testing
import Web

@testable import API
@testable import Offices

/// `GET /v1/changes/stream`: server-sent events.
@Suite struct StreamingChanges {
    /// A stream as its client reads it, block by block.
    private struct Reading {
        var blocks: ChangeStream.Iterator

        init(_ answer: Answer) throws {
            let stream = try #require(answer.response.stream as? ChangeStream)
            #expect(answer.status == 200 && answer.body.isEmpty)
            #expect(answer.fields[.contentType] == "text/event-stream" && answer.fields[.cacheControl] == "no-store")
            blocks = stream.makeAsyncIterator()
        }

        mutating func next() async throws -> String? {
            try await blocks.next().map { String(decoding: $0, as: UTF8.self) }
        }

        /// The values of a field in the next bytes.
        mutating func next(_ field: String) async throws -> [String] {
            (try await next() ?? "").split(separator: "\n").filter { $0.hasPrefix(field + ": ") }
                .map { String($0.dropFirst(field.count + 2)) }
        }
    }

    private func open(
        _ office: TestOffice,
        as caller: TestOffice.Caller,
        _ query: String = "",
        _ fields: HTTPFields = [:]
    ) async throws -> Reading {
        try Reading(try await office.get("/v1/changes/stream" + query, as: caller, fields))
    }

    @Test func aStreamHasThisForm() async throws {
        let office = try await TestOffice.gunma()
        var stream = try await open(office, as: .public)
        let now = try #require(try await office.get("/v1/changes", as: .public).texts("/nextCursor").first)
        #expect(try await stream.next() == "retry: 5000\nid: \(now)\n\n")
        let id = try await office.meeting()
        let list = try await office.get("/v1/changes?since=" + now, as: .public)
        let cursor = try #require(list.texts("/nextCursor").first)
        #expect(
            try await stream.next() == """
                id: \(cursor)
                event: change
                data: {"resource":"meetings","id":"\(id)","councilId":"gunma","change":"created","version":1,\
                "at":"2025-11-20T01:00:00.000Z"}


                """
        )
        // No time passes here but when somebody waits: then it is over at once.
        #expect(try await stream.next() == ":\n\n")
        #expect(office.surroundings.sleeps.asked == [.seconds(15)])
        #expect(office.api.changePlaces.count == 1)
    }

    @Test func aClientThatComesBackGoesOnWhereItWas() async throws {
        let office = try await TestOffice.gunma()
        let all = try await office.get("/v1/changes?limit=1000&since=" + FeedCursor.start([]).text, as: .public).texts(
            "/items/*/id"
        )
        var ids: [String] = []
        var last = FeedCursor.start([]).text
        while true {
            // The URL stays what it was; the field counts.
            var stream = try await open(
                office,
                as: .public,
                "?since=" + FeedCursor.start([]).text,
                [.lastEventID: last]
            )
            #expect(try await stream.next("id") == [last])
            let block = try await stream.next() ?? ""
            let events = block.components(separatedBy: "\n\n").filter { $0.contains("event: change") }
            if events.isEmpty { break }
            for event in events.prefix(40) {
                let lines = event.split(separator: "\n").map(String.init)
                last = String(lines[0].dropFirst(4))
                let data = try JSONValue(parsing: Array(lines[2].dropFirst(6).utf8))
                ids.append(data.objectValue?["id"]?.stringValue ?? "")
            }
        }
        #expect(ids == all)
        #expect(office.api.changePlaces.count == 0)
    }

    /// What was left out moves the client on all the same.
    @Test func aFilterLeavesOutButGoesOn() async throws {
        let office = try await TestOffice.gunma()
        var stream = try await open(office, as: .public, "?resource=minutes&council=gunma")
        let first = try await stream.next("id")
        _ = try await office.meeting()
        let moved = try await stream.next("id")
        #expect(moved.count == 1 && moved != first)
        _ = try await office.minutes(steps: ["confirmation", "publication"])
        #expect(try await stream.next("event") == ["change"])
    }

    @Test func aRevokedTokenEndsTheStreamBeforeAnythingIsTold() async throws {
        let office = try await TestOffice.gunma()
        office.surroundings.sleeps.hold()
        var stream = try await open(office, as: .member)
        _ = try await stream.next()
        let list = try await office.get("/v1/tokens?role=member", as: .administrator)
        for id in list.texts("/items/*/id") {
            _ = try await office.post("/v1/tokens/\(id)/revocation", as: .administrator)
        }
        let id = try await office.minutes(steps: ["confirmation"])
        let end = try #require(try await stream.next())
        #expect(end.hasPrefix("event: end\ndata: {") && end.contains("invalidToken") && !end.contains(id))
        #expect(end.hasSuffix("}\n\n") && end.split(separator: "\n").count == 2)
        #expect(try await stream.next() == nil)
    }

    /// A client that takes its time is kept nothing for but its place; when that is gone, it is told.
    @Test func aSlowClientIsToldThatItIsTooFarBehind() async throws {
        let office = try await TestOffice.gunma(changesKept: 3)
        var stream = try await open(office, as: .public)
        _ = try await stream.next()
        for number in 1...3 { _ = try await office.meeting(Example.meeting(number: number)) }
        #expect(try await stream.next("event") == ["change", "change", "change"])
        for number in 4...7 { _ = try await office.meeting(Example.meeting(number: number)) }
        #expect(try await stream.next()?.contains("cursorPruned") == true)
        #expect(try await stream.next() == nil)
    }

    @Test func theEndOfTheProcessEndsTheStream() async throws {
        let office = try await TestOffice.gunma()
        office.surroundings.sleeps.hold()
        var stream = try await open(office, as: .public)
        _ = try await stream.next()
        let waiting = Task { [stream] in
            var stream = stream
            return try await stream.next()
        }
        while office.store.feed.waiting == 0 { await Task.yield() }
        office.api.stop()
        #expect(try await waiting.value == nil)
    }

    /// Neither a client that left nor an answer without its body keeps a place.
    @Test func aPlaceIsFreeWhenNobodyHasTheStream() async throws {
        var settings = API.Settings()
        settings.streams = 1
        let office = try await TestOffice.gunma(settings: settings)
        for _ in 0..<3 {
            let head = try await office.send(.head, "/v1/changes/stream", as: .public)
            #expect(head.status == 200 && head.fields[.contentType] == "text/event-stream")
        }
        office.surroundings.sleeps.hold()
        for _ in 0..<3 {
            let reading = Task {
                var stream = try await open(office, as: .public)
                _ = try await stream.next()
                return try await stream.next()
            }
            while office.store.feed.waiting == 0 { await Task.yield() }
            #expect(try await office.get("/v1/changes/stream", as: .public).status == 503)
            reading.cancel()
            #expect(try await reading.value == nil)
            #expect(office.store.feed.waiting == 0 && office.api.changePlaces.count == 0)
        }
    }
}
