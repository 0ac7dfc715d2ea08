import API
import ArgumentParser
import Councils
import JSONText

/// Prints the policy that this program follows: the same table that answers each request.
struct PolicyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "誰に何を許すかを表で出す / Print who may do and see what"
    )

    @Flag(help: "結果を JSON オブジェクト一つで出す / The result as one JSON object on standard output")
    var json = false

    func run() async throws {
        if json {
            print(String(decoding: JSONValue.object(PolicyReport.json).encoded(), as: UTF8.self))
        } else {
            print(PolicyReport.text, terminator: "")
        }
    }
}

/// The policy as it is printed.
enum PolicyReport {
    /// The least role that may, for what there is an endpoint for.
    private static func lowest(_ operation: Policy.Operation, on subject: Policy.Subject) -> Policy.Role? {
        guard API.declared.contains(API.Declared(operation, on: subject)) else { return nil }
        return Policy.lowest(operation, on: subject)
    }

    static var text: String {
        var lines = ["操作と、それを許す最も低い読み手 / Operations, and the lowest reader who may"]
        lines += table(
            [["resource"] + Policy.Operation.allCases.map(\.rawValue)]
                + Policy.Subject.allCases.map { subject in
                    [subject.rawValue]
                        + Policy.Operation.allCases.map { operation in
                            lowest(operation, on: subject).map { word($0, operation) } ?? "-"
                        }
                }
        )
        lines += ["", "* その読み手の協議会のものだけ / only what belongs to its own councils", ""]
        lines.append("協議会のものをどこまで見るか / How far a reader sees what belongs to a council")
        lines += table(
            [["reader", "own", "other"]]
                + Policy.Role.allCases.map { role in
                    [role.rawValue] + [true, false].map { level(of: role, isOwn: $0).rawValue }
                }
        )
        lines += [
            "", "見える最も低い段階。ここにないものは、その資源を見る全員に見える",
            "The lowest level that sees it; the rest is seen by all who see the resource",
        ]
        lines += table(
            [["resource", "part", "level"]]
                + Policy.parts.map { [$0.subject.rawValue, $0.name, word($0.threshold)] }
        )
        return lines.joined(separator: "\n") + "\n"
    }

    static var json: JSONObject {
        JSONObject([
            (
                "operations",
                .array(
                    Policy.Subject.allCases.flatMap { subject in
                        Policy.Operation.allCases.compactMap { operation in
                            lowest(operation, on: subject).map { role in
                                object([
                                    ("resource", subject.rawValue), ("operation", operation.rawValue),
                                    ("lowest", role.rawValue),
                                ])
                            }
                        }
                    }
                )
            ),
            (
                "readers",
                .array(
                    Policy.Role.allCases.map { role in
                        object([
                            ("reader", role.rawValue), ("own", level(of: role, isOwn: true).rawValue),
                            ("other", level(of: role, isOwn: false).rawValue),
                        ])
                    }
                )
            ),
            (
                "parts",
                .array(
                    Policy.parts.map { part in
                        object([
                            ("resource", part.subject.rawValue), ("part", part.name), ("level", word(part.threshold)),
                        ])
                    }
                )
            ),
        ])
    }

    private static func object(_ members: [(String, String)]) -> JSONValue {
        .object(JSONObject(members.map { ($0.0, .string($0.1)) }))
    }

    /// Asked of the reader itself, so that this table cannot say something else.
    private static func level(of role: Policy.Role, isOwn: Bool) -> Level {
        let (own, other) = (ID<Council>(trusted: "own"), ID<Council>(trusted: "other"))
        let reader: Reader =
            switch role {
            case .public: .public
            case .member: .member(ID(trusted: ""), of: own)
            case .secretariat: .secretariat(of: [own])
            case .administrator: .administrator
            }
        return reader.level(in: isOwn ? own : other)
    }

    private static func word(_ role: Policy.Role, _ operation: Policy.Operation) -> String {
        role == .secretariat && operation != .read ? role.rawValue + " *" : role.rawValue
    }

    private static func word(_ threshold: Policy.Part.Threshold) -> String {
        switch threshold {
        case .level(let level): level.rawValue
        case .itsOwn: "its own"
        }
    }

    /// Columns as wide as what is in them. All of it is ASCII.
    private static func table(_ rows: [[String]]) -> [String] {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
            let line = cells.joined(separator: "  ")
            return "  " + String(line.reversed().drop { $0 == " " }.reversed())
        }
    }
}
