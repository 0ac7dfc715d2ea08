import Councils
import JSONText

/// One entry of a group: what one request has changed.
struct StoredEntry {
    let seq: UInt64
    /// Milliseconds since 1970; nothing depends on it.
    let at: Int64
    let changes: [StoredChange]
    /// The key that the request had.
    let key: KeptRequest?
    /// Where it stands in the text of the group.
    let range: Range<Int>

    /// The entries of the `[…]` of a group, at least one.
    static func read(group: ArraySlice<UInt8>) throws -> [StoredEntry] {
        guard let entries = try JSONPlaces(of: group).root.arrayValue, !entries.isEmpty else {
            throw Undecodable(description: "no entries")
        }
        return try entries.enumerated().map { index, entry in
            let pointer = "/entries/\(index)"
            let object = try StoredObject(entry, at: pointer)
            let seq = try object.required("seq", StoredObject.seq)
            let at = try object.optional("at", \.integerValue) ?? 0
            return StoredEntry(
                seq: seq,
                at: at,
                changes: try object.list("changes") { change in
                    StoredChange(object: try StoredObject(change, at: pointer), seq: seq)
                },
                key: try object.optional("key") { try KeptRequest(StoredObject($0), at: Instant(milliseconds: at)) },
                range: entry.range
            )
        }
    }
}
