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
    var status = 0
    var duration = Duration.zero

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
