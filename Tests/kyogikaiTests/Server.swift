import Foundation
import FoundationNetworking
import JSONText
import Testing

/// The built program as a process of its own, on a port that the kernel gives and a temporary data directory.
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
    let process = Process()
    private let output = Pipe()
    private(set) var url = ""

    static func start(data: URL? = nil, environment: [String: String] = [:]) async throws -> Server {
        try await apart { try Server(data: data, environment: environment) }
    }

    private init(data: URL?, environment: [String: String]) throws {
        directory = data ?? FileManager.default.temporaryDirectory.appending(path: "kyogikai-" + UUID().uuidString)
        process.executableURL = Self.program
        process.arguments = ["serve"]
        process.currentDirectoryURL = Self.root
        process.environment = [
            "KYOGIKAI_HTTP_PORT": "0", "KYOGIKAI_DATA_DIRECTORY": directory.path,
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "",
        ].merging(environment) { _, given in given }
        process.standardOutput = output
        try process.run()
        url = try #require(announced())
    }

    /// Reads the log up to the line that says where the server listens.
    private func announced() -> String? {
        var text = ""
        while true {
            let bytes = output.fileHandleForReading.availableData
            guard !bytes.isEmpty else { return nil }
            text += String(decoding: bytes, as: UTF8.self)
            for line in text.split(separator: "\n")
            where line.contains(#""message":"listening""#) && line.hasSuffix("}") {
                output.fileHandleForReading.readabilityHandler = { _ = $0.availableData }
                return (try? JSONValue(parsing: line.utf8))?.objectValue?["url"]?.stringValue
            }
        }
    }

    var administratorToken: String {
        let text = try? String(contentsOf: directory.appending(path: "admin-token"), encoding: .utf8)
        return text?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
    }

    struct Answer {
        var status: Int
        var json: JSONObject
    }

    func ask(_ method: String, _ path: String, _ body: String? = nil, token: String? = nil) async throws -> Answer {
        var request = URLRequest(url: try #require(URL(string: url + path)))
        request.httpMethod = method
        if let body {
            request.httpBody = Data(body.utf8)
            request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        }
        if let token { request.setValue("Bearer " + token, forHTTPHeaderField: "Authorization") }
        let (data, response) = try await URLSession.shared.data(for: request)
        let json = try? JSONValue(parsing: data).objectValue
        return Answer(status: (response as? HTTPURLResponse)?.statusCode ?? 0, json: json ?? JSONObject())
    }

    /// Ends the process with a signal and answers its exit status (nil if the signal killed it).
    @discardableResult
    func end(_ signal: Int32) async throws -> Int32? {
        try await Self.apart { self.endNow(signal) }
    }

    private func endNow(_ signal: Int32) -> Int32? {
        kill(process.processIdentifier, signal)
        process.waitUntilExit()
        output.fileHandleForReading.readabilityHandler = nil
        return process.terminationReason == .exit ? process.terminationStatus : nil
    }

    /// Runs what blocks on a thread of its own.
    private static func apart<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try work() }) }
        }
    }

    func remove() {
        if process.isRunning { _ = endNow(SIGKILL) }
        try? FileManager.default.removeItem(at: directory)
    }

    /// Runs another command to its end.
    static func run(
        _ arguments: [String],
        environment: [String: String] = [:]
    ) async throws -> (status: Int32, output: String, errors: String) {
        try await apart { try runNow(arguments, environment) }
    }

    private static func runNow(
        _ arguments: [String],
        _ environment: [String: String]
    ) throws -> (status: Int32, output: String, errors: String) {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.currentDirectoryURL = root
        process.environment = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? ""]
            .merging(environment) { _, given in given }
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let said = output.fileHandleForReading.readDataToEndOfFile()
        let complained = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (
            process.terminationStatus, String(decoding: said, as: UTF8.self),
            String(decoding: complained, as: UTF8.self)
        )
    }
}
