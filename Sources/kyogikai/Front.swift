import API
import Foundation
import HTTPTypes
import Listener
import Logging
import ServiceLifecycle
import Store
import Web

/// The API behind the listener.
final class Front: Service {
    private let listener: Listener
    private let api: API
    private let bound: BoundAddress
    private let office: Office
    private let settings: Settings
    private let format: LogWriter.Format
    private let notification: ServiceNotification
    private let log: Logger

    /// Takes the address. Says why on standard error and fails with the status of a configuration fault if it can't.
    init(
        _ office: Office,
        settings: Settings,
        limits: Limits,
        format: LogWriter.Format,
        notification: ServiceNotification,
        log: Logger
    ) throws {
        var apiSettings = settings.api
        apiSettings.description = OpenAPI.description
        apiSettings.version = Kyogikai.version
        var environment = Environment.live
        environment.process = ProcessFigures.now
        let api = API(
            store: office.store,
            audit: Auditing(office.audit),
            environment: environment,
            settings: apiSettings,
            log: Logger(label: "api")
        )
        listener = Listener(
            address: settings.address,
            limits: limits,
            proxies: settings.proxies,
            log: Logger(label: "listener"),
            respond: { request in
                Response(await api.respond(to: WebRequest(request)))
            },
            refuse: { refusal in
                Response(
                    api.refusal(status: refusal.status.code, code: refusal.code.rawValue, reason: refusal.reason)
                )
            }
        )
        do {
            bound = try listener.bind()
        } catch {
            printError("http: \(error)")
            throw ExitStatus.configuration
        }
        // An address of the settings was looked at with them; that of a socket which was given only shows now.
        if case .inherited = settings.address, case .tcp(let host, _) = bound, !settings.isBehindProxy,
            !Settings.isLoopback(host)
        {
            printError("configuration: LISTEN_FDS: " + Settings.isOutside(host))
            throw ExitStatus.configuration
        }
        self.api = api
        self.office = office
        self.settings = settings
        self.format = format
        self.notification = notification
        self.log = log
        office.store.updateHolder(Holder(url: bound.url).line)
        office.failure.whenFailed { [listener] in
            notification.send(.stopping)
            listener.stop()
            api.stop()
        }
    }

    /// By now signals are handled: whoever reads where it listens may also stop it. Clients that come before the listener
    /// runs are kept by the kernel until it does.
    func run() async throws {
        notification.send(.ready)
        announce()
        try await withGracefulShutdownHandler {
            try await listener.run()
        } onGracefulShutdown: { [listener, api, notification] in
            notification.send(.stopping)
            listener.stop()
            api.stop()
        }
    }

    /// Where it listens, where the data is, where the token is, and a line to try.
    private func announce() {
        let data = URL(fileURLWithPath: settings.dataDirectory).path
        let url = bound.url
        let line = bound.commandLine(for: "/v1/councils")
        switch format {
        case .json:
            log.notice(
                "listening",
                metadata: [
                    "url": "\(url)", "data": "\(data)", "administratorToken": "\(office.tokenPath ?? "-")",
                    "try": "\(line)",
                ]
            )
        case .text:
            let lines = """
                待ち受け / Listening   \(url)
                データ / Data          \(data)
                管理者トークン / Token  \(office.tokenPath ?? "-")
                お試し / Try           \(line)

                """
            Output.write(Array(lines.utf8))
        }
    }
}

extension Response {
    fileprivate init(_ response: WebResponse) {
        let body = response.stream.map { ResponseBody.stream(length: nil, $0) } ?? .bytes(response.body)
        self.init(head: response.head, body: body)
    }
}

extension WebRequest {
    fileprivate init(_ request: Request) {
        self.init(head: request.head, clientAddress: request.client.host) { limit throws(BodyRefusal) in
            do throws(Refusal) {
                return try await request.body.collect(atMost: limit)
            } catch {
                throw BodyRefusal(status: error.status.code, code: error.code.rawValue, reason: error.reason)
            }
        }
    }
}
