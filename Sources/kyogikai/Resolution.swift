import Configuration
import Foundation
import JSONText
import Web

/// Every setting with its value and where that came from: the command line, the environment, the file, or nowhere.
struct Resolution: Sendable {
    struct Resolved: Sendable {
        let setting: Setting
        let value: Setting.Value
        let origin: String
    }

    static let standardFile = "config/kyogikai.json"

    let settings: [Resolved]

    subscript(key: String) -> Setting.Value {
        settings.first { $0.setting.key == key }?.value ?? .absent
    }

    /// Reads all sources once.
    ///
    /// - Throws: ``SettingFaults`` with everything that is wrong: unknown names (with the nearest known one), wrong
    ///   types, values out of range, a file that can't be read.
    static func read(
        config: String?,
        arguments: [String],
        environment: [String: String],
        standardFile: String = Resolution.standardFile
    ) async throws(SettingFaults) -> Resolution {
        var faults: [String] = []
        var sources: [Source] = []
        faults += unknownArguments(arguments)
        sources.append(
            Source(
                name: "command line",
                reader: ConfigReader(provider: CommandLineArgumentsProvider(arguments: ["kyogikai"] + arguments))
            )
        )
        faults += unknownVariables(environment)
        sources.append(
            Source(
                name: "environment",
                reader: ConfigReader(
                    provider: EnvironmentVariablesProvider(environmentVariables: environment)
                        .prefixKeys(with: "kyogikai")
                )
            )
        )
        let named = config ?? environment["KYOGIKAI_CONFIG"]
        let path = named ?? standardFile
        if FileManager.default.fileExists(atPath: path) {
            faults += unknownFields(path)
            do {
                let place = InMemoryProvider(values: ["filePath": ConfigValue(.string(path), isSecret: false)])
                let provider = try await FileProvider<JSONSnapshot>(config: ConfigReader(provider: place))
                sources.append(Source(name: path, reader: ConfigReader(provider: provider)))
            } catch {
                faults.append("\(path): cannot be read as JSON: \(error)")
            }
        } else if named != nil {
            faults.append("\(path): there is no such file")
        }
        var resolved: [Resolved] = []
        for setting in Setting.all {
            do throws(SettingFaults) {
                resolved.append(try await setting.resolved(from: sources))
            } catch {
                faults += error.faults
            }
        }
        guard faults.isEmpty else { throw SettingFaults(faults: faults) }
        return Resolution(settings: resolved)
    }

    struct Source: Sendable {
        let name: String
        let reader: ConfigReader
    }

    private static func unknownArguments(_ arguments: [String]) -> [String] {
        let known = Setting.all.map(\.flag)
        var faults: [String] = []
        var isValue = false
        for argument in arguments {
            if argument.hasPrefix("--") {
                let flag = String(argument.prefix { $0 != "=" })
                isValue = flag == argument
                if !known.contains(flag) { faults.append(unknown(flag, among: known)) }
            } else if !isValue {
                faults.append("\(argument): a setting begins with --")
            } else {
                isValue = false
            }
        }
        return faults
    }

    private static func unknownVariables(_ environment: [String: String]) -> [String] {
        let known = Setting.all.map(\.variable) + ["KYOGIKAI_CONFIG"]
        return environment.keys.sorted().filter { $0.hasPrefix("KYOGIKAI_") && !known.contains($0) }
            .map { unknown($0, among: known) }
    }

    /// The fields of the file that are no settings, by their keys.
    private static func unknownFields(_ path: String) -> [String] {
        guard let bytes = FileManager.default.contents(atPath: path) else { return ["\(path): cannot be read"] }
        let value: JSONValue
        do {
            value = try JSONValue(parsing: bytes)
        } catch {
            return error.faults.map { fault in
                "\(path): line \(fault.line), column \(fault.column): \(fault.detail ?? fault.code.rawValue)"
            }
        }
        let known = Setting.all.map(\.key)
        return keys(of: value, below: "").filter { !known.contains($0) }.map { "\(path): " + unknown($0, among: known) }
    }

    private static func keys(of value: JSONValue, below prefix: String) -> [String] {
        guard let object = value.objectValue else { return [prefix] }
        return object.flatMap { keys(of: $0.value, below: prefix.isEmpty ? $0.name : prefix + "." + $0.name) }
    }

    private static func unknown(_ name: String, among known: [String]) -> String {
        let nearest = Spelling.nearest(to: name, among: known)
        return "\(name): there is no such setting" + (nearest.map { "; did you mean \($0)?" } ?? "")
    }
}

/// Everything that is wrong with the configuration, each in a line.
struct SettingFaults: Error, CustomStringConvertible {
    var faults: [String]

    var description: String { faults.joined(separator: "\n") }
}

extension Setting {
    /// The first source that has it decides.
    fileprivate func resolved(from sources: [Resolution.Source]) async throws(SettingFaults) -> Resolution.Resolved {
        for source in sources {
            let value: Value?
            do {
                value = try await read(source.reader)
            } catch {
                throw SettingFaults(faults: ["\(name(in: source)): \(expectation)"])
            }
            guard let value else { continue }
            guard fits(value) else {
                throw SettingFaults(faults: [
                    "\(name(in: source)): \(value.description) is not possible: \(expectation)"
                ])
            }
            return Resolution.Resolved(setting: self, value: value, origin: source.name)
        }
        return Resolution.Resolved(setting: self, value: standard, origin: "default")
    }

    private func read(_ reader: ConfigReader) async throws -> Value? {
        let key = ConfigKey(key)
        return switch kind {
        case .text, .choice: try await reader.fetchString(forKey: key).map(Value.text)
        case .integer: try await reader.fetchInt(forKey: key).map(Value.integer)
        case .flag: try await reader.fetchBool(forKey: key).map(Value.flag)
        case .list: try await reader.fetchStringArray(forKey: key).map(Value.list)
        }
    }

    private func fits(_ value: Value) -> Bool {
        switch (kind, value) {
        case (.integer(let bounds), .integer(let number)): bounds.contains(number)
        case (.choice(let choices), .text(let text)): choices.contains(text)
        case (.text, .text(let text)): !text.isEmpty
        default: true
        }
    }

    private var expectation: String {
        switch kind {
        case .text: "a text"
        case .choice(let choices): "one of " + choices.joined(separator: ", ")
        case .integer(let bounds): "an integer from \(bounds.lowerBound) to \(bounds.upperBound)"
        case .flag: "true or false"
        case .list: "a list of texts"
        }
    }

    private func name(in source: Resolution.Source) -> String {
        switch source.name {
        case "command line": flag
        case "environment": variable
        default: "\(source.name): \(key)"
        }
    }
}
