import Foundation
import Hummingbird
import Logging

/// Answers GET /small with the bytes of the file named as the only argument; prints its port on a line.
///
/// An application as Hummingbird's guides build it: a router with one route, every setting as it comes (an event loop
/// for each core, reuse of the address, a backlog of 256), no middleware. Its logger drops what it is given.
@main struct Main {
    static func main() async throws {
        guard CommandLine.arguments.count == 2 else { throw Usage() }
        let content = ByteBuffer(bytes: try Data(contentsOf: URL(filePath: CommandLine.arguments[1])))
        let router = Router()
        router.get("small") { _, _ in
            Response(
                status: .ok,
                headers: [.contentType: "application/json"],
                body: ResponseBody(byteBuffer: content)
            )
        }
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in
                print(channel.localAddress?.port ?? 0)
                fflush(nil)
            },
            logger: Logger(label: "hummingbird-peer", factory: { _ in SwiftLogNoOpLogHandler() })
        )
        try await application.runService()
    }
}

private struct Usage: Error, CustomStringConvertible {
    var description: String { "hummingbird-peer FILE" }
}
