import Councils
import JSONText
import Journal

/// The changes of one value, from the newest back, each found by what the one after it says.
struct Past<Value: Stored> {
    struct Change {
        let remains: Remains<Value>
        /// nil if its entry is no longer there.
        let author: History.Author?
        /// The entry with the change before it; nil for the first, and where that was not written down.
        let former: UInt64?
    }

    let id: ID<Value>
    let journal: JournalReader

    /// Gives the changes from the newest to the oldest that is known, until `take` answers false.
    func walk(from newest: Remains<Value>, _ take: (Change) -> Bool) throws(JournalFault) {
        guard newest.seq > 0, var changes = try changes(in: newest.seq) else {
            _ = take(Change(remains: newest, author: nil, former: nil))
            return
        }
        while true {
            for change in changes.reversed() {
                guard take(change) else { return }
            }
            guard let former = changes.first?.former, let older = try self.changes(in: former) else { return }
            changes = older
        }
    }

    /// The changes of this value in one entry, in their order, at least one; nil if the entry is no longer there.
    private func changes(in seq: UInt64) throws(JournalFault) -> [Change]? {
        guard let group = try journal.group(of: seq) else { return nil }
        do {
            return try changes(in: seq, group.entries)
        } catch {
            throw .damaged(file: group.file, offset: group.offset, reason: "seq \(seq): \(error)")
        }
    }

    private func changes(in seq: UInt64, _ entries: [UInt8]) throws -> [Change] {
        for entry in try JSONPlaces(of: entries[...]).root.arrayValue ?? [] {
            let entry = try StoredObject(entry)
            guard try entry.required("seq", StoredObject.seq) == seq else { continue }
            let author = History.Author(
                actor: try entry.required("actor", StoredObject.text),
                request: try entry.required("request", StoredObject.text)
            )
            let changes = try entry.list("changes") { try StoredObject($0) }.filter { change in
                try change.required("table", StoredObject.text) == Value.table
                    && change.required("id", StoredObject.text) == id.text
            }
            guard !changes.isEmpty else { throw Undecodable(description: "no change of \(Value.table) \(id.text)") }
            return try changes.enumerated().map { index, change in
                let former = try change.optional("former", StoredObject.seq)
                // Of several in one entry, each later one has this entry's before it.
                if let former, index == 0 ? former >= seq : former != seq {
                    throw Undecodable(description: "its former one is said to be \(former)")
                }
                let remains = try Remains<Value>.read(StoredChange(object: change, seq: seq)).1
                return Change(remains: remains, author: author, former: former)
            }
        }
        throw Undecodable(description: "it is not in its group")
    }
}
