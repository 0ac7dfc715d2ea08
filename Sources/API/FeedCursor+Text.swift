import Councils
import Store
import Web

// A cursor as clients carry it.
extension FeedCursor {
    /// It is good for every filter: which of the reader's events are shown changes nothing of how far the reader is.
    private static let feed = "/v1/changes"

    var text: String {
        switch self {
        case .start(let loss): Cursor(parts: [loss]).text(for: Self.feed)
        case .after(let shown):
            Cursor(
                parts: [
                    shown.council.text, shown.level.rawValue, shown.resource, shown.id, String(shown.version),
                ].map { Array($0.utf8) }
            ).text(for: Self.feed)
        }
    }

    /// - Returns: nil for what was never a cursor of the feed.
    init?(_ text: String) {
        guard let parts = Cursor(text, for: Self.feed)?.parts else { return nil }
        if parts.count == 1 {
            self = .start(parts[0])
            return
        }
        let texts = parts.compactMap { String(validating: $0, as: UTF8.self) }
        guard texts.count == 5, parts.count == 5, let level = Level(rawValue: texts[1]),
            let version = Int(texts[4]), version > 0
        else { return nil }
        let council = ID<Council>(trusted: texts[0])
        self = .after(Shown(council: council, level: level, resource: texts[2], id: texts[3], version: version))
    }
}
