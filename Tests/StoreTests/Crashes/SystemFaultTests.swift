import Councils
import Disks
import Glibc
import Journal
import Testing

@testable import Store

/// What the system can answer, at each of its calls in turn, under a whole store: nobody is told a falsehood, the
/// refusal is the right one, and the next opening finds what was acknowledged.
@Suite struct SystemFaultTests {
    struct Case: Sendable, CustomStringConvertible {
        let call: Faults.Call
        let kind: Faults.Kind
        /// What writers may be refused with.
        let refusals: Set<Refusal>

        init(_ call: Faults.Call, _ kind: Faults.Kind, _ refusals: Set<Refusal>) {
            (self.call, self.kind, self.refusals) = (call, kind, refusals)
        }

        var description: String { "\(call) \(kind)" }
    }

    /// Nobody knows; from then on nothing is taken.
    private static let lasting: Set<Refusal> = [.outcomeUnknown, .unavailable]

    static let cases: [Case] = [
        Case(.write, .error(EIO), lasting), Case(.write, .error(ENOSPC), [.diskFull]),
        Case(.write, .error(EDQUOT), [.diskFull]), Case(.write, .short, [.diskFull]), Case(.write, .error(EINTR), []),
        Case(.fdatasync, .error(EIO), lasting), Case(.fdatasync, .error(ENOSPC), lasting),
        Case(.fdatasync, .error(EDQUOT), lasting), Case(.fdatasync, .error(EINTR), lasting),
        Case(.fsync, .error(EIO), lasting), Case(.fsync, .error(ENOSPC), lasting),
        Case(.fsync, .error(EINTR), lasting),
        Case(.open, .error(EIO), lasting), Case(.open, .error(EMFILE), lasting),
        Case(.open, .error(ENOSPC), lasting.union([.diskFull])), Case(.open, .error(EINTR), []),
        // A snapshot's; the journal goes on without it.
        Case(.rename, .error(EIO), []), Case(.rename, .error(ENOSPC), []), Case(.unlink, .error(EIO), []),
        Case(.read, .error(EIO), []), Case(.read, .error(EINTR), []), Case(.read, .short, []),
        Case(.names, .error(EIO), []), Case(.status, .error(EIO), []), Case(.mkdir, .error(ENOSPC), []),
        Case(.mkdir, .error(EDQUOT), []),
    ]

    @Test(arguments: cases)
    func theNthCallFails(_ strike: Case) async throws {
        var struck = 0
        for hasSnapshots in [true, false] {
            for number in 1...10_000 {
                var history = FaultHistory(seed: UInt64(number), hasSnapshots: hasSnapshots)
                history.faults.strike(strike.call, number, strike.kind)
                let refusals = await history.run()
                if !history.faults.hasStruck { break }
                struck += 1
                #expect(refusals.isSubset(of: strike.refusals), "\(number): \(refusals)")
                history.faults.stop()
                try await history.recover()
                let findings = history.ledger.findings
                #expect(findings.isClean, "\(number): \(findings.faults.joined(separator: "\n"))")
            }
        }
        #expect(struck > 0)
        Figures.print("failing calls: \(strike)", [("rounds", struck)])
    }

    /// While the cut back of a short write fails, too, nothing more is taken.
    @Test func aWriteThatCannotBeTakenBackEndsTheStore() async throws {
        var history = FaultHistory(seed: 1, hasSnapshots: true)
        let store = try history.open()
        await history.write(to: store)
        history.faults.strike(.ftruncate, 1, .error(EIO))
        history.isShort.withLock { $0 = true }
        #expect(await history.write(to: store) == [.outcomeUnknown])
        #expect(await history.write(to: store) == [.unavailable])
        await store.close()
        history.faults.stop()
        history.isShort.withLock { $0 = false }
        try await history.recover()
        #expect(history.ledger.findings.isClean)
    }
}
