import Councils

/// What one change has left of a value.
enum Remains<Value: Visible>: Sendable {
    case record(Record<Value>)
    case tombstone(Tombstone)

    var stamps: Stamps {
        switch self {
        case .record(let record): record.stamps
        case .tombstone(let tombstone): tombstone.stamps
        }
    }

    /// The entry of the journal with the change; 0 if that is not known.
    var seq: UInt64 {
        switch self {
        case .record(let record): record.seq
        case .tombstone(let tombstone): tombstone.seq
        }
    }

    var isDeletion: Bool {
        if case .tombstone = self { return true }
        return false
    }
}

extension Remains where Value: Stored {
    var council: ID<Council> {
        switch self {
        case .record(let record): record.value.council(id: record.id)
        case .tombstone(let tombstone): ID(trusted: tombstone.council)
        }
    }
}
