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
                call.note(operation, error)
                throw .operation(place, error)
            }
        }
        return { [answers] call throws(Refusal) in
            var results: [WebResponse] = []
            for (operation, answer) in answers {
                let result = try answer(operation)
                call.note(operation, result)
                results.append(result)
            }
            return call.answer(results)
        }
    }

    private static func replay(_ call: Call, _ outcomes: [Outcome]) async throws(Refusal) -> WebResponse {
        var results: [WebResponse] = []
        for (place, (operation, outcome)) in zip(try BatchOperation.read(call), outcomes).enumerated() {
            guard let replay = operation.call.endpoint.replay else { throw .notFound }
            do throws(Refusal) {
                let result = try await replay(operation.call, [outcome])
                call.note(operation.call, result)
                results.append(result)
            } catch {
                call.note(operation, error)
                throw .operation(place, error)
            }
        }
        return call.answer(results)
    }
}

extension Call {
    fileprivate func note(_ operation: Call, _ result: WebResponse) {
        let made = result.head.headerFields[.location]?.split(separator: "/").last.map(String.init)
        batch?.add(operation.endpoint, operation.segments.first ?? made, status: result.head.status.code)
    }

    fileprivate func note(_ operation: BatchOperation, _ refusal: Refusal) {
        let status = Problem(refusal).status.code
        batch?.add(operation.call.endpoint, operation.call.segments.first, status: status)
    }

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
