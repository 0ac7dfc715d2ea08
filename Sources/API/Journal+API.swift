import Councils
import HTTPTypes
import JSONText
import Store
import Web

/// `/v1/journal`: what a backup asks for while the server runs.
enum JournalEndpoints {
    static let all: [Endpoint] = [
        Endpoint(
            .post,
            "/v1/journal/seal",
            "sealJournal",
            .transition,
            on: .journal,
            body: .empty,
            answers: [200],
            run: seal
        )
    ]

    /// How far the journal has come: everything before that place is on the disk and stays as it is.
    private static func seal(_ call: Call) async throws(Refusal) -> WebResponse {
        // The body may have taken long to arrive, and so may the seal.
        try call.checkToken()
        let sealed = try await call.store.seal()
        try call.checkToken()
        var json = JSONWriter()
        json.object { json in
            json.member("storeId", sealed.storeID)
            json.member("seq", Int64(clamping: sealed.seq))
            json.member("segment", Int64(clamping: sealed.segment))
            json.member("bytes", sealed.bytes)
            json.member("sum", sealed.sum)
        }
        return WebResponse(
            status: .ok,
            fields: [.contentType: "application/json", .cacheControl: "no-store"],
            body: json.finish()
        )
    }
}
