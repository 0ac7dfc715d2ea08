import Foundation
import HTTPTypes
import Listener
import Logging

/// Answers GET /small with the bytes of the file named as the only argument; prints its port on a line.
///
/// The listener alone, with the product's limits: what is left when the councils are taken away.
@main struct Main {
    static func main() async throws {
        guard CommandLine.arguments.count == 2 else { throw Usage() }
        let content = try Data(contentsOf: URL(filePath: CommandLine.arguments[1]))
        let small = Response(
            head: HTTPResponse(status: .ok, headerFields: [.contentType: "application/json"]),
            body: Array(content)
        )
        let missing = Response(head: HTTPResponse(status: .notFound))
        let listener = Listener(
            address: .tcp(host: "127.0.0.1", port: 0),
            limits: Limits(),
            log: Logger(label: "bare-listener", factory: { _ in SwiftLogNoOpLogHandler() }),
            respond: { $0.head.method == .get && $0.head.path == "/small" ? small : missing },
            refuse: { Response(head: HTTPResponse(status: $0.status)) }
        )
        guard case .tcp(_, let port) = try listener.bind() else { throw Usage() }
        print(port)
        fflush(nil)
        try await listener.run()
    }
}

private struct Usage: Error, CustomStringConvertible {
    var description: String { "bare-listener FILE" }
}
