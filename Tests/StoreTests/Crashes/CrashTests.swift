import Disks
import Foundation
import Testing

/// The process or the machine stops anywhere, in the recovery from the last stop too; what was acknowledged or shown is
/// there again, and nothing else.
///
/// `CRASHES` says how many crashes, `CRASH_SEED` which history alone.
@Suite struct CrashTests {
    /// Of one directory.
    static let crashesOfAHistory = 20

    @Test func nothingAcknowledgedIsLostAndNothingIsInvented() async throws {
        let findings: Findings
        if let seed = ProcessInfo.processInfo.environment["CRASH_SEED"].flatMap(UInt64.init) {
            var history = CrashHistory(seed: seed)
            findings = await history.run(crashes: Self.crashesOfAHistory)
        } else {
            let crashes = Setting.number("CRASHES", otherwise: 2_000)
            findings = await Self.run(histories: (crashes + Self.crashesOfAHistory - 1) / Self.crashesOfAHistory)
        }
        #expect(findings.isClean, "\(findings.faults.joined(separator: "\n"))")
        #expect(findings.acknowledged > findings.crashes && findings.unknown > 0)
        Figures.print(
            "simulated crashes",
            [
                ("rounds", findings.crashes), ("in recovery", findings.inRecovery),
                ("in snapshots", findings.inSnapshots), ("acknowledged", findings.acknowledged),
                ("refused", findings.refused), ("unknown", findings.unknown), ("lost", findings.lost),
                ("invented", findings.invented),
            ]
        )
    }

    /// A proof that finds nothing where there is something proves nothing.
    @Test(arguments: PlantedFault.allCases)
    func aPlantedFaultIsFound(plant: PlantedFault) async {
        var findings = Findings()
        var histories = 0
        while findings.lost + findings.invented == 0, histories < 200 {
            histories += 1
            // Histories of the kind that can be replayed.
            var history = CrashHistory(seed: UInt64(histories * 8), plant: plant)
            findings.add(await history.run(crashes: Self.crashesOfAHistory))
        }
        #expect(findings.lost + findings.invented > 0)
        Figures.print(
            "planted: \(plant)",
            [("rounds", findings.crashes), ("lost", findings.lost), ("invented", findings.invented)]
        )
    }

    @Test func aHistoryIsTheSameForTheSameSeed() async {
        for seed in [1, 2, 3] as [UInt64] {
            var (one, other) = (CrashHistory(seed: seed), CrashHistory(seed: seed))
            let findings = (await one.run(crashes: 10), await other.run(crashes: 10))
            #expect(findings.0.acknowledged == findings.1.acknowledged && findings.0.unknown == findings.1.unknown)
            #expect(one.machine.changes == other.machine.changes)
            let files = one.machine.files(CrashHistory.path)
            #expect(files == other.machine.files(CrashHistory.path))
            for file in files { #expect(one.machine.bytes(of: file) == other.machine.bytes(of: file)) }
        }
    }

    private static func run(histories: Int) async -> Findings {
        await withTaskGroup(of: Findings.self) { group in
            var all = Findings()
            var next = 0
            for _ in 0..<ProcessInfo.processInfo.activeProcessorCount where next < histories {
                next += 1
                add(next, to: &group)
            }
            while let findings = await group.next() {
                all.add(findings)
                if next < histories {
                    next += 1
                    add(next, to: &group)
                }
            }
            return all
        }
    }

    private static func add(_ seed: Int, to group: inout TaskGroup<Findings>) {
        group.addTask {
            var history = CrashHistory(seed: UInt64(seed))
            return await history.run(crashes: crashesOfAHistory)
        }
    }
}
