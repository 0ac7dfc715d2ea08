import API
import Councils
import Foundation
import JSONText
import Logging

/// Writes log events to standard output, one line each: JSON, or text where a person reads. Every value is escaped.
struct LogWriter: LogHandler {
    enum Format { case json, text }

    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    let format: Format
    let label: String

    subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var values = metadata.merging(event.metadata ?? [:]) { _, explicit in explicit }
        if let error = event.error { values["error"] = "\(error)" }
        let line: [UInt8]
        switch format {
        case .json: line = json(event, values)
        case .text: line = text(event, values)
        }
        Output.write(line)
    }

    private func json(_ event: LogEvent, _ values: Logger.Metadata) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.member("time", Self.now())
            json.member("level", event.level.rawValue)
            json.member("message", event.message.description)
            for (name, value) in values.sorted(by: { $0.key < $1.key }) {
                json.name(name)
                json.string(value.description)
            }
        }
        return json.finish() + [UInt8(ascii: "\n")]
    }

    private func text(_ event: LogEvent, _ values: Logger.Metadata) -> [UInt8] {
        let pairs = values.sorted { $0.key < $1.key }.map { " \($0.key)=\(Self.escaped($0.value.description))" }
        let line = "\(Self.now()) \(event.level.rawValue) \(Self.escaped(event.message.description))"
        return Array((line + pairs.joined() + "\n").utf8)
    }

    /// Without anything that could end the line or move the cursor.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            if scalar.properties.generalCategory == .control || scalar.properties.isBidiControl {
                result += scalar.escaped(asASCII: true)
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func now() -> String {
        Environment.live.now().description
    }
}
