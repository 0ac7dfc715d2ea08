import Councils
import Disks
import Journal
import Synchronization

@testable import Store

/// Clients at work on a few members of one council, through crashes and reopenings, and what each saw.
struct ClientHistory: Sendable {
    /// What a client may get wrong on purpose.
    enum Plant { case disk(PlantedFault), conditionIsDropped }

    static let keys = 3
    let seed: UInt64
    var plant: Plant?
    let record = Record()

    /// The calls on each key, on one clock.
    final class Record: Sendable {
        private let state = Mutex<(now: Int, calls: [[RegisterCall]])>((0, Array(repeating: [], count: keys)))

        var calls: [[RegisterCall]] { state.withLock { $0.calls } }

        func moment() -> Int {
            state.withLock { state in
                state.now += 1
                return state.now
            }
        }

        func add(_ call: RegisterCall, key: Int) {
            var call = call
            call.ended = moment()
            state.withLock { [call] in $0.calls[key].append(call) }
        }
    }

    /// - Returns: how many crashes there were.
    func run() async throws(JournalFault) -> Int {
        let machine = SimulatedDisk()
        var dice = Dice(seed: seed)
        var crashes = 0
        for phase in 0..<6 {
            let isLast = phase == 5
            if !isLast { machine.stop(before: 1 + dice.below(120), tearing: dice.next()) }
            do throws(JournalFault) {
                let store = try open(machine, &dice)
                await clients(of: store, machine, count: 4 + dice.below(5), isLast ? 1 : 12, &dice)
                for key in 0..<Self.keys { read(key, store) }
                await store.close()
            } catch {
                if !machine.isDead { throw error }
            }
            if machine.isDead { crashes += 1 }
            if dice.roll(3) { machine.kill() } else { machine.cutPower(.some(seed: dice.next())) }
        }
        return crashes
    }

    private func open(_ machine: SimulatedDisk, _ dice: inout Dice) throws(JournalFault) -> Store {
        var options = Journal.Options()
        options.segmentBytes = [700, 64 << 20][dice.below(2)]
        var settings = Store.Settings()
        settings.snapshotAfterBytes = [2_000, 64 << 20][dice.below(2)]
        settings.sealAfterMilliseconds = 0
        var disk = machine.disk
        if case .disk(let fault) = plant { disk = fault.plant(in: disk) }
        return try Store.open(
            CrashHistory.path,
            journal: options,
            settings: settings,
            disk: disk,
            holder: Array("{}".utf8),
            storeID: { "store-1" },
            now: { .at(0) },
            failed: { _ in },
            report: { _ in }
        ).store
    }

    private func clients(
        of store: Store,
        _ machine: SimulatedDisk,
        count: Int,
        _ calls: Int,
        _ dice: inout Dice
    ) async {
        await withTaskGroup { group in
            for _ in 0..<count {
                let seed = dice.next()
                group.addTask {
                    var dice = Dice(seed: seed)
                    // What it saw last of each key.
                    var versions = Array(repeating: 0, count: Self.keys)
                    for _ in 0..<calls where !machine.isDead {
                        await call(store, &versions, &dice)
                    }
                }
            }
        }
    }

    private func call(_ store: Store, _ versions: inout [Int], _ dice: inout Dice) async {
        let key = dice.below(Self.keys)
        // As large as JSON's integers are.
        let value = Int(dice.next() >> 12)
        switch dice.below(3) {
        case 0: versions[key] = read(key, store)
        case 1: await write(.write(value), key, store, &versions)
        default: await write(.compareAndSet(version: versions[key], value), key, store, &versions)
        }
    }

    @discardableResult
    private func read(_ key: Int, _ store: Store) -> Int {
        let began = record.moment()
        let register = Self.register(key, store.read().state)
        record.add(RegisterCall(kind: .read, answer: .value(register), began: began, ended: 0), key: key)
        return register.version
    }

    private func write(_ kind: RegisterCall.Kind, _ key: Int, _ store: Store, _ versions: inout [Int]) async {
        let began = record.moment()
        let isConditional = if case .conditionIsDropped = plant { false } else { true }
        let answer: RegisterCall.Answer
        do throws(Refusal) {
            let version = try await store.write(.test) { tx throws(Refusal) in
                let register = Self.register(key, tx.state)
                switch kind {
                case .read: return register.version
                case .write(let value): return try Self.set(key, value, &tx)
                case .compareAndSet(let version, let value):
                    if isConditional, register.version != version { throw .outdated }
                    return try Self.set(key, value, &tx)
                }
            }
            versions[key] = version
            answer = .written(version: version)
        } catch {
            switch error {
            case .outdated: answer = .outdated
            // It has not been written, and will not be.
            case .unavailable, .diskFull: return
            default: answer = .unknown
            }
        }
        record.add(RegisterCall(kind: kind, answer: answer, began: began, ended: 0), key: key)
    }

    private static func id(_ key: Int) -> ID<Member> { ID(trusted: "member-\(key)") }

    private static func register(_ key: Int, _ state: StoreState) -> Register {
        guard let record = state.members[id(key)] else { return Register() }
        return Register(value: record.value.order, version: record.stamps.secretariat?.version ?? -1)
    }

    private static func set(_ key: Int, _ value: Int, _ tx: inout Transaction) throws(Refusal) -> Int {
        let member = Member.named("構成員", order: value)
        let record =
            if let former = tx.state.members[id(key)] {
                try tx.replace(former, with: member, for: .administrator)
            } else {
                try tx.create(id(key), member, for: .administrator)
            }
        return record.stamps.secretariat?.version ?? -1
    }
}
