import Disks
import Journal
import Testing

/// What clients see through crashes is what one client after another could have seen of a register that never crashed.
///
/// `HISTORIES` says how many.
@Suite struct LinearizabilityTests {
    private struct Count: Sendable {
        var histories = 0
        var calls = 0
        var unknown = 0
        var crashes = 0
        var violations: [String] = []
    }

    private static func check(_ count: inout Count, seed: Int, plant: ClientHistory.Plant? = nil) async throws {
        let history = ClientHistory(seed: UInt64(seed), plant: plant)
        count.histories += 1
        count.crashes += try await history.run()
        for (key, calls) in history.record.calls.enumerated() {
            count.calls += calls.count
            count.unknown += calls.count { $0.answer == .unknown }
            if !Linearization.exists(for: calls) {
                let lines = calls.sorted { $0.began < $1.began }.map { "\($0)" }.joined(separator: "\n")
                count.violations.append("seed \(seed), key \(key):\n\(lines)")
            }
        }
    }

    @Test func everyHistoryIsLinearizable() async throws {
        var count = Count()
        for seed in 1...Setting.number("HISTORIES", otherwise: 30) { try await Self.check(&count, seed: seed) }
        #expect(count.violations.isEmpty, "\(count.violations.first ?? "")")
        #expect(count.unknown > 0 && count.crashes > count.histories)
        Figures.print(
            "linearizability",
            [
                ("histories", count.histories), ("calls", count.calls), ("unknown", count.unknown),
                ("crashes", count.crashes), ("violations", count.violations.count),
            ]
        )
    }

    @Test func aDiskThatDoesNotSyncIsFound() async throws {
        try await expectViolation(with: .disk(.noSync))
    }

    @Test func aConditionThatIsDroppedIsFound() async throws {
        try await expectViolation(with: .conditionIsDropped)
    }

    private func expectViolation(with plant: ClientHistory.Plant) async throws {
        var count = Count()
        while count.violations.isEmpty, count.histories < 50 {
            do {
                try await Self.check(&count, seed: count.histories + 1, plant: plant)
            } catch is JournalFault {
                // A journal that was damaged by the fault: the next history.
                continue
            }
        }
        #expect(!count.violations.isEmpty)
    }
}
