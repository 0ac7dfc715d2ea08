import Councils
import Disks
import Dispatch
import Journal
import Synchronization

@testable import Store

/// One data directory and its crashes, one after the other.
///
/// Most histories are the same each time for the same seed. Their writers form groups of a given size: they are
/// submitted while the store's queue stands still, and those of the next group during the sync of the one before it.
/// Snapshots are written when the writers are done. In one history of eight all run freely, writers and snapshots, and
/// the order is the machine's: the ledger holds in any order, but such a history cannot be replayed.
struct CrashHistory: Sendable {
    let seed: UInt64
    let isFree: Bool
    let ledger = Ledger()
    let machine = SimulatedDisk()
    private let plant: PlantedFault?
    private var dice: Dice
    private let segmentBytes: Int
    private let snapshotAfterBytes: Int
    private let retentionDays: Int?
    private var clock: Int64 = 1_750_000_000_000
    private var operations = 0

    static let path = "/var/data"

    init(seed: UInt64, plant: PlantedFault? = nil) {
        self.seed = seed
        self.plant = plant
        var dice = Dice(seed: seed)
        isFree = seed % 8 == 7
        segmentBytes = [1, 700, 3_000, 64 << 20][dice.below(4)]
        snapshotAfterBytes = [1, 900, 5_000, 64 << 20][dice.below(4)]
        retentionDays = dice.roll(2) ? 0 : nil
        self.dice = dice
    }

    mutating func run(crashes: Int) async -> Findings {
        for round in 1...crashes {
            await crash()
            if !ledger.findings.isClean {
                let replay = "seed \(seed), crash \(round)" + (isFree ? " (of writers in no fixed order)" : "")
                ledger.count { $0.add("← \(replay)") }
                break
            }
        }
        return ledger.findings
    }

    /// Opens, writes and crashes once.
    private mutating func crash() async {
        if dice.roll(6) { clock += Int64.random(in: -30...30, using: &dice) * 365 * 86_400_000 }
        machine.setTime(clock)
        let place = CrashPlace(machine)
        switch dice.below(8) {
        case 0: break
        case 1, 2: machine.stop(before: 1 + dice.below(14), tearing: dice.next())
        default: machine.stop(before: 1 + dice.below(90), tearing: dice.next())
        }
        if plant == .failedSyncIsTriedAgain || dice.roll(8) {
            machine.failSync(1 + dice.below(20), seed: dice.next())
        }
        var isOpen = false
        do throws(JournalFault) {
            let store = try open()
            isOpen = true
            ledger.reopened(store.read().state)
            await use(store, place)
        } catch {
            if !machine.isDead, !machine.hasFailedSync { ledger.notOpened("\(error)") }
        }
        machine.watch(nil)
        let (wasOpen, wasInSnapshot) = (isOpen, place.isInSnapshot && machine.isDead)
        ledger.count { findings in
            findings.crashes += 1
            if !wasOpen { findings.inRecovery += 1 }
            if wasInSnapshot { findings.inSnapshots += 1 }
        }
        end()
    }

    private mutating func end() {
        switch dice.below(8) {
        case 0...1: machine.kill()
        case 2: machine.cutPower(.all)
        case 3: machine.cutPower(.none)
        default: machine.cutPower(.some(seed: dice.next()))
        }
    }

    private mutating func use(_ store: Store, _ place: CrashPlace) async {
        let bursts = 1 + dice.below(3)
        let closes = dice.roll(6)
        if isFree {
            ledger.forgetGroups()
            machine.watch { [ledger] call, path in
                place.note(call, path)
                ledger.show(store.read().state.seq)
            }
            await writeFreely(store)
        } else {
            for _ in 0..<bursts where !machine.isDead { await write(burst(), to: store, place) }
        }
        ledger.check(shown: store.read().state)
        if closes {
            await store.close()
        } else if isFree {
            await store.quiet()
        }
    }

