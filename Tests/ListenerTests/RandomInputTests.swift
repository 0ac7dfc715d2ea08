import Foundation
import HTTPTypes
import Testing

@testable import Listener

/// Thousands of inputs against the references. What fails names its seed: `LISTENER_RANDOM_SEED` begins with it,
/// `LISTENER_RANDOM_ROUNDS` says how many inputs of each kind to try.
@Suite(.timeLimit(.minutes(10))) struct RandomInputTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let rounds = environment["LISTENER_RANDOM_ROUNDS"].flatMap { UInt64($0) } ?? 10_000
    private static let firstSeed = environment["LISTENER_RANDOM_SEED"].flatMap { UInt64($0) } ?? 0

    /// Small ones, so that they are often reached.
    private static let narrow = {
        var limits = Limits()
        (limits.requestLine, limits.head, limits.fields) = (24, 120, 3)
        return limits
    }()

    @Test func headsMeanWhatTheReferenceSays() async {
        var tally = Tally()
        for seed in Self.firstSeed..<Self.firstSeed + Self.rounds {
            var input = RandomInput(seed: seed)
            let bytes = input.head()
            let limits = input.chance(4) ? Self.narrow : Limits()
            let expected = ReferenceHead.judge(bytes, limits)
            let actual = parsed(input.pieces(of: bytes), limits)
            let agrees =
                switch (expected, actual) {
                case (.refused(let allowed), .refused(let codes)): codes.isSubset(of: allowed)
                default: expected == actual
                }
            if !agrees {
                Issue.record("seed \(seed): \(shown(bytes))\nexpected \(expected)\nactual   \(actual)")
                return
            }
            switch expected {
            case .accepted: tally.accepted += 1
            case .refused: tally.refused += 1
            case .incomplete: tally.incomplete += 1
            }
            if seed.isMultiple(of: 64) { await Task.yield() }
        }
        tally.expectVariety(Self.rounds)
    }

    @Test func chunksMeanWhatTheReferenceSays() async {
        var tally = Tally()
        for seed in Self.firstSeed..<Self.firstSeed + Self.rounds {
            var input = RandomInput(seed: seed)
            let bytes = input.chunks()
            let limit = input.chance(4) ? 10 : 1 << 20
            let expected = ReferenceChunks.judge(bytes, atMost: limit, Limits())
            let actual = decoded(input.pieces(of: bytes), atMost: limit)
            let agrees =
                switch (expected, actual) {
                case (.refused(let allowed), .refused(let codes)): codes.isSubset(of: allowed)
                default: expected == actual
                }
            if !agrees {
                Issue.record("seed \(seed): \(shown(bytes))\nexpected \(expected)\nactual   \(actual)")
                return
            }
            switch expected {
            case .done: tally.accepted += 1
            case .refused: tally.refused += 1
            case .incomplete: tally.incomplete += 1
            }
            if seed.isMultiple(of: 64) { await Task.yield() }
        }
        tally.expectVariety(Self.rounds)
    }

    private struct Tally {
        var accepted: UInt64 = 0
        var refused: UInt64 = 0
        var incomplete: UInt64 = 0

        /// Inputs that are all refused would agree with anything that refuses.
        func expectVariety(_ rounds: UInt64) {
            guard rounds >= 1000 else { return }
            for count in [accepted, refused, incomplete] { #expect(count > rounds / 20, "\(self)") }
        }
    }

    private func parsed(_ pieces: [ArraySlice<UInt8>], _ limits: Limits) -> ReferenceHead.Verdict {
        do throws(Refusal) {
            guard let head = try parse(pieces, limits) else { return .incomplete }
            let framing: ReferenceHead.Framing =
                switch head.framing {
                case .none: .none
                case .length(let length): .length(length)
                case .chunked: .chunked
                }
            let fields = head.request.headerFields.map {
                ReferenceHead.Field(name: $0.name.canonicalName, value: Array($0.value.utf8))
            }
            return .accepted(
                ReferenceHead(
                    method: head.request.method.rawValue,
                    path: head.request.path ?? "",
                    authority: head.request.authority,
                    fields: fields,
                    framing: framing,
                    expectsContinue: head.expectsContinue,
                    closes: head.closes,
                    length: head.length
                )
            )
        } catch {
            return .refused([error.code])
        }
    }

    private func decoded(_ pieces: [ArraySlice<UInt8>], atMost limit: Int) -> ReferenceChunks {
        var coding = ChunkedBody(Limits())
        var content: [UInt8] = []
        var used = 0
        for piece in pieces where !coding.isDone {
            do throws(Refusal) {
                used += try Array(piece).withUnsafeBufferPointer { buffer throws(Refusal) in
                    try coding.decode(UnsafeRawBufferPointer(buffer), into: &content, atMost: limit)
                }
            } catch {
                return .refused([error.code])
            }
        }
        return coding.isDone ? .done(content: content, used: used) : .incomplete
    }

    private func shown(_ bytes: [UInt8]) -> String {
        bytes.map { 0x20...0x7E ~= $0 ? String(UnicodeScalar($0)) : "\\x" + String($0, radix: 16) }.joined()
    }
}
