import Testing

@testable import Listener

private typealias Board = JobBoard<Int>

extension JobBoard<Int>.Step {
    fileprivate var job: Int? { if case .run(let job) = self { job } else { nil } }
    fileprivate var poll: Bool? { if case .poll(let waits) = self { waits } else { nil } }
    fileprivate var standsBy: Bool { if case .standBy = self { true } else { false } }
    fileprivate var ends: Bool { if case .end = self { true } else { false } }
}

@Suite struct JobBoardTests {
    private func board(_ jobs: Int...) -> Board {
        var board = Board()
        for job in jobs { _ = board.add(job) }
        return board
    }

    @Test func jobsRunInTheirOrderAndThenSomebodyPolls() {
        var board = board(1, 2, 3)
        var turn: Int?
        for job in 1...3 { #expect(board.next(&turn).job == job) }
        #expect(board.next(&turn).poll == true)
    }

    @Test func aJobThatComesInATurnWaitsForThePollBehindIt() {
        var board = board(1, 2)
        var turn: Int?
        #expect(board.next(&turn).job == 1)
        _ = board.add(3)
        #expect(board.next(&turn).job == 2)
        #expect(board.next(&turn).poll == false)  // and the poll does not sleep, since there is a job
        _ = board.endPoll()
        turn = nil
        #expect(board.next(&turn).job == 3)
    }

    @Test func onePollsAndTheOthersRunWhatThereIs() {
        var board = board()
        var first: Int?
        var second: Int?
        #expect(board.next(&first).poll == true)
        #expect(board.next(&second).standsBy)
        _ = board.add(1)
        #expect(board.next(&second).job == 1)
    }

    @Test func aSleepingPollerIsWokenOnce() {
        var board = board()
        #expect(board.add(1) == .queued)
        var turn: Int?
        #expect(board.next(&turn).job == 1)
        #expect(board.next(&turn).poll == true)
        #expect(board.add(2) == .queuedForSleeper)
        #expect(board.add(3) == .queued)
        _ = board.endPoll()
        #expect(board.add(4) == .queued)
    }

    @Test func somebodyIsCalledToWatchOnce() {
        var board = board()
        var turn: Int?
        _ = board.next(&turn)
        let first = board.endPoll()
        turn = nil
        _ = board.next(&turn)
        let second = board.endPoll()
        #expect(first && !second)
    }

    @Test func whereNothingHappensTheWatchGoesToSleepUntilItIsCalledAgain() {
        var board = board()
        var turn: Int?
        _ = board.next(&turn)
        _ = board.endPoll()
        turn = nil
        #expect(board.next(&turn).poll == true)
        var seen = board.glance
        #expect(board.look(&seen) == .idle)
        let isCalled = board.endPoll()
        #expect(isCalled)
    }

    @Test func aWatchSeesThatThePollerGoesOn() {
        var board = board()
        var turn: Int?
        _ = board.next(&turn)
        var seen = board.glance
        for _ in 0..<3 {
            _ = board.endPoll()
            _ = board.add(1)
            turn = nil
            #expect(board.next(&turn).job == 1)
            #expect(board.next(&turn).poll == true)
            #expect(board.look(&seen) == .fine)
        }
        #expect(board.look(&seen) == .idle)
    }

    @Test func aJobThatWaitsFromOneLookToTheNextIsLate() {
        var board = board(1, 2)
        var turn: Int?
        #expect(board.next(&turn).job == 1)  // and takes its time
        var seen = board.glance
        #expect(board.look(&seen) == .late)
        var relief: Int?
        #expect(board.next(&relief).job == 2)
    }

    @Test func socketsThatNobodyLooksAtAreLate() {
        var board = board(1)
        var turn: Int?
        #expect(board.next(&turn).job == 1)
        var seen = board.glance
        #expect(board.look(&seen) == .late)
        var relief: Int?
        #expect(board.next(&relief).poll == true)
        #expect(board.look(&seen) == .idle)
    }

    @Test func whatIsLeftAtTheEndIsHandedOut() {
        var board = board(1, 2, 3)
        var turn: Int?
        #expect(board.next(&turn).job == 1)
        #expect(board.end() == [2, 3])
        #expect(board.add(4) == .over)
        #expect(board.next(&turn).ends)
        var seen = board.glance
        #expect(board.look(&seen) == .over)
    }

    @Test func manyJobsKeepTheirOrder() {
        var board = Board()
        var taken: [Int] = []
        var next = 0
        var turn: Int?
        while taken.count < 20_000 {
            for _ in 0..<3 {
                _ = board.add(next)
                next += 1
            }
            turn = 2
            for _ in 0..<2 { if let job = board.next(&turn).job { taken.append(job) } }
        }
        #expect(taken == Array(0..<taken.count))
    }
}
