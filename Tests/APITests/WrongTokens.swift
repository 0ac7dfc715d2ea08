import Foundation
import HTTPTypes
import Logging
import Store
import Testing
import Web

@testable import API
@testable import Offices

/// Wrong tokens from many addresses: none is accepted, and nothing grows by them.
///
/// `WRONG_TOKENS` says how many; then, where this runs alone, the memory of the process is looked at, too.
@Suite struct WrongTokens {
    /// What wrong tokens are made from.
    private struct Scene {
        let office: TestOffice
        let api: API
        /// Secrets that are good.
        let good: [String]
        /// Secrets that were, or are somewhere else.
        let bad: [String]
        var random = SeededRandom(seed: 20_251_120)

        /// Another wrong one.
        mutating func next() -> String {
            let real = good[Int(random.next() % UInt64(good.count))]
            let body = Array(real.utf8.dropFirst(4).prefix(64))
            switch random.next() % 8 {
            case 0: return secret(words: (0..<4).map { _ in random.next() })
            case 1: return text(flipped(body), check: real.suffix(8))
            case 2: return secret(words: words(of: flipped(body)))
            case 3: return text(body, check: String(decoding: flipped(Array(real.suffix(8).utf8)), as: UTF8.self)[...])
            case 4, 5: return bad[Int(random.next() % UInt64(bad.count))]
            case 6: return mangled(real)
            default:
                let digest = TokenSecret(real)?.digest ?? ""
                return random.next() % 2 == 0 ? digest : secret(words: words(of: Array(digest.utf8)))
            }
        }

        /// With its check in order.
        private func secret(words: [UInt64]) -> String {
            var rest = words
            return TokenSecret { rest.removeFirst() }.text
        }

        private func text(_ body: [UInt8], check: Substring) -> String {
            "kyg_" + String(decoding: body, as: UTF8.self) + check
        }

        /// With one bit the other way round.
        private mutating func flipped(_ digits: [UInt8]) -> [UInt8] {
            var digits = digits
            let place = Int(random.next() % UInt64(digits.count))
            let digit = String(decoding: [digits[place]], as: UTF8.self)
            let other = (UInt8(digit, radix: 16) ?? 0) ^ (1 << (random.next() % 4))
            digits[place] = Array(String(other, radix: 16).utf8)[0]
            return digits
        }

        private func words(of digits: [UInt8]) -> [UInt64] {
            stride(from: 0, to: 64, by: 16).map { start in
                UInt64(String(decoding: digits[start..<start + 16], as: UTF8.self), radix: 16) ?? 0
            }
        }

        private mutating func mangled(_ real: String) -> String {
            switch random.next() % 7 {
            case 0: return String(real.dropLast())
            case 1: return real + "0"
            case 2: return real.uppercased()
            case 3: return String(real.dropFirst(4))
            case 4: return real + " " + real
            case 5: return ""
            default: return "kyg_" + real
            }
        }
    }

    private func scene() async throws -> Scene {
        let office = try await TestOffice.gunma(at: "2025-11-18T01:00:00Z")
        var bad: [String] = []
        for seed in 100..<108 as Range<UInt64> { bad.append(try TestOffice.unknownSecret(seed)) }
        for _ in 0..<4 {
            let (rotated, former) = try await office.token()
            let (revoked, ended) = try await office.token()
            let body = #"{"label":"x","role":"administrator","expiresOn":"2025-11-19"}"#
            let (_, expired) = try await office.token(body)
            _ = try await office.rotate(rotated)
            _ = try await office.post(revoked + "/revocation", as: .administrator)
            bad += [former, ended, expired]
        }
        try office.move(to: "2025-11-20T01:00:00Z")
        let quiet = Logger(label: "quiet") { _ in SwiftLogNoOpLogHandler() }
        let api = API(
            store: office.store,
            audit: office.audit.auditing,
            environment: office.surroundings.environment,
            settings: .init(),
            log: quiet
        )
        return Scene(office: office, api: api, good: office.everySecret, bad: bad)
    }

    /// Eight attempts each, so that all of them are looked at; half of them in IPv6.
    private func address(_ number: Int) -> String {
        let client = number / 8
        if client.isMultiple(of: 2) { return "10.\(client >> 16 & 255).\(client >> 8 & 255).\(client & 255)" }
        return "2001:db8:\(String(client >> 16, radix: 16)):\(String(client & 0xFFFF, radix: 16))::1"
    }

    @Test func noneIsAcceptedAndNothingGrows() async throws {
        var scene = try await scene()
        let asked = ProcessInfo.processInfo.environment["WRONG_TOKENS"].flatMap(Int.init)
        let count = asked ?? 20_000
        let seq = scene.office.seq
        var answers: [Int: Int] = [:]
        var memory = 0
        for number in 0..<count {
            // One address goes on without end.
            let address = number.isMultiple(of: 16) ? "192.0.2.1" : address(number)
            let fields: HTTPFields = [.authorization: "Bearer " + scene.next()]
            let answer = await TestOffice.exchange(scene.api, .get, "/v1/tokens", fields, from: address)
            answers[answer.status, default: 0] += 1
            if number == count / 10 { memory = Self.residentBytes }
        }
        let grown = Self.residentBytes - memory
        let accepted = answers.filter { $0.key != 401 && $0.key != 429 }
        #expect(accepted.isEmpty && scene.office.seq == seq)
        #expect(answers[401, default: 0] >= count * 9 / 10 && answers[429, default: 0] > 0)
        #expect(scene.api.admission.attempts.size <= FailedAttempts.capacity)
        #expect(scene.api.metrics.now().requests.count <= 2)
        for secret in scene.good {
            let fields: HTTPFields = [.authorization: "Bearer " + secret]
            #expect(await TestOffice.exchange(scene.api, .get, "/livez", fields, from: "192.0.2.2").status == 200)
        }
        guard asked != nil else { return }
        #expect(grown < 16 << 20)
        print(
            "FIGURES wrong tokens: shown \(count) · accepted \(accepted.values.reduce(0, +)) ·"
                + " refused \(answers[401] ?? 0) · throttled \(answers[429] ?? 0) ·"
                + " resident after a tenth \(memory >> 10) KiB · in the end \((memory + grown) >> 10) KiB"
        )
    }

    private static var residentBytes: Int {
        let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ")
        return (pages.flatMap { $0.count > 1 ? Int($0[1]) : nil } ?? 0) * 4096
    }
}
