import Councils
import HTTPTypes
import JSONText
import Store
import Web

/// `/v1/batch`: up to 500 changes in one write, all or none.
enum BatchEndpoints {
    static let all: [Endpoint] = [
        Endpoint(
            .post,
            "/v1/batch",
            "runBatch",
            .create,
            on: .batch,
            body: .json,
            answers: [200, 404, 410, 412],
            replay: replay,
            step: run
        )
    ]

    private static func run(_ call: Call, _ tx: inout Transaction) throws(Refusal) -> Endpoint.Answer {
        var answers: [(call: Call, answer: Endpoint.Answer)] = []
        for (place, operation) in try BatchOperation.read(call).enumerated() {
            do throws(Refusal) {
                answers.append((operation.call, try operation.run(&tx)))
            } catch {
                throw .operation(place, error)
            }
        }
        return { [answers] call throws(Refusal) in
            var results: [WebResponse] = []
            for (call, answer) in answers { results.append(try answer(call)) }
            return call.answer(results)
        }
    }

    private static func replay(_ call: Call, _ outcomes: [Outcome]) async throws(Refusal) -> WebResponse {
        var results: [WebResponse] = []
        for (place, (operation, outcome)) in zip(try BatchOperation.read(call), outcomes).enumerated() {
            guard let replay = operation.call.endpoint.replay else { throw .notFound }
            do throws(Refusal) {
                results.append(try await replay(operation.call, [outcome]))
            } catch {
                throw .operation(place, error)
            }
        }
        return call.answer(results)
    }
}

extension Call {
    /// What each operation would have been answered on its own.
    fileprivate func answer(_ results: [WebResponse]) -> WebResponse {
        var json = JSONWriter(reserving: results.reduce(64) { $0 + $1.body.count + 96 })
        json.object { json in
            json.member("results", each: results) { json, result in
                json.object { json in
                    json.member("status", result.head.status.code)
                    json.member("location", result.head.headerFields[.location])
                    json.member("etag", result.head.headerFields[.eTag])
                    if !result.body.isEmpty {
                        json.name("body")
                        json.raw(result.body)
                    }
                }
            }
        }
        return WebResponse(
            status: .ok,
            fields: [.contentType: "application/json", .cacheControl: "no-store"],
            body: json.finish()
        )
    }
}
