/// A setting by its key: what it may be and what it is if nobody says.
struct Setting: Sendable {
    enum Kind: Sendable {
        case text
        case choice([String])
        case integer(ClosedRange<Int>)
        case flag
        case list
    }

    enum Value: Hashable, Sendable {
        case text(String)
        case integer(Int)
        case flag(Bool)
        case list([String])
        case absent

        var description: String {
            switch self {
            case .text(let text): text
            case .integer(let number): String(number)
            case .flag(let flag): String(flag)
            case .list(let texts): texts.isEmpty ? "(none)" : texts.joined(separator: ",")
            case .absent: "(none)"
            }
        }
    }

    /// `http.port`
    let key: String
    let kind: Kind
    let standard: Value

    /// `KYOGIKAI_HTTP_PORT`
    var variable: String { "KYOGIKAI_" + words.map { $0.uppercased() }.joined(separator: "_") }
    /// `--http-port`
    var flag: String { "--" + words.joined(separator: "-") }

    /// The words of the key in lower case: `data.adminTokenFile` has four.
    private var words: [String] {
        var words = [""]
        for letter in key {
            if letter == "." {
                words.append("")
            } else if letter.isUppercase {
                words.append(letter.lowercased())
            } else {
                words[words.count - 1].append(letter)
            }
        }
        return words
    }

    static let all: [Setting] = [
        Setting(key: "http.host", kind: .text, standard: .text("127.0.0.1")),
        Setting(key: "http.port", kind: .integer(0...65_535), standard: .integer(8080)),
        Setting(key: "http.unixSocket", kind: .text, standard: .absent),
        Setting(key: "http.unixSocketMode", kind: .text, standard: .text("0660")),
        Setting(key: "http.behindProxy", kind: .flag, standard: .flag(false)),
        Setting(key: "http.trustedProxies", kind: .list, standard: .list([])),
        Setting(
            key: "http.forwardedField",
            kind: .choice(["X-Forwarded-For", "Forwarded"]),
            standard: .text("X-Forwarded-For")
        ),
        Setting(key: "http.requestLineBytes", kind: .integer(256...65_536), standard: .integer(8192)),
        Setting(key: "http.headBytes", kind: .integer(1024...262_144), standard: .integer(16_384)),
        Setting(key: "http.headerFields", kind: .integer(8...1000), standard: .integer(64)),
        Setting(key: "http.bodyBytes", kind: .integer(1024...67_108_864), standard: .integer(1_048_576)),
        Setting(key: "http.importBytes", kind: .integer(1024...268_435_456), standard: .integer(16_777_216)),
        Setting(key: "http.bodiesBytes", kind: .integer(1024...17_179_869_184), standard: .integer(67_108_864)),
        Setting(key: "http.drainBytes", kind: .integer(0...67_108_864), standard: .integer(65_536)),
        Setting(key: "http.connections", kind: .integer(1...100_000), standard: .integer(2048)),
        Setting(key: "http.requestsInHand", kind: .integer(1...100_000), standard: .integer(1000)),
        Setting(key: "http.headTimeoutSeconds", kind: .integer(1...600), standard: .integer(10)),
        Setting(key: "http.bodyTimeoutSeconds", kind: .integer(1...3600), standard: .integer(30)),
        Setting(key: "http.bodyMinimumBytesPerSecond", kind: .integer(0...1_048_576), standard: .integer(1024)),
        Setting(key: "http.idleTimeoutSeconds", kind: .integer(1...3600), standard: .integer(60)),
        Setting(key: "http.writeTimeoutSeconds", kind: .integer(1...600), standard: .integer(30)),
        Setting(key: "http.handlerTimeoutSeconds", kind: .integer(1...600), standard: .integer(45)),
        Setting(key: "http.lingerTimeoutSeconds", kind: .integer(1...60), standard: .integer(2)),
        Setting(key: "http.stopGraceSeconds", kind: .integer(0...600), standard: .integer(10)),
        Setting(key: "data.directory", kind: .text, standard: .text("data")),
        Setting(key: "bootstrap.directory", kind: .text, standard: .text("config/councils")),
        Setting(key: "journal.segmentBytes", kind: .integer(4096...17_179_869_184), standard: .integer(67_108_864)),
        Setting(key: "journal.snapshotBytes", kind: .integer(4096...17_179_869_184), standard: .integer(67_108_864)),
        Setting(key: "journal.retentionDays", kind: .integer(1...36_500), standard: .absent),
        Setting(key: "changes.kept", kind: .integer(1...1_000_000), standard: .integer(10_000)),
        Setting(key: "changes.streams", kind: .integer(0...100_000), standard: .integer(100)),
        Setting(key: "changes.heartbeatSeconds", kind: .integer(1...300), standard: .integer(15)),
        Setting(key: "auth.adminTokenFile", kind: .text, standard: .absent),
        Setting(key: "limits.tokenRequestsPerMinute", kind: .integer(1...1_000_000), standard: .absent),
        Setting(key: "limits.publicRequestsPerMinute", kind: .integer(1...1_000_000), standard: .absent),
        Setting(key: "access.publicRead", kind: .flag, standard: .flag(true)),
        Setting(key: "cors.allowedOrigins", kind: .list, standard: .list([])),
        Setting(key: "meetings.minimumPerFiscalYear", kind: .integer(0...366), standard: .integer(1)),
        Setting(key: "language.default", kind: .choice(["ja", "en"]), standard: .text("ja")),
        Setting(
            key: "log.level",
            kind: .choice(["trace", "debug", "info", "notice", "warning", "error", "critical"]),
            standard: .text("info")
        ),
        Setting(key: "log.format", kind: .choice(["json", "text"]), standard: .absent),
    ]
}
