import API
import ArgumentParser
import Foundation
import JSONText
import Journal
import Listener
import Logging
import Store
import Synchronization

/// The opened data directory: its store, filled at the first start, and the first administrator's token.
struct Office: Sendable {
    let store: Store
    let audit: AuditLog
    let failure: Failure
    /// Where the administrator's token is; nil where it is the office's own file, or was made long ago.
    let tokenPath: String?

    /// Whether the disk has failed, and what then ends the process.
    final class Failure: Sendable {
        private struct State {
            var reason: String?
            var then: (@Sendable () -> Void)?
        }

        private let state = Mutex(State())

        var isFailed: Bool { state.withLock { $0.reason != nil } }

        func fail(_ reason: String) {
            state.withLock { state in
                state.reason = reason
                return state.then
            }?()
        }

        /// Called once it has failed, also if it has already.
        func whenFailed(_ action: @escaping @Sendable () -> Void) {
            let hasFailed = state.withLock { state in
                state.then = action
                return state.reason != nil
            }
            if hasFailed { action() }
        }
    }

    /// Says why on standard error and ends the process with the fitting status if it can't be opened.
    static func open(_ settings: Settings, log: Logger) async throws -> Office {
        let failure = Failure()
        let (store, audit) = try await openData(settings, log: log, failure: failure)
        do {
            if store.read().state.seq == 0 { try await fill(store, from: settings, log: log) }
            let tokenPath = try await provideAdministrator(store, audit, settings)
            return Office(store: store, audit: audit, failure: failure, tokenPath: tokenPath)
        } catch {
            await store.close()
            await audit.close()
            throw error
        }
    }

    /// The store and its audit log alone.
    static func openData(
        _ settings: Settings,
        log: Logger,
        failure: Failure
    ) async throws -> (store: Store, audit: AuditLog) {
        let store = try openStore(settings, log: log, failure: failure)
        do {
            let (audit, recovery) = try AuditLog.open(
                in: settings.dataDirectory,
                of: store.storeID,
                holder: Holder(url: nil).line,
                now: Environment.live.now,
                failed: { reason in
                    log.critical("the disk failed", metadata: ["reason": "\(reason)"])
                    failure.fail(reason)
                },
                report: { what in log.error("something went wrong with the audit log", metadata: ["what": "\(what)"]) }
            )
            if recovery.isNew, store.read().state.seq > 0 {
                log.warning("there was no audit log beside the data; a new one begins")
            }
            recovery.log(to: log, "the audit log is open")
            return (store, audit)
        } catch {
            await store.close()
            printError("audit: \(error)")
            throw error.exitStatus
        }
    }

    private static func openStore(_ settings: Settings, log: Logger, failure: Failure) throws -> Store {
        do {
            let (store, recovery) = try Store.open(
                settings.dataDirectory,
                journal: settings.journal,
                settings: settings.store,
                holder: Holder(url: nil).line,
                storeID: { UUID().uuidString.lowercased() },
                now: Environment.live.now,
                failed: { reason in
                    log.critical("the disk failed", metadata: ["reason": "\(reason)"])
                    failure.fail(reason)
                },
                report: { what in log.error("something went wrong with the data", metadata: ["what": "\(what)"]) }
            )
            recovery.log(to: log, "the data is open")
            return store
        } catch {
            printError("data: \(error)")
            throw error.exitStatus
        }
    }

    private static func fill(_ store: Store, from settings: Settings, log: Logger) async throws {
        let directory = settings.bootstrapDirectory
        guard let names = files(in: directory) else {
            guard !settings.isBootstrapDirectoryNamed else {
                printError("bootstrap.directory: \(directory) cannot be read")
                throw ExitStatus.configuration
            }
            return log.warning("there are no councils to begin with", metadata: ["directory": "\(directory)"])
        }
        var files: [Bootstrap.File] = []
        for name in names {
            let path = directory + "/" + name
            guard let bytes = FileManager.default.contents(atPath: path) else {
                printError("\(path): cannot be read")
                throw ExitStatus.configuration
            }
            files.append(Bootstrap.File(name: path, bytes: Array(bytes)))
        }
        do {
            let counts = try await Bootstrap(store: store, environment: .live).fill(from: files)
            var metadata: Logger.Metadata = [:]
            for (name, count) in counts.named { metadata[name] = "\(count)" }
            log.notice("the store was filled", metadata: metadata)
        } catch let faults as Bootstrap.Faults {
            for line in faults.lines { printError(line) }
            throw ExitStatus.configuration
        }
    }

    private static func files(in directory: String) -> [String]? {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: directory) else { return nil }
        return names.filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") }.sorted()
    }

    /// Nobody could make a token without one: the first is written where only the owner can read it.
    private static func provideAdministrator(
        _ store: Store,
        _ audit: AuditLog,
        _ settings: Settings
    ) async throws -> String? {
        if settings.api.administratorToken != nil { return settings.administratorTokenFile }
        let path = settings.dataDirectory + "/admin-token"
        guard !API.hasAdministrator(store, environment: .live) else {
            return FileManager.default.fileExists(atPath: path) ? path : nil
        }
        let administrator = try API.newAdministrator(label: "first administrator", environment: .live)
        do {
            try Disk.live.writeSecret(Array((administrator.secret + "\n").utf8), to: path)
        } catch {
            printError("data: \(error)")
            throw error.exitStatus
        }
        // First: a token that is there is not made again, and would never be written down.
        do {
            try await audit.record(administrator.auditEntry(environment: .live))
        } catch {
            printError("audit: that the first administrator's token is made cannot be written down (\(error))")
            throw ExitStatus.failed
        }
        try await API.add(administrator, to: store, environment: .live)
        return path
    }
}

/// What the lock file says of this process.
struct Holder {
    /// Where it listens; nil as long as it does not.
    var url: String?

    var line: [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.member("pid", Int(ProcessInfo.processInfo.processIdentifier))
            json.member("url", url)
        }
        return json.finish()
    }

    /// - Returns: nil if the line is of another kind.
    static func place(in line: String) -> BoundAddress? {
        do {
            return try JSONValue(parsing: line.utf8).objectValue?["url"]?.stringValue.flatMap(BoundAddress.init(url:))
        } catch {
            return nil
        }
    }
}

extension Recovery {
    fileprivate func log(to log: Logger, _ message: Logger.Message) {
        for snapshot in rejectedSnapshots {
            log.error(
                "a snapshot does not verify; an older one and a longer replay were used",
                metadata: ["seq": "\(snapshot.seq)", "reason": "\(snapshot.reason)", "kept": "\(snapshot.quarantine)"]
            )
        }
        if let tail = tornTail {
            log.warning(
                "the last write was cut off and set aside; nothing of it had been acknowledged",
                metadata: ["file": "\(tail.file)", "bytes": "\(tail.bytes)", "kept": "\(tail.quarantine ?? "-")"]
            )
        }
        log.info(
            message,
            metadata: ["new": "\(isNew)", "snapshot": "\(snapshotSeq ?? 0)", "entries": "\(entries)"]
        )
    }
}
