import JSONText
public import Journal

extension LineDecoder {
    /// The store's lines. Every value is decoded, none is kept.
    public static let store = LineDecoder(
        entries: { group in
            try StoredEntry.read(group: group).map { entry in
                for change in entry.changes { _ = try Loader.decode(change) }
                let range = (group.startIndex + entry.range.lowerBound)..<(group.startIndex + entry.range.upperBound)
                return EntryPlace(seq: entry.seq, at: entry.at, bytes: range)
            }
        },
        snapshotLine: { line in
            let change = StoredChange(object: try StoredObject(JSONPlaces(of: line).root), seq: nil)
            _ = try Loader.decode(change)
        }
    )
}
