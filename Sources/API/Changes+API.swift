import Councils
import HTTPTypes
import JSONText
import Store
import Web

/// `/v1/changes`: what has changed, for each reader what the reader may see.
///
/// A client takes a cursor, lists what it wants to keep, and then asks with that cursor what has changed since: nothing
/// between is lost. A change names a value and its version; what it is now, its own place says.
enum ChangeEndpoints {
    static let all = [
        Endpoint(
            .get,
            "/v1/changes",
            "listChanges",
            .read,
            on: .changes,
            parameters: [Parameter("since"), .integer("wait", in: 0...30), .integer("limit", in: 1...1000)] + filters,
            answers: [200, 410],
            run: list
        ),
        Endpoint(
            .get,
            "/v1/changes/stream",
            "streamChanges",
            .read,
            on: .changes,
            parameters: [Parameter("since")] + filters,
            produces: ["text/event-stream"],
            answers: [200, 410],
            run: stream
        ),
    ]

    private static let filters = [
        .reference("council"),
        Parameter("resource", repeats: true, check: Parameter.choice("resource", of: Feed.resources).check),
    ]

    private static func list(_ call: Call) async throws(Refusal) -> WebResponse {
        let feed = call.store.feed
        await feed.filled()
        guard let since = call.parameters["since"] else {
            return call.answer([], FeedCursor.now(call).cursor)
        }
        let found = call.follower(since: since)
        guard case .success(var follower) = found else { return call.answer(found) }
        let limit = call.parameters["limit"].flatMap { Int($0) } ?? 100
        let wait = min(call.parameters["wait"].flatMap { Int($0) } ?? 0, call.settings.longestWaitSeconds)
        do throws(Follower.End) {
            var events = try follower.take(limit)
            if events.isEmpty, wait > 0 {
                guard let place = call.place else {
                    return Problem.tooManyStreams.response(in: call.language, requestID: call.requestID)
                }
                events = try await follower.take(limit, within: .seconds(wait))
                withExtendedLifetime(place) {}
            }
            return call.answer(events, follower.cursor)
        } catch {
            return Problem(error).response(in: call.language, requestID: call.requestID)
        }
    }

    private static func stream(_ call: Call) async throws(Refusal) -> WebResponse {
        await call.store.feed.filled()
        let found: Result<Follower, Problem>
        // A client that comes back says how far it came in a field, whatever its URL was.
        if let since = call.lastEventID ?? call.parameters["since"] {
            found = call.follower(since: since)
        } else {
            let now = FeedCursor.now(call)
            found = .success(Follower(call, at: now.position, now.cursor))
        }
        guard case .success(let follower) = found else { return call.answer(found) }
        guard let place = call.place else {
            return Problem.tooManyStreams.response(in: call.language, requestID: call.requestID)
        }
        // Proxies that gather an answer before they pass it on would hold the events back.
        let fields: HTTPFields = [
            .contentType: "text/event-stream", .cacheControl: "no-store", .accelBuffering: "no",
        ]
        var response = WebResponse(status: .ok, fields: fields)
        response.stream = ChangeStream(
            follower: follower,
            place: place,
            heartbeat: .seconds(call.settings.heartbeatSeconds),
            problem: { [language = call.language, requestID = call.requestID] problem in
                problem.response(in: language, requestID: requestID).body
            }
        )
        return response
    }
}

extension FeedCursor {
    fileprivate static func now(_ call: Call) -> (cursor: FeedCursor, position: FeedPosition) {
        call.store.feed.now(for: call.reader, in: call.store.read().state)
    }
}

extension Call {
    fileprivate var place: ChangePlaces.Place? { api.changePlaces.take(reader == .public ? .public : .token) }

    fileprivate func follower(since text: String) -> Result<Follower, Problem> {
        guard let cursor = FeedCursor(text) else { return .failure(.badSince) }
        guard let position = store.feed.position(of: cursor, for: reader, in: store.read().state) else {
            return .failure(.cursorPruned)
        }
        return .success(Follower(self, at: position, cursor))
    }

    fileprivate func answer(_ failed: Result<Follower, Problem>) -> WebResponse {
        guard case .failure(let problem) = failed else { return noContent() }
        return problem.response(in: language, requestID: requestID)
    }

    fileprivate func answer(_ events: [FeedEvent], _ cursor: FeedCursor) -> WebResponse {
        answer(isPublic: false) { json in
            json.member("items", each: events) { json, event in json.object(event.write) }
            json.member("nextCursor", cursor.text)
        }
    }
}
