import Dispatch
import Journal
import Synchronization

/// The journal and what the store keeps about it, for the store's queue alone. A lock instead would be held across every
/// sync.
///
/// What is not Sendable, or can change, is reached through ``value`` and ``turn`` alone, which stop the process off the
/// queue.
final class JournalBox: @unchecked Sendable {  // one serial queue uses it; `value` and `turn` check that at run time
    /// Everything that touches the journal happens here, one after another.
    let queue: DispatchQueue
    let storeID: String
    private let journal: Journal
    private var kept = Turn()
    /// Entered while a snapshot is being written beside the live journal.
    let snapshots = DispatchGroup()
    let figures: Mutex<WritingFigures>
    let files: DataFiles

    /// What one turn on the queue leaves for the next.
    struct Turn {
        var isWritingSnapshot = false
        /// Whether a timer runs that will seal the journal if nothing is written meanwhile.
        var isSealAwaited = false
        /// How far the journal had grown when a snapshot failed: the next one is tried when it has grown as much again.
        var failedAt = 0
    }

    init(_ journal: Journal, label: String = "journal") {
        queue = DispatchQueue(label: label)
        storeID = journal.storeID
        self.journal = journal
        figures = Mutex(WritingFigures(bytesSinceSnapshot: journal.bytesSinceSnapshot))
        files = journal.files
    }

    var value: Journal {
        dispatchPrecondition(condition: .onQueue(queue))
        return journal
    }

    var turn: Turn {
        get {
            dispatchPrecondition(condition: .onQueue(queue))
            return kept
        }
        set {
            dispatchPrecondition(condition: .onQueue(queue))
            kept = newValue
        }
    }
}
