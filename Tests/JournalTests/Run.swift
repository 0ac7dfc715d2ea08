import Journal

/// Opens, appends, rolls, takes two snapshots and closes, with a store's manners: what is refused may be tried again.
struct Run {
    var acknowledged: UInt64 = 0
    /// The last group whose outcome nobody knows.
    var unknown = 0
    var faults: [JournalFault] = []

    mutating func go(_ office: Office) {
        do throws(JournalFault) {
            let (journal, _, state) = try office.open { $0.segmentBytes = 500 }
            acknowledged = UInt64(state.all.count)
            for step in 0..<8 {
                append(journal)
                if step == 2 || step == 5 { snapshot(journal) }
                if step == 4 { seal(journal) }
            }
            try journal.close()
        } catch {
            faults.append(error)
        }
    }

    private mutating func append(_ journal: Journal) {
        do throws(JournalFault) {
            let entry = line(acknowledged + 1)
            try journal.append([Array(entry.utf8)])
            acknowledged += 1
        } catch {
            faults.append(error)
            if case .failed = error { unknown = 1 }
        }
    }

    private mutating func snapshot(_ journal: Journal) {
        do throws(JournalFault) {
            try journal.takeSnapshot(acknowledged == 0 ? [] : lines(1...acknowledged))
        } catch {
            faults.append(error)
        }
    }

    private mutating func seal(_ journal: Journal) {
        do throws(JournalFault) { try journal.seal() } catch { faults.append(error) }
    }
}
