import Foundation
import Testing

@testable import kyogikai

/// The program as those see it who watch it.
@Suite(.serialized) struct Watching {
    @Test func healthAsksTheServerThatHasTheData() async throws {
        let server = try await Server.start()
        defer { server.remove() }
        let environment = ["KYOGIKAI_DATA_DIRECTORY": server.directory.path]
        let ready = try await Server.run(["health"], environment: environment)
        let checks = #"{"status":"ok","checks":{"audit":"ok","journal":"ok"}}"#
        #expect(ready.status == 0 && ready.output == checks + "\n", "\(ready)")
        let live = try await Server.run(["health", "--live"], environment: environment)
        #expect(live.status == 0 && live.output == #"{"status":"ok","checks":{"process":"ok"}}"# + "\n", "\(live)")
        try await server.end(SIGTERM)
        let gone = try await Server.run(["health"], environment: environment)
        #expect(gone.status == 1 && gone.errors.contains("no server has \(server.directory.path)"), "\(gone)")
    }

    @Test func aServerThatHangsIsNotHealthy() async throws {
        let server = try await Server.start()
        defer { server.remove() }
        kill(server.process.identifier, SIGSTOP)
        defer { kill(server.process.identifier, SIGCONT) }
        let result = try await Server.run(
            ["health", "--limit", "1"],
            environment: ["KYOGIKAI_DATA_DIRECTORY": server.directory.path]
        )
        #expect(result.status == 1 && result.errors.contains("there was no answer in time"), "\(result)")
    }

    @Test func anAwkwardLimitIsAMistakeOfUse() async throws {
        let result = try await Server.run(["health", "--limit", "0"])
        #expect(result.status == 64 && result.errors.contains("--limit: 1–600"), "\(result)")
    }

    @Test func metricsTellOfTheProcess() async throws {
        let server = try await Server.start()
        defer { server.remove() }
        let before = Date.now.timeIntervalSince1970
        let page = try await server.text("GET", "/metrics", token: server.administratorToken)
        var figures: [String: Double] = [:]
        for line in page.split(separator: "\n") where line.hasPrefix("process_") {
            let words = line.split(separator: " ")
            figures[String(words[0])] = Double(words[1])
        }
        #expect(
            Set(figures.keys) == [
                "process_cpu_seconds_total", "process_resident_memory_bytes", "process_virtual_memory_bytes",
                "process_open_fds", "process_max_fds", "process_start_time_seconds",
            ]
        )
        let resident = figures["process_resident_memory_bytes"] ?? 0
        #expect(resident > 1_048_576 && resident < figures["process_virtual_memory_bytes"] ?? 0)
        let open = figures["process_open_fds"] ?? 0
        #expect(open >= 5 && open < figures["process_max_fds"] ?? 0)
        #expect(figures["process_cpu_seconds_total"] ?? 0 > 0)
        let start = figures["process_start_time_seconds"] ?? 0
        #expect(start < before && start > before - 3600)
        #expect(page.contains("kyogikai_build_info{version=\"\(Kyogikai.version)\"} 1\n"))
    }
}
