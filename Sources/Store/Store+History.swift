public import Councils
import Journal

// What was: read from the journal, as far as a reader may see it now.
//
// Who may see a value counts as it is now, and what was withheld then may be withheld still. So what an old version
// said is for those who see everything of the value, and for everybody only where all of it always was public. A
// version that belonged to another council is that council's: a reader who knows less there is not told of it.
extension Store {
    /// The versions of a value that a reader is told of, the newest first.
    ///
    /// - Parameters:
    ///   - bound: only versions before this number; nil for all.
    ///   - limit: at most so many.
    /// - Throws: what ``State/find(_:for:)`` throws (where a value was deleted, its secretariat is told), and
    ///   ``Refusal/unreadable``.
    public func history<Value: Stored>(
        of id: ID<Value>,
        for reader: Reader,
        before bound: Int? = nil,
        limit: Int
    ) async throws(Refusal) -> History {
        let access = try Access(id, for: reader, in: read().state)
        let history = try await past.read(id) { (past) throws(JournalFault) in
            try access.history(in: past, before: bound, limit: limit)
        }
        // Access is judged when the answer is made, and reading took its time.
        guard try Access(id, for: reader, in: read().state).level == access.level else {
            return try await self.history(of: id, for: reader, before: bound, limit: limit)
        }
        return history
    }

    /// One version of a value, by the number that the reader's level was told.
    ///
    /// - Throws: what ``State/find(_:for:)`` throws, ``Refusal/notFound`` where there is no version of this number or it
    ///   is not this reader's to know, ``Refusal/deleted`` if the value was deleted then, ``Refusal/unreadable``.
    public func version<Value: Stored>(
        _ number: Int,
        of id: ID<Value>,
        for reader: Reader
    ) async throws(Refusal) -> Shown<Value> {
        let access = try Access(id, for: reader, in: read().state)
        if let current = access.current {
            if current.stamp.version == number { return current }
            guard access.seesOldVersions, number < current.stamp.version else { throw .notFound }
        }
        let found = try await past.read(id) { (past) throws(JournalFault) in
            try access.version(number, in: past)
        }
        guard try Access(id, for: reader, in: read().state).level == access.level else {
            return try await version(number, of: id, for: reader)
        }
        return try found.get()
    }
}
