import Dispatch
import Journal
import JSONText
import Synchronization

/// Lines of a snapshot, copied from what the journal reads, to be decoded together.
struct LineBatch: Sendable {
    /// The number of its first line among the lines of the snapshot, from 0.
    let first: Int
    /// The lines without their ends, one after the other.
    private(set) var bytes: [UInt8] = []
    /// Where each line ends in `bytes`.
    private(set) var ends: [Int] = []

    init(first: Int, capacity: Int) {
        self.first = first
        bytes.reserveCapacity(capacity)
    }

    mutating func append(_ line: ArraySlice<UInt8>) {
        bytes += line
        ends.append(bytes.count)
    }

    /// What puts all of its values into a state.
    func decode() throws(UndecodableLine) -> [TableAccess.Loading] {
        var parts: [String: (lines: [Int], changes: [StoredChange])] = [:]
        var start = 0
        for (number, end) in ends.enumerated() {
            do {
                let change = try StoredObject(JSONPlaces(of: bytes[start..<end]).root)
                let table = try State.table(of: change).name
                parts[table, default: ([], [])].lines.append(first + number)
                parts[table, default: ([], [])].changes.append(StoredChange(object: change, seq: nil))
            } catch {
                throw UndecodableLine(line: first + number, reason: "\(error)")
            }
            start = end
        }
        var loading: [TableAccess.Loading] = []
        for table in State.tables {
            guard let (lines, changes) = parts[table.name] else { continue }
            do throws(UndecodableChange) {
                loading.append(try table.decode(changes))
            } catch {
                throw UndecodableLine(line: lines[error.index], reason: "\(error.reason)")
            }
        }
        return loading
    }
}

/// Batches that are being decoded on other threads.
final class DecodingRound: Sendable {
    private let results: Mutex<[Result<[TableAccess.Loading], UndecodableLine>]> = Mutex([])
    private let work = DispatchGroup()

    init(_ batches: [LineBatch]) {
        DispatchQueue.global(qos: .userInitiated).async(group: work) { [self] in
            let decoded = concurrently(batches.count) { number in
                Result { () throws(UndecodableLine) in try batches[number].decode() }
            }
            results.withLock { $0 = decoded }
        }
    }

    /// Waits for all of it and puts the values into a state, in the order of the lines.
    func take(into state: inout State) throws(UndecodableLine) {
        work.wait()
        let decoded = results.withLock { results in
            defer { results = [] }
            return results
        }
        for batch in decoded {
            for load in try batch.get() { load(&state) }
        }
    }
}
