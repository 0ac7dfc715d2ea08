import Foundation
import HTTPTypes
import JSONText
import Listener
import Testing

@testable import kyogikai

/// The built program as a process of its own, on a port that the kernel gives (or where the environment says) and a
/// temporary data directory.
///
/// Whatever waits for the process does so on a thread of its own: the tests' tasks have few, and others need them.
/// `@unchecked`: set up by one thread before anybody else has it, and only read afterwards.
final class Server: @unchecked Sendable {
    /// Where the program lies: beside the tests.
    static let program: URL = {
        var folder = Bundle.main.bundleURL
        while folder.path != "/" {
            let program = folder.appending(path: "kyogikai")
            if FileManager.default.isExecutableFile(atPath: program.path) { return program }
            folder.deleteLastPathComponent()
        }
        return URL(fileURLWithPath: "/nonexistent")
    }()

    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    let directory: URL
    let process: ChildProcess
    private let log: ProcessLog
    /// Read as it comes, so that the program never waits for room.
    private let complaints: ProcessLog
    private(set) var place = BoundAddress.tcp(host: "", port: 0)

    /// - Parameter socket: a listening one that it is given as a service manager would; it stays with the caller.
    static func start(
        data: URL? = nil,
        environment: [String: String] = [:],
        socket: Int32? = nil
    ) async throws -> Server {
        try await apart { try Server(data: data, environment: environment, socket: socket) }
    }

    private init(data: URL?, environment: [String: String], socket: Int32?) throws {
        directory = data ?? FileManager.default.temporaryDirectory.appending(path: "kyogikai-" + UUID().uuidString)
        var settings = environment
        settings["KYOGIKAI_DATA_DIRECTORY"] = environment["KYOGIKAI_DATA_DIRECTORY"] ?? directory.path
        if environment["KYOGIKAI_HTTP_UNIX_SOCKET"] == nil, socket == nil { settings["KYOGIKAI_HTTP_PORT"] = "0" }
        if let socket {
            // The process has its own number only once it runs: a shell says it, and becomes the program.
            let script = #"export LISTEN_FDS=1 LISTEN_PID=$$; exec "$0" serve 3<&0 </dev/null"#
            process = try Self.child([], settings, script: script, input: socket)
        } else {
            process = try Self.child(["serve"], settings)
        }
        log = ProcessLog(process.output)
        complaints = ProcessLog(process.errors)
        let announced = log.first { $0["message"]?.stringValue == "listening" }
        place = try #require(announced?["url"]?.stringValue.flatMap(BoundAddress.init(url:)))
    }

    /// The first line of its log that has these members; nil when it ends without one.
    func logged(_ members: [String: String]) async throws -> JSONObject? {
        try await Self.apart { [log] in
            log.first { line in members.allSatisfy { line[$0.key]?.stringValue == $0.value } }
        }
    }

    /// All that it wrote to its log and to standard error. Waits for its end.
    func said() async throws -> String {
        try await Self.apart { [log, complaints] in log.text() + complaints.text() }
    }

    var administratorToken: String {
        let text = try? String(contentsOf: directory.appending(path: "admin-token"), encoding: .utf8)
        return text?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
    }

    struct Answer {
        var status: Int
        var json: JSONObject
    }

    func ask(
        _ method: String,
        _ path: String,
        _ body: String? = nil,
        token: String? = nil,
        fields: HTTPFields = [:]
    ) async throws -> Answer {
        let answer = try await exchange(method, path, body, token: token, fields: fields)
        let json = try? JSONValue(parsing: answer.body).objectValue
        return Answer(status: answer.status, json: json ?? JSONObject())
    }

    /// The body of an answer, as text.
    func text(_ method: String, _ path: String, token: String) async throws -> String {
        String(decoding: try await exchange(method, path, nil, token: token, fields: [:]).body, as: UTF8.self)
    }

    private func exchange(
        _ method: String,
        _ path: String,
        _ body: String?,
        token: String?,
        fields: HTTPFields
    ) async throws -> LocalClient.Answer {
        var fields = fields
        if body != nil { fields[.contentType] = "application/json" }
        if let token { fields[.authorization] = "Bearer " + token }
        let request = HTTPRequest(
            method: try #require(HTTPRequest.Method(method)),
            scheme: nil,
            authority: nil,
            path: path,
            headerFields: fields
        )
        let client = LocalClient(place: place)
        return try await Self.apart { try client.send(request, body: Array((body ?? "").utf8)) }
    }

    /// Ends the process with a signal and answers its exit status (nil if the signal killed it).
    @discardableResult
    func end(_ signal: Int32) async throws -> Int32? {
        try await Self.apart { self.endNow(signal) }
    }

    private func endNow(_ signal: Int32) -> Int32? {
        process.send(signal)
        return process.wait().status
    }

    /// Runs what blocks on a thread of its own.
    static func apart<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try work() }) }
        }
    }

    func remove() {
        _ = endNow(SIGKILL)
        try? FileManager.default.removeItem(at: directory)
    }

    /// Runs another command to its end. With a `script`, a shell runs that, where `"$0" "$@"` is the command.
    static func run(
        _ arguments: [String],
        environment: [String: String] = [:],
        script: String? = nil,
        input: Int32? = nil
    ) async throws -> (status: Int32, output: String, errors: String) {
        try await apart { try runNow(arguments, environment, script, input) }
    }

    private static func runNow(
        _ arguments: [String],
        _ environment: [String: String],
        _ script: String?,
        _ input: Int32?
    ) throws -> (status: Int32, output: String, errors: String) {
        let process = try child(arguments, environment, script: script, input: input)
        let complaints = ProcessLog(process.errors)
        let said = process.output.readDataToEndOfFile()
        let status = process.wait().status
        return (status ?? -1, String(decoding: said, as: UTF8.self), complaints.text())
    }

    private static func child(
        _ arguments: [String],
        _ environment: [String: String],
        script: String? = nil,
        input: Int32? = nil
    ) throws -> ChildProcess {
        // posix_spawn cannot change the directory in a portable way, but a shell can, before it becomes the program.
        let script = #"cd "$1" && shift && "# + (script ?? #"exec "$0" "$@""#)
        return try ChildProcess(
            URL(fileURLWithPath: "/bin/sh"),
            ["-c", script, program.path, root.path] + arguments,
            environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? ""]
                .merging(environment) { _, given in given },
            input: input
        )
    }
}