    private mutating func open() throws(JournalFault) -> Store {
        var options = Journal.Options()
        options.segmentBytes = segmentBytes
        options.retentionDays = retentionDays
        var settings = Store.Settings()
        settings.snapshotAfterBytes = snapshotAfterBytes
        // At once: no timer outlives its store.
        settings.sealAfterMilliseconds = 0
        let (disk, now) = (machine.disk, clock)
        return try Store.open(
            Self.path,
            journal: options,
            settings: settings,
            disk: plant?.plant(in: disk) ?? disk,
            holder: Array(#"{"pid":1}"#.utf8),
            storeID: { "store-1" },
            now: { Instant(milliseconds: now) },
            failed: { _ in },
            report: { _ in }
        ).store
    }

    // MARK: Writing

    private mutating func operation() -> Operation {
        operations += 1
        clock += 1
        return .random(operations, at: Instant(milliseconds: clock), &dice)
    }

    /// The groups that are to follow each other without a pause.
    private mutating func burst() -> [[Operation]] {
        (0..<(1 + dice.below(3))).map { _ in (0..<(1 + dice.below(dice.roll(5) ? 8 : 3))).map { _ in operation() } }
    }

    private func write(_ burst: [[Operation]], to store: Store, _ place: CrashPlace) async {
        let writers = Writers(store: store, ledger: ledger, groups: burst)
        let snapshots = DispatchGroup()
        snapshots.enter()
        machine.watch { [ledger] call, path in
            if path.hasPrefix(Self.path + "/snapshots/"), path.hasSuffix(".unfinished") { snapshots.wait() }
            place.note(call, path)
            ledger.show(store.read().state.seq)
            // The whole group has run before its first call, and no other does before its last.
            if path.hasPrefix(Self.path + "/journal/") { ledger.endGroup() }
            if call == .fdatasync { writers.submit() }
        }
        store.queue.suspend()
        writers.submit()
        store.queue.resume()
        await writers.answers()
        await store.quiet()
        snapshots.leave()
        await store.snapshotsSettled()
        await store.quiet()
        machine.watch(nil)
    }

    private mutating func writeFreely(_ store: Store) async {
        let ledger = ledger
        await withTaskGroup { group in
            for _ in 1...6 {
                let own = (0..<4).map { _ in operation() }
                group.addTask {
                    for operation in own { await store.run(operation, ledger) }
                }
            }
        }
    }
}

/// The groups of a burst: each is submitted whole.
private final class Writers: Sendable {
    private let store: Store
    private let ledger: Ledger
    private let groups: Mutex<[[Operation]]>
    private let tasks = Mutex<[Task<Void, Never>]>([])

    init(store: Store, ledger: Ledger, groups: [[Operation]]) {
        self.store = store
        self.ledger = ledger
        self.groups = Mutex(groups)
    }

    /// The next group, if there is one. Each write waits in the queue for its turn.
    func submit() {
        let group = groups.withLock { $0.isEmpty ? [] : $0.removeFirst() }
        guard !group.isEmpty else { return }
        let (store, ledger) = (store, ledger)
        let begun = group.map { operation in Task.immediate { _ = await store.run(operation, ledger) } }
        tasks.withLock { $0 += begun }
    }

    /// Returns when all that were submitted have been answered.
    func answers() async {
        while let task = tasks.withLock({ $0.popLast() }) { await task.value }
    }
}

/// Where the disk was when it stopped.
final class CrashPlace: Sendable {
    private let machine: SimulatedDisk
    private let last = Mutex(false)

    init(_ machine: SimulatedDisk) { self.machine = machine }

    /// Whether the last change before the stop was one to a snapshot.
    var isInSnapshot: Bool { last.withLock { $0 } }

    func note(_ call: Faults.Call, _ path: String) {
        if !machine.isDead { last.withLock { $0 = path.contains("/snapshots") } }
    }
}

extension Store {
    /// Runs an operation to its end and tells the ledger how it ended.
    @discardableResult
    func run(_ operation: Operation, _ ledger: Ledger) async -> Refusal? {
        let body: @Sendable (inout Transaction) throws(Refusal) -> Void = { tx throws(Refusal) in
            try ledger.run(operation, in: &tx)
        }
        let refusal = await refusal { () async throws(Refusal) in
            if operation.isRehearsal {
                try await rehearse(operation.origin, body)
            } else {
                try await write(operation.origin, body)
            }
        }
        ledger.answered(operation, refusal)
        return refusal
    }

    /// Returns when the queue has nothing more to do: a commit asks for the next one, and that for the seal.
    func quiet() async {
        for _ in 1...4 { await settled() }
    }
}
