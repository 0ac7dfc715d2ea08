import Disks
import Testing

@testable import Journal

/// The process or the machine stops before each change to the disk in turn.
@Suite struct Power {
    static let losses: [SimulatedDisk.Loss] = [.all, .none] + (1...8).map { .some(seed: $0) }

    @Test(arguments: losses)
    func afterACutNothingAcknowledgedIsLostAndNothingIsInvented(loss: SimulatedDisk.Loss) throws {
        var cuts = 0
        for number in 1...10_000 {
            let disk = SimulatedDisk()
            let office = Office(on: disk)
            var run = Run()
            disk.stop(before: number)
            run.go(office)
            if !disk.isDead { break }
            cuts += 1
            disk.cutPower(loss)
            try check(office, run, number)
            // What was shown once stays, though nothing was written since.
            let shown = try office.open().state.all
            disk.cutPower(.all)
            #expect(try office.open().state.all == shown, "\(number)")
        }
        #expect(cuts > 60)
    }

    /// What a killed process had not synced is in memory, and the next one shows it.
    @Test func whatIsShownAfterAKillSurvivesACut() throws {
        for number in 1...10_000 {
            let disk = SimulatedDisk()
            let office = Office(on: disk)
            var run = Run()
            disk.stop(before: number)
            run.go(office)
            if !disk.isDead { break }
            disk.kill()
            let shown = try check(office, run, number)
            disk.cutPower(.all)
            #expect(try office.open().state.all == shown, "\(number)")
        }
    }

    /// A failed sync drops pages and calls them written: what the next process reads must be what is on the platter.
    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func whatIsShownAfterAFailedSyncSurvivesACut(seed: UInt64) throws {
        let disk = SimulatedDisk()
        let office = Office(on: disk)
        let journal = try office.open().journal
        try journal.add()
        disk.failSync(1, seed: seed)
        #expect(throws: JournalFault.self) { try journal.add(1, String(repeating: "0123456789", count: 900)) }
        disk.kill()
        let shown = try office.open().state.all
        #expect(shown.first == line(1))
        disk.cutPower(.all)
        #expect(try office.open().state.all == shown)
    }

    /// A cut in the recovery from a cut, and another in that.
    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func oneCutAfterAnother(seed: UInt64) throws {
        var random = Dice(seed: seed)
        let disk = SimulatedDisk()
        let office = Office(on: disk)
        for _ in 1...20 {
            var run = Run()
            run.acknowledged = UInt64((try office.open()).state.all.count)
            disk.stop(before: .random(in: 1...80, using: &random))
            run.go(office)
            if Bool.random(using: &random) { disk.kill() } else { disk.cutPower(.some(seed: random.next())) }
            try check(office, run, Int(seed))
        }
    }

    @discardableResult
    private func check(_ office: Office, _ run: Run, _ number: Int) throws -> [String] {
        let opened = try office.open()
        let known = opened.state.all.count
        #expect(opened.state.all == (known == 0 ? [] : lines(1...UInt64(known))), "\(number)")
        #expect((Int(run.acknowledged)...Int(run.acknowledged) + run.unknown).contains(known), "\(number)")
        #expect(opened.recovery.rejectedSnapshots.isEmpty, "\(number)")
        // Not closed: the seal would sync what the opening should have.
        return opened.state.all
    }
}
