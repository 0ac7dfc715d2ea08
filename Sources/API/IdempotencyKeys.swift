import Councils
import Crypto
import HTTPTypes
import JSONText
import Store
import Synchronization
import Web

/// The requests with an Idempotency-Key that are being done now.
final class KeysUnderWay: Sendable {
    private let ids = Mutex<Set<String>>([])

    /// Whether nobody else does it; then it is this caller's to ``end(_:)``.
    func begin(_ id: String) -> Bool { ids.withLock { $0.insert(id).inserted } }
    func end(_ id: String) { _ = ids.withLock { $0.remove(id) } }
}

extension API {
    /// Does what a call is for; a request that was done before under the same Idempotency-Key is answered, not done again.
    nonisolated(nonsending) func perform(_ call: Call, _ fields: HTTPFields) async throws(Problem) -> WebResponse {
        var call = call
        guard call.endpoint.takesKeys, let replay = call.endpoint.replay,
            fields.contains(.idempotencyKey)
        else {
            return try await perform(call)
        }
        let key = try requestKey(fields, of: call)
        // What is only tried does nothing twice.
        guard !call.isRehearsal else { return try await perform(call) }
        guard keysUnderWay.begin(key.id) else { throw .idempotencyKeyUnderWay }
        defer { keysUnderWay.end(key.id) }
        // Read now: what held the key until a moment ago may have come to its end since the call was made.
        guard let kept = store.read().state.keptRequest(key.id, at: call.moment) else {
            call.key = key
            return try await perform(call)
        }
        guard kept.key == key else { throw .idempotencyKeyReused }
        do {
            return try await replay(call, kept.outcomes)
        } catch {
            throw Problem(error)
        }
    }

    private nonisolated(nonsending) func perform(_ call: Call) async throws(Problem) -> WebResponse {
        do {
            return try await call.perform()
        } catch {
            throw Problem(error)
        }
    }

    private func requestKey(_ fields: HTTPFields, of call: Call) throws(Problem) -> RequestKey {
        let values = fields[values: .idempotencyKey]
        guard values.count == 1, let text = Self.keyText(values[0]) else {
            throw .malformedHeader(
                .idempotencyKey,
                Bilingual(
                    ja: "Idempotency-Key は一つだけ、空白を含まない 1〜255 文字の ASCII にしてください（\"…\" で囲んでも構いません）",
                    en:
                        "One Idempotency-Key of 1 to 255 visible ASCII characters is expected; it may stand in double quotes"
                )
            )
        }
        let target = call.path + "?" + call.parameters.canonical(without: [])
        return RequestKey(
            id: Call.digest([call.principal.name, text]),
            request: Call.digest([
                call.endpoint.method.rawValue, target,
                call.sent.rowType == nil
                    ? String(decoding: JSONValue.object(call.object).encoded(), as: UTF8.self)
                    : String(hexadecimal: SHA256.hash(data: call.sent.rows)),
            ])
        )
    }

    /// A string of RFC 9651, or the same without its quotes.
    private static func keyText(_ value: String) -> String? {
        var text = value[...]
        if text.hasPrefix("\""), text.hasSuffix("\""), text.utf8.count >= 2 { text = text.dropFirst().dropLast() }
        let isVisible = text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\"") }
        return isVisible && (1...255).contains(text.utf8.count) ? String(text) : nil
    }
}

extension HTTPField.Name {
    // A valid token, so that it is never nil.
    static let idempotencyKey = HTTPField.Name("Idempotency-Key")!
}

extension Problem {
    static let idempotencyKeyUnderWay = Problem(
        .conflict,
        "idempotencyKeyUnderWay",
        title: Titles.conflict,
        detail: Bilingual(
            ja: "同じ Idempotency-Key の要求を処理しています。少し待ってもう一度送ってください",
            en: "A request with this Idempotency-Key is being done; send it again in a moment"
        ),
        fields: [.retryAfter: "1"]
    )

    static let idempotencyKeyReused = Problem(
        .unprocessableContent,
        "idempotencyKeyReused",
        title: Bilingual(ja: "Idempotency-Key が別の要求に使われています", en: "The Idempotency-Key belongs to another request"),
        detail: Bilingual(
            ja: "この Idempotency-Key は、24時間以内に別の内容の要求に使われました。新しいキーを付けてください",
            en: "Within 24 hours this Idempotency-Key was sent with another request; use a new one"
        )
    )
}
