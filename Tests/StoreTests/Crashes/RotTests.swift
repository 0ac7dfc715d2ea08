import Councils
import Disks
import Journal
import Testing

@testable import Store

/// Bytes that are not what was written are noticed, or are the end of a write that was cut off: never taken for the
/// councils.
///
/// `ROT_STEP` says which part of all places is tried: one in so many.
@Suite struct RotTests {
    private struct Count: Sendable {
        var tried = 0
        var detected = 0
        var harmless = 0
        var torn = 0
        var silent: [String] = []
    }

    enum Form: CaseIterable, Sendable {
        /// Two snapshots, several segments after them, and a seal at the end.
        case closed
        /// The same, and the last group is not sealed.
        case killed
        /// Every segment is read.
        case withoutSnapshots
    }

    private struct Original: Sendable {
        let machine = SimulatedDisk()
        /// Each state that there was, by its seq.
        var dumps: [UInt64: [String]] = [:]
        var last: UInt64 = 0
        let isSealed: Bool

        init(_ form: Form) async throws {
            isSealed = form != .killed
            var dice = Dice(seed: 5)
            let ledger = Ledger()
            var number = 0
            for hasSnapshots in [true, false] {
                if hasSnapshots, form == .withoutSnapshots { continue }
                let store = try RotTests.open(machine, snapshotAfterBytes: hasSnapshots ? 2_500 : 64 << 20).store
                ledger.reopened(store.read().state)
                for _ in 1...25 {
                    number += 1
                    await store.run(.random(number, at: .at(number), &dice), ledger)
                    await store.snapshotsSettled()
                    let state = store.read().state
                    dumps[state.seq] = state.dump
                    last = state.seq
                }
                if isSealed || hasSnapshots { await store.close() }
                machine.kill()
            }
        }

        func file(_ folder: String) -> [String] { machine.files(CrashHistory.path + "/" + folder) }
        var lastSegment: String? { file("journal/").last }
    }

    /// Seals do not come by themselves.
    private static func open(
        _ machine: SimulatedDisk,
        snapshotAfterBytes: Int = 64 << 20
    ) throws(JournalFault) -> (store: Store, recovery: Recovery) {
        var options = Journal.Options()
        options.segmentBytes = 1_500
        var settings = Store.Settings()
        settings.snapshotAfterBytes = snapshotAfterBytes
        settings.sealAfterMilliseconds = 3_600_000
        return try Store.open(
            CrashHistory.path,
            journal: options,
            settings: settings,
            disk: machine.disk,
            holder: Array("{}".utf8),
            storeID: { "store-1" },
            now: { .at(0) },
            failed: { _ in },
            report: { _ in }
        )
    }

    @Test(arguments: Form.allCases)
    func whatRotsIsNoticed(in form: Form) async throws {
        let original = try await Original(form)
        #expect(original.file("journal/").count > 4)
        #expect(original.file("snapshots/").count == (form == .withoutSnapshots ? 0 : 2))
        let step = Setting.number("ROT_STEP", otherwise: 307)
        var count = Count()
        for file in original.file("").filter({ $0.hasSuffix(".ndjson") || $0.hasSuffix("/FORMAT") }) {
            let bytes = try #require(original.machine.bytes(of: file))
            Rot.all(of: bytes, step: step) { rot in Self.check(rot, file, bytes.count, original, &count) }
        }
        #expect(count.silent.isEmpty, "\(count.silent.prefix(5).joined(separator: "\n"))")
        // What the snapshots make unnecessary is not read.
        #expect(count.detected > 0 && (form == .withoutSnapshots || count.harmless > 0))
        Figures.print(
            "rot, \(form)",
            [
                ("rounds", count.tried), ("detected", count.detected), ("harmless", count.harmless),
                ("torn end", count.torn), ("silent", count.silent.count),
            ]
        )
    }

    private static func check(_ rot: Rot, _ file: String, _ length: Int, _ original: Original, _ count: inout Count) {
        let machine = original.machine.copy()
        machine.rot(file, rot.bytes)
        let before = machine.changes
        count.tried += 1
        do throws(JournalFault) {
            let (store, recovery) = try open(machine)
            let state = store.read().state
            if state.seq == original.last, state.dump == original.dumps[original.last] {
                count.harmless += 1
            } else if state.dump == original.dumps[state.seq],
                mayEnd(rot, file, length, original, isShort: recovery.tornTail == nil, state.seq)
            {
                count.torn += 1
            } else {
                count.silent.append("\(file) \(rot.kind) at \(rot.offset) of \(length): seq \(state.seq)")
            }
        } catch {
            count.detected += 1
            if machine.changes != before { count.silent.append("\(file): touched, though \(error)") }
        }
    }

    /// Whether a state that ends earlier is a legal end: after a clean close none is. After a crash it is the last group,
    /// which nothing sealed; or whatever stood at the end of the last segment and is no longer there.
    private static func mayEnd(
        _ rot: Rot,
        _ file: String,
        _ length: Int,
        _ original: Original,
        isShort: Bool,
        _ seq: UInt64
    ) -> Bool {
        guard !original.isSealed, file == original.lastSegment else { return false }
        if seq == original.last - 1 { return true }
        switch rot.kind {
        case .cut: return true
        case .flipped: return false
        // What is left behind the block is less than a line.
        case .zeroed, .doubled, .swapped: return !isShort && rot.offset + 2 * 4096 > length
        }
    }

    @Test func aClockThatLeapsHarmsNothingButTheStamps() async throws {
        let machine = SimulatedDisk()
        let years = 365 * 86_400_000 as Int64
        var store = try Self.open(machine).store
        var versions: [Int?] = []
        let leaps: [Int64] = [0, -40, 30, -1, 60, 0]
        for leap in leaps {
            let moment = Instant(milliseconds: 1_750_000_000_000 + leap * years)
            machine.setTime(moment.milliseconds)
            let origin = Origin(moment: moment, actor: "tester", request: "request")
            let version = try await store.write(origin) { tx throws(Refusal) in
                let name = Council.named((try? Line("\(leap)")) ?? "0")
                guard let former = tx.state.councils["gunma"] else {
                    return try tx.create("gunma", name, for: .administrator).stamps.secretariat?.version
                }
                return try tx.replace(former, with: name, for: .administrator).stamps.secretariat?.version
            }
            versions.append(version)
            machine.kill()
            store = try Self.open(machine).store
            #expect(store.read().state.councils["gunma"]?.stamps.secretariat?.updatedAt == moment)
        }
        #expect(versions == [1, 2, 3, 4, 5, 6] && store.read().state.seq == UInt64(leaps.count))
    }
}
