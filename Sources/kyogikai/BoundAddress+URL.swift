import Foundation
import Listener

/// How an address is told to people and to this program's commands.
extension BoundAddress {
    /// `http://127.0.0.1:8080`, `http+unix:///run/kyogikai.sock` with percent signs where a URL needs them.
    var url: String {
        switch self {
        case .tcp: "http://\(self)"
        case .unix(let path):
            "http+unix://" + (path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? path)
        }
    }

    /// Reads what `url` gives; nil for anything else.
    init?(url: String) {
        if let path = url.rest(behind: "http+unix://").flatMap(\.removingPercentEncoding) {
            guard path.hasPrefix("/") else { return nil }
            self = .unix(path: path)
        } else if let place = url.rest(behind: "http://"), let colon = place.lastIndex(of: ":"),
            let port = UInt16(place[place.index(after: colon)...])
        {
            var host = place[..<colon]
            if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
            self = .tcp(host: String(host), port: port)
        } else {
            return nil
        }
    }

    /// A command line that asks for `path`.
    func commandLine(for path: String) -> String {
        switch self {
        case .tcp: "curl -s \(url)\(path)"
        case .unix(let socket): "curl -s --unix-socket \(Self.quoted(socket)) http://localhost\(path)"
        }
    }

    /// As one word of a shell.
    private static func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
            case UInt8(ascii: "-")...UInt8(ascii: "9"), UInt8(ascii: "_"): true  // - . / 0 … 9
            default: false
            }
        }
        if isPlain { return text }
        return "'" + text.replacing("'", with: #"'\''"#) + "'"
    }
}

extension String {
    fileprivate func rest(behind prefix: String) -> String? {
        hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
    }
}
