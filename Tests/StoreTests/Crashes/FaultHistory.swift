import Councils
import Disks
import Journal
import Synchronization

@testable import Store

/// A short life of a store on a disk on which one call fails: opened, written to, with segments and snapshots, closed.
struct FaultHistory: Sendable {
    let ledger = Ledger()
    let faults = Faults()
    /// Whether only the first bytes of a write go in.
    let isShort = Shared(false)
    private let machine = SimulatedDisk()
    private var dice: Dice
    private var operations = 0

    private let hasSnapshots: Bool

    /// - Parameter hasSnapshots: without them each opening reads all segments.
    init(seed: UInt64, hasSnapshots: Bool) {
        dice = Dice(seed: seed)
        self.hasSnapshots = hasSnapshots
    }

    func open() throws(JournalFault) -> Store {
        var options = Journal.Options()
        options.segmentBytes = 900
        options.retentionDays = 0
        var settings = Store.Settings()
        settings.snapshotAfterBytes = hasSnapshots ? 1_200 : 64 << 20
        settings.sealAfterMilliseconds = 0
        settings.retryAfterMilliseconds = 0
        var disk = faults.disk(machine.disk)
        let (whole, isShort) = (disk, isShort)
        disk.write = { (file, bytes, offset) throws(SystemError) in
            let count = isShort.withLock { $0 } ? min(9, bytes.count) : bytes.count
            return try whole.write(file, UnsafeRawBufferPointer(rebasing: bytes[..<count]), offset)
        }
        let store = try Store.open(
            CrashHistory.path,
            journal: options,
            settings: settings,
            disk: disk,
            holder: Array("{}".utf8),
            storeID: { "store-1" },
            now: { .at(86_400_000) },
            failed: { _ in },
            report: { _ in }
        ).store
        ledger.reopened(store.read().state)
        return store
    }

    /// - Returns: what writers were refused with, but for what the workload itself asks for.
    mutating func run() async -> Set<Refusal> {
        let store: Store
        do throws(JournalFault) { store = try open() } catch {
            if case .damaged = error { ledger.notOpened("\(error)") }
            return []
        }
        var refusals: Set<Refusal> = []
        for _ in 1...7 { refusals.formUnion(await write(to: store)) }
        ledger.check(shown: store.read().state)
        await store.close()
        return refusals
    }

    @discardableResult
    mutating func write(to store: Store) async -> Set<Refusal> {
        operations += 1
        var operation = Operation(number: operations, moment: .at(operations), steps: [], isRehearsal: false)
        // What a long one leaves that was cut off would stick out behind a shorter one.
        operation.steps = [.meeting(dice.below(4) * 2, council: 0, member: 0, isLong: operations % 3 == 2)]
        let refused = await store.run(operation, ledger)
        ledger.endGroup()
        await store.snapshotsSettled()
        await store.quiet()
        // Room is asked for again at once, and is there.
        while refused == .diskFull, !store.isWritable { await store.settled() }
        return refused.map { [$0] } ?? []
    }

    /// After a kill or a cut, everything that was acknowledged is there, and writing goes on.
    mutating func recover() async throws {
        if dice.roll(2) { machine.kill() } else { machine.cutPower(.some(seed: dice.next())) }
        let store: Store
        do throws(JournalFault) { store = try open() } catch { return ledger.notOpened("\(error)") }
        if await !write(to: store).isEmpty { ledger.count { $0.add("a write after the recovery is refused") } }
        await store.close()
    }
}

/// A value that closures of a disk and a test share.
final class Shared<Value: Sendable>: Sendable {
    private let value: Mutex<Value>

    init(_ value: Value) { self.value = Mutex(value) }

    func withLock<Result: Sendable>(_ use: @Sendable (inout Value) -> Result) -> Result {
        value.withLock { value in use(&value) }
    }
}
