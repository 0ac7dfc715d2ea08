import Councils
import HashTreeCollections
import Journal

/// What a reader may know of the past of one value.
struct Access<Value: Stored>: Sendable {
    let reader: Reader
    let newest: Remains<Value>
    /// The reader's, in the council that the value belongs to now.
    let level: Level

    /// - Throws: what ``State/find(_:for:)`` throws; but what was deleted still has a past for its secretariat.
    init(_ id: ID<Value>, for reader: Reader, in state: State) throws(Refusal) {
        let table = state[keyPath: Value.tablePath]
        if let record = table[id] {
            newest = .record(record)
        } else if let tombstone = table.tombstones[id] {
            newest = .tombstone(tombstone)
        } else {
            throw .notFound
        }
        self.reader = reader
        level = reader.level(in: newest.council)
        if newest.isDeletion, level == .secretariat { return }
        _ = try state.find(id, for: reader)
    }

    /// What the reader sees now; nil if it was deleted.
    var current: Shown<Value>? {
        if case .record(let record) = newest { return record.seen(at: level) }
        return nil
    }

    /// Whether what a version said is the reader's to know, and not only that there was one.
    var seesOldVersions: Bool { Value.isPublicByNature || level == .secretariat }

    /// Whether the reader is told of a change, by the council that the value belonged to then.
    private func covers(_ change: Past<Value>.Change) -> Bool {
        Value.isPublicByNature || reader.level(in: change.remains.council) >= level
    }

    private func author(of change: Past<Value>.Change) -> History.Author? {
        level == .secretariat && reader.level(in: change.remains.council) == .secretariat ? change.author : nil
    }

    /// One version of the reader's level: all changes after which it was told this number.
    private struct Told {
        let stamp: Stamp
        /// Of its first change.
        var isDeletion: Bool
        var author: History.Author?
    }

    func history(in past: Past<Value>, before bound: Int?, limit: Int) throws(JournalFault) -> History {
        var told: [Told] = []
        try past.walk(from: newest) { change in
            // A level that had not seen it had not before, either.
            guard covers(change), let stamp = change.remains.stamps[level] else { return false }
            if let bound, stamp.version >= bound { return true }
            // A deletion makes no first version: what the level did not see was not deleted for it.
            let isDeletion = change.remains.isDeletion && stamp.version > 1
            if told.last?.stamp.version == stamp.version {
                told[told.count - 1].isDeletion = isDeletion
                told[told.count - 1].author = author(of: change)
            } else {
                guard told.count < limit + 1 else { return false }
                told.append(Told(stamp: stamp, isDeletion: isDeletion, author: author(of: change)))
            }
            // Those below the secretariat are not told who made it: nothing more is to be found.
            return stamp.version > 1 || level == .secretariat
        }
        let versions = told.prefix(limit).enumerated().map { index, version in
            let isFirst = version.stamp.version == 1 || told.dropFirst(index + 1).first?.isDeletion ?? false
            return History.Version(
                number: version.stamp.version,
                at: version.stamp.updatedAt,
                change: version.isDeletion ? .deleted : isFirst ? .created : .changed,
                author: version.author
            )
        }
        return History(
            level: level,
            versions: versions,
            hasMore: told.count > limit,
            isComplete: (versions.last?.number ?? bound) == 1
        )
    }

    /// The version of a number; ``Refusal/notFound`` or ``Refusal/deleted`` where there is nothing to show.
    func version(_ number: Int, in past: Past<Value>) throws(JournalFault) -> Result<Shown<Value>, Refusal> {
        var found = Result<Shown<Value>, Refusal>.failure(.notFound)
        try past.walk(from: newest) { change in
            guard covers(change), let stamp = change.remains.stamps[level], stamp.version >= number else {
                return false
            }
            guard stamp.version == number else { return true }
            switch change.remains {
            case .record(let record):
                guard let seen = record.seen(at: level) else { return true }
                found = .success(seen)
            case .tombstone:
                found = .failure(.deleted)
            }
            return false
        }
        return found
    }
}
