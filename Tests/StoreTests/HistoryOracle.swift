import Disks
import Councils
import Testing

@testable import Store

/// What somebody who reads a value after each write has seen is its history for them, and nothing else is.
@Suite struct HistoryOracle {
    private static let id: ID<Minutes> = "minutes-1"
    private static let readers: [Reader] = [.public, .member("member-1", of: "gunma"), .secretariat(of: ["gunma"])]

    /// What one reader has noted down, oldest first.
    private struct Notes {
        var versions: [History.Version] = []
        var contents: [Int: SeenMinutes] = [:]

        mutating func look(at state: StoreState, as reader: Reader, _ number: Int) {
            let last = versions.last
            let stamp: Stamp?
            var isDeleted = false
            do throws(Refusal) {
                let seen = try state.find(HistoryOracle.id, for: reader)
                stamp = seen.stamp
                contents[seen.stamp.version] = seen.value
            } catch {
                guard error == .deleted, let tombstone = state.minutes.tombstone(HistoryOracle.id) else { return }
                isDeleted = true
                stamp = tombstone.stamps[reader.level(in: "gunma")]
            }
            guard let stamp, stamp.version != last?.number else { return }
            let isSecretariat = reader.level(in: "gunma") == .secretariat
            versions.append(
                History.Version(
                    number: stamp.version,
                    at: stamp.updatedAt,
                    change: isDeleted ? .deleted : last == nil || last?.change == .deleted ? .created : .changed,
                    author: isSecretariat ? History.Author(actor: "tester", request: "request-\(number)") : nil
                )
            )
        }
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func aHistoryIsWhatWasSeen(seed: UInt64) async throws {
        let office = Office()
        let store = try office.open(segmentBytes: 4_000).store
        var random = Dice(seed: seed)
        var notes = [Notes](repeating: Notes(), count: Self.readers.count)
        for number in 1...40 {
            let step = Int.random(in: 0..<9, using: &random)
            _ = await refusal { () async throws(Refusal) in
                try await store.edit(number) { tx throws(Refusal) in try Self.step(step, number, &tx) }
            }
            for (index, reader) in Self.readers.enumerated() {
                let state = store.read().state
                notes[index].look(at: state, as: reader, number)
                try await check(store, reader, notes[index], contents: number == 40)
            }
        }
        #expect(notes.allSatisfy { !$0.versions.isEmpty })
        await store.close()
    }

    private func check(_ store: Store, _ reader: Reader, _ notes: Notes, contents: Bool) async throws {
        let history: History
        do {
            history = try await store.history(of: Self.id, for: reader, limit: 1000)
        } catch {
            let found = refusal { () throws(Refusal) in try store.read().state.find(Self.id, for: reader) }
            #expect(error == found)
            return
        }
        #expect(history.versions == notes.versions.reversed() && history.isComplete)
        guard contents, reader.level(in: "gunma") == .secretariat else { return }
        for (number, seen) in notes.contents {
            #expect(try await store.version(number, of: Self.id, for: reader).value == seen)
        }
    }

    @Sendable private static func step(_ step: Int, _ number: Int, _ tx: inout Transaction) throws(Refusal) {
        guard tx.state.minutes[id] != nil else {
            _ = try tx.create(id, .draft(), for: .administrator)
            return
        }
        let record = try tx.current(id)
        var minutes = record.value
        switch step {
        case 0: return try tx.delete(record, for: .administrator)
        case 1, 2: try minutes.confirm(on: "2025-10-01")
        case 3, 4: try minutes.publish(on: "2025-10-02")
        case 5: try minutes.withdraw(on: "2025-10-03")
        case 6, 7:
            let text = try? Prose("秘密\(number)")
            minutes.sections[1].body = text ?? "秘密"
        default:
            let text = try? Prose("開会\(number)")
            minutes.sections[0].body = text ?? "開会"
        }
        _ = try tx.replace(record, with: minutes, for: .administrator)
    }
}
