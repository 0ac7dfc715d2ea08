import ArgumentParser
import Foundation
import Journal

/// The exit statuses of sysexits that this program uses.
enum ExitStatus {
    static let usage = ExitCode(64)
    static let damagedData = ExitCode(65)
    static let failed = ExitCode(70)
    static let inUse = ExitCode(75)
    static let configuration = ExitCode(78)
}

/// Runs `body`; faults of the configuration go to standard error, each in a line, and end the process with 78.
func reportingFaults<Value>(_ body: () async throws(SettingFaults) -> Value) async throws(ExitCode) -> Value {
    do throws(SettingFaults) {
        return try await body()
    } catch {
        for fault in error.faults { printError("configuration: \(fault)") }
        throw ExitStatus.configuration
    }
}

func printError(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
}

extension JournalFault {
    var exitStatus: ExitCode {
        switch self {
        case .locked: ExitStatus.inUse
        case .damaged, .otherStore: ExitStatus.damagedData
        case .insecureMode, .foreign, .newerFormat: ExitStatus.configuration
        case .diskFull, .failed, .unusable, .notALine, .abandoned: ExitStatus.failed
        }
    }
}
