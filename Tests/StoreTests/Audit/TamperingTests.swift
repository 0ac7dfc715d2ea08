import Councils
import Disks
import Foundation
import Journal
import Testing

@testable import Store

/// What somebody does to the audit log's files is found: without a head where the log was closed, with one that was kept
/// elsewhere where the process was killed, or where the whole log was written anew.
///
/// `TAMPERINGS` says how many, `TAMPER_SEED` which.
@Suite struct TamperingTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let count = environment["TAMPERINGS"].flatMap { Int($0) } ?? 300
    private static let seed = environment["TAMPER_SEED"].flatMap { UInt64($0) } ?? 1

    /// About 120 entries in lines of one to five and several segments.
    private func fill(_ office: AuditOffice, of store: String, seed: UInt64) async throws -> AuditLog {
        var dice = Dice(seed: seed)
        let disk = HeldDisk()
        let log = try office.open(disk: disk.disk, of: store, settings: { $0.segmentBytes = 9000 }).log
        var number = 0
        while number < 120 {
            disk.hold()
            let first = log.begin(.read(number, actor: "token-\(seed)"))
            await disk.arrival()
            let others = (1..<Int.random(in: 1...5, using: &dice)).map { log.begin(.read(number + $0)) }
            number += 1 + others.count
            disk.stop()
            _ = await first.refusal
            for other in others { _ = await other.refusal }
        }
        return log
    }

    @Test(arguments: [true, false]) func everyTamperingIsFound(_ isClosed: Bool) async throws {
        let (office, other) = (AuditOffice(), AuditOffice())
        let log = try await fill(office, of: AuditOffice.store, seed: 1)
        try await fill(other, of: "store-2", seed: 2).close()
        let victim: AuditOffice
        if isClosed {
            await log.close()
            victim = office
        } else {
            victim = try AuditOffice(imageOf: office)
        }
        let kept = Verification.Head(seq: log.head.seq, sum: log.head.sum)
        if !isClosed { await log.close() }
        #expect(Self.faults(in: victim, kept).isEmpty && Self.faults(in: victim, nil).isEmpty)
        let tampering = try Tampering(victim, foreign: other)
        #expect(tampering.files.count > 3 && (tampering.end.bytes != nil) == isClosed)
        var done: [Tampering.Kind: Int] = [:]
        for number in 0..<(Self.count / 2) {
            let kind = Tampering.Kind.allCases[number % Tampering.Kind.allCases.count]
            var dice = Dice(seed: Self.seed &* 1_000_003 &+ UInt64(number))
            let what = try tampering.apply(kind, &dice)
            let head = isClosed && !kind.needsHead ? nil : kept
            let found = Self.verification(of: victim, head)
            // What was only put behind the end is told as what it looks like: a write that was cut off.
            let isFound = try !found.faults.isEmpty || found.torn != nil && tampering.isOnlyAppended()
            #expect(isFound, "TAMPER_SEED=\(Self.seed), number \(number): \(kind.rawValue), \(what)")
            try tampering.undo()
            done[kind, default: 0] += 1
        }
        #expect(Self.faults(in: victim, kept).isEmpty)
        if Self.environment["FIGURES"] != nil {
            for (kind, count) in done.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
                let how = isClosed && !kind.needsHead ? "closed, no head needed" : "with the head"
                print("FIGURES tampered, \(isClosed ? "closed" : "killed"): \(kind.rawValue): \(count) found, \(how)")
            }
        }
    }

    /// Without a head, a tail that is cut off a log of a killed process looks as if it had never been written: what the
    /// head is for.
    @Test func withoutAHeadACutTailOfAKilledProcessIsNotFound() async throws {
        let office = AuditOffice()
        let log = try await fill(office, of: AuditOffice.store, seed: 1)
        let victim = try AuditOffice(imageOf: office)
        let head = Verification.Head(seq: log.head.seq, sum: log.head.sum)
        var dice = Dice(seed: 1)
        _ = try Tampering(victim, foreign: office).apply(.linesCut, &dice)
        #expect(Self.faults(in: victim, nil).isEmpty && Self.faults(in: victim, head).count == 1)
        await log.close()
    }

    private static func verification(of office: AuditOffice, _ head: Verification.Head?) -> Verification {
        Verification(of: office.directory, decoder: .audit, expecting: head)
    }

    private static func faults(in office: AuditOffice, _ head: Verification.Head?) -> [JournalFault] {
        verification(of: office, head).faults
    }
}
