import API
import ArgumentParser
import Foundation
import IssueReporting
import Listener
import Logging
import ServiceLifecycle
import Store
import UnixSignals

/// Serves the councils until it is told to stop.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "サーバーを動かす / Serve the councils: reads config/, fills an empty store, listens"
    )

    @OptionGroup var options: SettingOptions

    func run() async throws {
        // First of all: no other thread reads the environment yet.
        let activation = SocketActivation.take()
        let notifySocket = ServiceNotification.takeSocket()
        ProcessFigures.begin()
        // Whoever reads the log may go away.
        signal(SIGPIPE, SIG_IGN)
        let (settings, _) = try await reportingFaults { () throws(SettingFaults) in
            try await Settings.read(options, activation: activation)
        }
        let format =
            settings.logFormat.map { $0 == "json" ? LogWriter.Format.json : .text }
            ?? (isatty(STDOUT_FILENO) == 1 ? .text : .json)
        LoggingSystem.bootstrap { label in
            LogWriter(logLevel: settings.logLevel, format: format, label: label)
        }
        let log = Logger(label: "kyogikai")
        IssueReporters.current = [LogReporter(log: log)]
        let limits = Descriptors.provide(for: settings.limits, log: log)
        let office = try await Office.open(settings, log: log)
        let front = try Front(
            office,
            settings: settings,
            limits: limits,
            format: format,
            notification: ServiceNotification(socket: notifySocket, log: log),
            log: log
        )
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [
                    // Stopped in turn from the last one: what is read until then is in the head that is said at the end.
                    .init(service: HourlyWork(clock: ContinuousClock()) { office.audit.head.log(to: log) }),
                    .init(
                        service: front,
                        successTerminationBehavior: .gracefullyShutdownGroup,
                        failureTerminationBehavior: .gracefullyShutdownGroup
                    ),
                ],
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: Logger(label: "lifecycle", level: .warning)
            )
        )
        do {
            try await group.run()
        } catch {
            log.critical("the listener failed", metadata: ["error": "\(error)"])
            await office.close(log: log)
            throw ExitStatus.failed
        }
        await office.close(log: log)
        if office.failure.isFailed { throw ExitStatus.failed }
        log.notice("stopped")
    }
}

extension Office {
    fileprivate func close(log: Logger) async {
        await store.close()
        await audit.close().log(to: log)
    }
}

extension AuditLog.Head {
    /// So that it is kept wherever the log is kept: a tail that is cut off the audit log, or another one in its place, shows.
    fileprivate func log(to log: Logger) {
        log.notice("audit head", metadata: ["seq": "\(seq)", "sum": "\(sum)"])
    }
}

extension Logger {
    fileprivate init(label: String, level: Logger.Level) {
        self.init(label: label)
        logLevel = level
    }
}

/// What cannot happen and did, in the log.
private struct LogReporter: IssueReporter {
    let log: Logger

    func reportIssue(
        _ message: @autoclosure () -> String?,
        severity: IssueSeverity,
        fileID: StaticString,
        filePath: StaticString,
        line: UInt,
        column: UInt
    ) {
        log.error("issue", metadata: ["what": "\(message() ?? "")", "where": "\(fileID):\(line)"])
    }
}
