import Councils
import HTTPTypes
import Logging

/// What is written down of a request: never contents, query values or tokens.
struct Trace: Sendable {
    var requestID: String
    var method: HTTPRequest.Method
    var clientAddress: String
    /// The template, not what was asked for.
    var route = "-"
    var principal = "-"
    /// Who asks; nil as long as nobody knows.
    var role: Policy.Role?
    /// nil where the request was refused before it was known.
    var endpoint: Endpoint?
    /// What stands in the path in the place of `{…}`.
    var segments: [String] = []
    /// Only tried: nothing is changed.
    var isRehearsal = false
    /// The code of the problem that is answered; nil for any other answer.
    var problem: String?
    /// Refused for the number of requests, as one before it: the audit log has that one.
    var isRepeated = false
    /// A list that leaves as a file.
    var isExport = false
    /// Of a batch.
    var batch: BatchTrace?
    var status = 0
    var duration = Duration.zero

    /// What was made under an id of ours, by its place.
    mutating func noteMade(_ location: String?) {
        guard segments.isEmpty, let id = location?.split(separator: "/").last else { return }
        segments = [String(id)]
    }

    var milliseconds: Double {
        let (seconds, attoseconds) = duration.components
        return Double(seconds) * 1000 + Double(attoseconds / 1_000_000_000_000) / 1000
    }

    /// Reads that went well are for those who look for them; everything else is for everybody.
    func log(to log: Logger) {
        let isRead = method == .get || method == .head
        log.log(
            level: status >= 500 ? .error : isRead && status < 400 ? .debug : .info,
            "request",
            metadata: [
                "requestId": "\(requestID)", "method": "\(method.rawValue)", "route": "\(route)",
                "status": "\(status)", "milliseconds": "\(milliseconds)", "principal": "\(principal)",
                "address": "\(clientAddress)",
            ]
        )
    }
}
