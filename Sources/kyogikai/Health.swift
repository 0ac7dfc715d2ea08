import ArgumentParser
import HTTPTypes
import Journal

/// Asks the server that has the data directory whether it is ready: for a container's health check, and for scripts.
struct Health: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "動いているサーバーに準備ができているか聞く / Ask the running server whether it is ready",
        discussion: """
            準備ができていれば 0、そうでなければ 1 で終わる。/ Ends with 0 if it is ready, otherwise with 1. \
            It finds the server by the data directory's LOCK and needs no token.
            """
    )

    @Flag(help: "変更を受け付けられなくても、応答すればよい / Only whether it answers, even if it takes no changes")
    var live = false
    @Option(help: ArgumentHelp("待つ時間 / How long to wait", valueName: "seconds"))
    var limit = 5
    @OptionGroup var options: SettingOptions

    func validate() throws {
        guard 1...600 ~= limit else { throw ValidationError("--limit: 1–600") }
    }

    func run() async throws {
        let (settings, _) = try await reportingFaults { () throws(SettingFaults) in
            try await Settings.read(options)
        }
        guard let holder = Journal.holder(of: settings.dataDirectory) else {
            printError("data: no server has \(settings.dataDirectory)")
            throw ExitCode.failure
        }
        guard let place = Holder.place(in: holder) else {
            printError("data: in use by \(holder), which does not listen yet")
            throw ExitCode.failure
        }
        let request = HTTPRequest(method: .get, scheme: nil, authority: nil, path: live ? "/livez" : "/readyz")
        do throws(LocalClient.Failure) {
            let answer = try LocalClient(place: place, limit: .seconds(limit)).send(request)
            print(String(decoding: answer.body, as: UTF8.self))
            guard answer.status != 200 else { return }
        } catch {
            printError("\(place.url): \(error)")
        }
        throw ExitCode.failure
    }
}
