import ArgumentParser
import Councils
import Foundation
import JSONText
import Journal

/// What a command has found or done: one JSON object, or lines for people.
struct Outcome {
    private var members: [(String, JSONValue)]
    private var lines: [(label: String, text: String)] = []
    private var faults: [JournalFault] = []

    /// - Parameter status: one word for programs.
    init(_ status: String) {
        members = [("status", .string(status))]
    }

    /// For programs and, with a label, for people.
    mutating func add(_ name: String, _ value: JSONValue, _ label: String? = nil, _ text: String? = nil) {
        members.append((name, value))
        if let label { lines.append((label, text ?? Self.text(value))) }
    }

    mutating func add(line label: String, _ text: String) {
        lines.append((label, text))
    }

    mutating func add(_ faults: [JournalFault]) {
        self.faults = faults
        members.append(("faults", .array(faults.map(Self.json))))
    }

    /// Prints it: faults go to standard error too, where nobody reads JSON. Ends the process if there are any.
    func finish(json: Bool) throws {
        if json {
            print(String(decoding: JSONValue.object(JSONObject(members)).encoded(), as: UTF8.self))
        } else {
            let width = lines.map { Self.width(of: $0.label) }.max() ?? 0
            for (label, text) in lines {
                print(label + String(repeating: " ", count: width - Self.width(of: label) + 2) + text)
            }
        }
        if faults.isEmpty { return }
        for fault in faults { printError("\(fault)") }
        throw faults.exitStatus
    }

    /// A refusal: what was asked for was not done.
    static func refuse(_ fault: ToolFault, json: Bool) -> ExitCode {
        if json {
            var members: [(String, JSONValue)] = [("status", .string("refused")), ("message", .string("\(fault)"))]
            if case .data(let fault) = fault { members.append(("faults", .array([Self.json(fault)]))) }
            print(String(decoding: JSONValue.object(JSONObject(members)).encoded(), as: UTF8.self))
        }
        printError("\(fault)")
        return fault.exitStatus
    }

    private static func json(_ fault: JournalFault) -> JSONValue {
        var members: [(String, JSONValue)] = [("code", .string(fault.code))]
        if let path = fault.path { members.append(("path", .string(path))) }
        if let offset = fault.offset { members.append(("offset", .integer(offset))) }
        return .object(JSONObject(members + [("message", .string("\(fault)"))]))
    }

    private static func text(_ value: JSONValue) -> String {
        switch value {
        case .string(let text): text
        case .integer(let number): String(number)
        case .null, .bool, .number, .array, .object: String(decoding: value.encoded(), as: UTF8.self)
        }
    }

    /// In the columns of a terminal: Japanese takes two each.
    private static func width(of text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x1100 ? 2 : 1) }
    }
}

extension JSONValue {
    static func number(_ value: UInt64?) -> JSONValue { value.map { .integer(Int64(clamping: $0)) } ?? .null }
    static func text(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }
    /// Milliseconds since 1970 as RFC 3339.
    static func moment(_ value: Int64?) -> JSONValue {
        text(value.map { Instant(milliseconds: $0).description })
    }
}

extension [JournalFault] {
    /// Damage before all, then what cannot be read, then what only has to be set right.
    var exitStatus: ExitCode {
        let found = map(\.exitStatus)
        let order = [ExitStatus.damagedData, ExitStatus.failed, ExitStatus.inUse, ExitStatus.configuration]
        return order.first(where: found.contains) ?? ExitStatus.failed
    }
}

extension ToolFault {
    var exitStatus: ExitCode {
        switch self {
        case .data(let fault): fault.exitStatus
        case .notEmpty, .notABackup: ExitStatus.configuration
        case .unfinishedBackup: ExitStatus.damagedData
        case .outOfRange: ExitStatus.usage
        case .changed: ExitStatus.failed
        }
    }
}
