import Disks
import Testing

/// The checker itself: an oracle that says yes to everything would find no fault anywhere.
@Suite struct LinearizationTests {
    private func call(
        _ kind: RegisterCall.Kind,
        _ answer: RegisterCall.Answer,
        _ began: Int,
        _ ended: Int
    ) -> RegisterCall {
        RegisterCall(kind: kind, answer: answer, began: began, ended: ended)
    }

    private func read(_ value: Int, _ version: Int, _ began: Int, _ ended: Int) -> RegisterCall {
        call(.read, .value(Register(value: value, version: version)), began, ended)
    }

    @Test func whatOneClientDoesIsInOrder() {
        #expect(Linearization.exists(for: []))
        #expect(Linearization.exists(for: [call(.write(7), .written(version: 1), 0, 1), read(7, 1, 2, 3)]))
        #expect(!Linearization.exists(for: [call(.write(7), .written(version: 1), 0, 1), read(0, 0, 2, 3)]))
        #expect(!Linearization.exists(for: [read(7, 1, 0, 1), call(.write(7), .written(version: 1), 2, 3)]))
        #expect(!Linearization.exists(for: [read(7, 1, 0, 1)]))
    }

    @Test func aReadBesideAWriteSeesEitherButNeverGoesBack() {
        let write = call(.write(7), .written(version: 1), 0, 10)
        #expect(Linearization.exists(for: [write, read(0, 0, 1, 2), read(7, 1, 3, 4)]))
        #expect(Linearization.exists(for: [write, read(7, 1, 1, 4), read(0, 0, 2, 3)]))
        #expect(!Linearization.exists(for: [write, read(7, 1, 1, 2), read(0, 0, 3, 4)]))
    }

    @Test func anUnknownWriteTakesEffectLateOrNever() {
        let unknown = call(.write(7), .unknown, 0, 1)
        #expect(Linearization.exists(for: [unknown, read(0, 0, 2, 3)]))
        #expect(Linearization.exists(for: [unknown, read(0, 0, 2, 3), read(7, 1, 4, 5)]))
        #expect(!Linearization.exists(for: [unknown, read(7, 1, 2, 3), read(0, 0, 4, 5)]))
        #expect(!Linearization.exists(for: [read(7, 1, 2, 3), call(.write(7), .unknown, 4, 5)]))
        // Once, not twice.
        let other = call(.write(8), .written(version: 2), 4, 5)
        #expect(!Linearization.exists(for: [unknown, read(7, 1, 2, 3), other, read(7, 3, 6, 7)]))
    }

    @Test func ofTwoWithTheSameVersionOneIsOutdated() {
        let one = call(.compareAndSet(version: 0, 7), .written(version: 1), 0, 5)
        #expect(Linearization.exists(for: [one, call(.compareAndSet(version: 0, 8), .outdated, 1, 4)]))
        #expect(!Linearization.exists(for: [one, call(.compareAndSet(version: 0, 8), .written(version: 1), 1, 4)]))
        #expect(!Linearization.exists(for: [one, call(.compareAndSet(version: 0, 8), .written(version: 2), 1, 4)]))
        #expect(!Linearization.exists(for: [call(.compareAndSet(version: 0, 8), .outdated, 0, 1)]))
        let unknown = call(.compareAndSet(version: 0, 9), .unknown, 1, 2)
        #expect(Linearization.exists(for: [unknown, call(.compareAndSet(version: 0, 8), .outdated, 3, 4)]))
        #expect(!Linearization.exists(for: [one, unknown, read(9, 2, 6, 7)]))
    }

    @Test func aLostWriteIsFoundInALongHistory() {
        var calls = (0..<60).map { call(.write($0), .written(version: $0 + 1), $0 * 10, $0 * 10 + 15) }
        #expect(Linearization.exists(for: calls + [read(59, 60, 700, 701)]))
        calls.remove(at: 30)
        #expect(!Linearization.exists(for: calls + [read(59, 60, 700, 701)]))
    }

    /// All orders of all choices of the unknown calls, one by one.
    @Test func itAgreesWithTryingEverything() {
        var dice = Dice(seed: 11)
        var answers: [Bool: Int] = [:]
        for _ in 0..<3_000 {
            let calls = Self.randomCalls(&dice)
            let exists = Linearization.exists(for: calls)
            #expect(exists == Self.isExplained(calls, Register()), "\(calls)")
            answers[exists, default: 0] += 1
        }
        #expect(answers[true, default: 0] > 300 && answers[false, default: 0] > 300)
    }

    private static func isExplained(_ rest: [RegisterCall], _ register: Register) -> Bool {
        if rest.allSatisfy({ $0.answer == .unknown }) { return true }
        for index in rest.indices {
            var others = rest
            let call = others.remove(at: index)
            let isFirst = others.allSatisfy { $0.answer == .unknown || $0.ended > call.began }
            guard isFirst, let next = call.effect(on: register) else { continue }
            if isExplained(others, next) { return true }
        }
        return false
    }

    /// Answered as a register would, and then sometimes not.
    private static func randomCalls(_ dice: inout Dice) -> [RegisterCall] {
        var register = Register()
        var calls: [RegisterCall] = []
        for number in 0..<(2 + dice.below(5)) {
            let kinds: [RegisterCall.Kind] = [.read, .write(number), .compareAndSet(version: dice.below(3), number)]
            let kind = kinds[dice.below(3)]
            var call = RegisterCall(kind: kind, answer: .unknown, began: 0, ended: 0)
            call.answer = answer(to: kind, register)
            if dice.roll(5) { call.answer = .unknown }
            if call.answer != .unknown || dice.roll(2), let next = call.effect(on: register) { register = next }
            if dice.roll(6), call.answer == .outdated { call.answer = .written(version: register.version) }
            if dice.roll(6), case .value(let value) = call.answer {
                call.answer = .value(Register(value: value.value, version: value.version + 1))
            }
            // Around the moment at which it took effect.
            call.began = number * 10 - dice.below(25)
            call.ended = number * 10 + 1 + dice.below(25)
            calls.append(call)
        }
        return calls
    }

    private static func answer(to kind: RegisterCall.Kind, _ register: Register) -> RegisterCall.Answer {
        switch kind {
        case .read: .value(register)
        case .write: .written(version: register.version + 1)
        case .compareAndSet(let version, _):
            version == register.version ? .written(version: version + 1) : .outdated
        }
    }
}
