import Councils
import Synchronization

@testable import Store

/// The oracle: what was acknowledged, refused or left unknown, and what was shown, in the order of the writes.
///
/// It is told by the writes themselves, which run one after another, so it holds under any interleaving of writers.
final class Ledger: Sendable {
    enum Fate { case waiting, acknowledged, refused, unknown }

    fileprivate struct Entry {
        let operation: Int
        let model: Model
        var fate = Fate.waiting
    }

    fileprivate struct Book {
        /// What was there when the store was opened last.
        var base: (seq: UInt64, model: Model) = (0, Model())
        /// What came since, from `base.seq + 1` on.
        var entries: [Entry] = []
        /// Operations whose numbers were given to others: they must not be acknowledged.
        var withdrawn: Set<Int> = []
        var shown: UInt64 = 0
        /// Where groups end; nil if nobody knows.
        var ends: Set<UInt64>? = [0]
        var findings = Findings()

        var newest: Model { entries.last?.model ?? base.model }
        var seq: UInt64 { base.seq + UInt64(entries.count) }

        mutating func withdraw(_ entry: Entry) {
            withdrawn.insert(entry.operation)
            if entry.fate == .acknowledged { loseWithdrawn() }
        }

        mutating func loseWithdrawn() {
            findings.lost += 1
            findings.add("the seq of an acknowledged write was given to another one")
        }

        func place(of operation: Int) -> Int? { entries.firstIndex { $0.operation == operation } }
    }

    private let book = Mutex(Book())

    var findings: Findings { book.withLock { $0.findings } }

    /// Runs an operation in its transaction, and notes what it leads to.
    func run(_ operation: Operation, in tx: inout Transaction) throws(Refusal) {
        let before = tx.state.seq
        var model = book.withLock { book in
            // Writes that were refused have given their numbers back.
            while before < book.seq, let last = book.entries.popLast() { book.withdraw(last) }
            if before != book.seq { book.findings.add("a write began on seq \(before), not \(book.seq)") }
            return book.newest
        }
        let isChanged = try operation.run(in: &tx, &model)
        if isChanged, !operation.isRehearsal {
            book.withLock { [model] in $0.entries.append(Entry(operation: operation.number, model: model)) }
        }
    }

    /// Takes the answer that a writer was given.
    func answered(_ operation: Operation, _ refusal: Refusal?) {
        book.withLock { book in
            let place = book.place(of: operation.number)
            switch refusal {
            case nil:
                book.findings.acknowledged += 1
                if let place { book.entries[place].fate = .acknowledged }
                if book.withdrawn.contains(operation.number) { book.loseWithdrawn() }
            case .diskFull, .unavailable:
                book.findings.refused += 1
                if let place { book.entries[place].fate = .refused }
            case .outcomeUnknown:
                book.findings.unknown += 1
                if let place { book.entries[place].fate = .unknown }
            case .referenced: book.findings.refused += 1
            case .some(let refusal): book.findings.add("a write was refused with \(refusal)")
            }
        }
    }

    /// What has run so far is one group, or the end of one.
    func endGroup() {
        book.withLock { book in
            let seq = book.seq
            book.ends?.insert(seq)
        }
    }

    /// From here on nobody knows where groups end.
    func forgetGroups() { book.withLock { $0.ends = nil } }

    /// Somebody has read.
    func show(_ seq: UInt64) { book.withLock { $0.shown = max($0.shown, seq) } }

    /// Compares what is shown with what it should be.
    func check(shown state: StoreState) {
        book.withLock { book in
            book.shown = max(book.shown, state.seq)
            guard state.seq >= book.base.seq, state.seq <= book.seq else {
                return book.findings.add("seq \(state.seq) is shown, of \(book.base.seq)...\(book.seq)")
            }
            let model = state.seq == book.base.seq ? book.base.model : book.entry(state.seq).model
            book.findings.add(model.differences(from: state).map { "shown at \(state.seq): \($0)" })
        }
    }

    /// Compares a store that was opened with what it should be, and goes on from there.
    func reopened(_ state: StoreState) {
        book.withLock { book in
            let seq = state.seq
            let gone = book.entries.dropFirst(Int(max(seq, book.base.seq) - book.base.seq))
            book.findings.lost += gone.count { $0.fate == .acknowledged }
            if seq < book.shown {
                book.findings.lost += 1
                book.findings.add("seq \(book.shown) was shown and \(seq) is there")
            }
            if seq > book.seq || seq < book.base.seq {
                book.findings.invent("seq \(seq), of \(book.base.seq)...\(book.seq)")
            } else {
                let kept = book.entries.prefix(Int(seq - book.base.seq))
                if kept.contains(where: { $0.fate == .refused }) { book.findings.invent("a write that was refused") }
                if let ends = book.ends { book.check(ends, seq, Array(kept)) }
                let model = kept.last?.model ?? book.base.model
                for difference in model.differences(from: state) { book.findings.invent(difference) }
                book.base = (seq, model)
            }
            if !gone.isEmpty, gone.contains(where: { $0.fate == .acknowledged }) {
                book.findings.add("acknowledged writes after seq \(seq) are lost")
            }
            book.entries = []
            book.shown = seq
            book.ends = [seq]
        }
    }

    /// The directory could not be opened: all is lost.
    func notOpened(_ reason: String) {
        book.withLock { book in
            book.findings.lost += max(1, Int(book.base.seq))
            book.findings.add("not opened: \(reason)")
        }
    }

    func count(_ change: @Sendable (inout Findings) -> Void) { book.withLock { change(&$0.findings) } }
}

extension Ledger.Book {
    /// Whole groups, and of those that nobody was told of at most the one that was being written.
    fileprivate mutating func check(_ ends: Set<UInt64>, _ seq: UInt64, _ kept: [Ledger.Entry]) {
        if !ends.contains(seq) { findings.invent("a part of a group, up to \(seq)") }
        let told = (kept.lastIndex { $0.fate == .acknowledged }).map { base.seq + UInt64($0) + 1 } ?? base.seq
        if ends.count(where: { told < $0 && $0 <= seq }) > 1 {
            findings.invent("more than the group that was being written, from \(told) to \(seq)")
        }
    }

    fileprivate func entry(_ seq: UInt64) -> Ledger.Entry { entries[Int(seq - base.seq) - 1] }
}

/// What a program of crashes has to say.
struct Findings: Sendable {
    var crashes = 0
    var inRecovery = 0
    var inSnapshots = 0
    var acknowledged = 0
    var refused = 0
    var unknown = 0
    var lost = 0
    var invented = 0
    /// What is wrong, in words; the first ones.
    private(set) var faults: [String] = []

    var isClean: Bool { lost == 0 && invented == 0 && faults.isEmpty }

    mutating func add(_ fault: String) {
        if faults.count < 8 { faults.append(fault) }
    }

    mutating func add(_ faults: [String]) {
        for fault in faults { add(fault) }
    }

    mutating func invent(_ fault: String) {
        invented += 1
        add("invented: \(fault)")
    }

    mutating func add(_ other: Findings) {
        crashes += other.crashes
        inRecovery += other.inRecovery
        inSnapshots += other.inSnapshots
        acknowledged += other.acknowledged
        refused += other.refused
        unknown += other.unknown
        lost += other.lost
        invented += other.invented
        add(other.faults)
    }
}
