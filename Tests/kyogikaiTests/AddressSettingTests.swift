import Foundation
import HTTPTypes
import Listener
import Testing

@testable import kyogikai

/// The settings of where to listen, and what of them does not go together.
@Suite struct AddressSettingTests {
    private func settings(
        _ arguments: String...,
        given: [String: String] = [:]
    ) async throws(SettingFaults) -> Settings {
        let resolution = try await Resolution.read(
            config: nil,
            arguments: arguments,
            environment: [:],
            standardFile: "/nonexistent"
        )
        return try Settings(resolution, activation: SocketActivation(environment: given, pid: 42))
    }

    private func faults(_ body: () async throws(SettingFaults) -> Settings) async -> [String] {
        do {
            _ = try await body()
            return []
        } catch {
            return error.faults
        }
    }

    @Test func aUnixSocketTakesThePlaceOfHostAndPort() async throws {
        let standard = try await settings("--http-unix-socket", "/run/a.sock")
        #expect(standard.address == .unix(path: "/run/a.sock", mode: 0o660))
        let relative = try await settings("--http-unix-socket", "a.sock", "--http-unix-socket-mode", "600")
        let path = FileManager.default.currentDirectoryPath + "/a.sock"
        #expect(relative.address == .unix(path: path, mode: 0o600))
    }

    @Test(arguments: [("--http-host", "127.0.0.1"), ("--http-port", "8080")])
    func aUnixSocketBesideAHostOrAPortIsAFault(_ flag: String, _ value: String) async {
        let found = await faults { () throws(SettingFaults) in
            try await settings("--http-unix-socket", "/run/a.sock", flag, value)
        }
        let key = flag.dropFirst(2).replacing("-", with: ".")
        #expect(found == ["\(key): http.unixSocket is the address already; leave one of them out"])
    }

    @Test(arguments: [
        ("0600", true), ("660", true), ("0777", true), ("0200", true), ("0400", false), ("0000", false),
        ("1660", false), ("0888", false), ("rw-rw----", false), ("+660", false), ("-660", false), ("60", false),
        ("00660", false), ("0o660", false), ("６６０", false),
    ])
    func aModeHasOctalDigitsAndLetsItsOwnerConnect(_ mode: String, _ isMode: Bool) async {
        let found = await faults { () throws(SettingFaults) in
            try await settings("--http-unix-socket", "/run/a.sock", "--http-unix-socket-mode=" + mode)
        }
        #expect(found.isEmpty == isMode, "\(found)")
    }

    @Test func aSocketThatWasGivenTakesThePlaceOfTheStandardAddress() async throws {
        let given = ["LISTEN_PID": "42", "LISTEN_FDS": "1", "LISTEN_FDNAMES": "a"]
        #expect(try await settings(given: given).address == .inherited(descriptor: 3))
    }

    @Test(arguments: [("--http-host", "127.0.0.1"), ("--http-port", "0"), ("--http-unix-socket", "/run/a.sock")])
    func aSocketThatWasGivenBesideAnAddressIsAFault(_ flag: String, _ value: String) async {
        let found = await faults { () throws(SettingFaults) in
            try await settings(flag, value, given: ["LISTEN_PID": "42", "LISTEN_FDS": "1"])
        }
        #expect(found.count == 1 && found.first?.contains("(LISTEN_FDS)") == true, "\(found)")
    }

    @Test(arguments: ["0", "2", "", "x", "01", "-1", nil])
    func exactlyOneSocketIsToBeGiven(_ count: String?) async {
        var given = ["LISTEN_PID": "42"]
        given["LISTEN_FDS"] = count
        let found = await faults { () throws(SettingFaults) in try await settings(given: given) }
        #expect(found.count == 1 && found.first?.hasPrefix("LISTEN_FDS: ") == true, "\(found)")
    }

    @Test(arguments: ["41", "", "042", "x", nil])
    func whatWasGivenToAnotherProcessIsNotOurs(_ pid: String?) async throws {
        var given = ["LISTEN_FDS": "2"]
        given["LISTEN_PID"] = pid
        #expect(try await settings(given: given).address == .tcp(host: "127.0.0.1", port: 8080))
    }

    @Test func proxiesAreTrustedWithoutBehindProxyToo() async throws {
        let settings = try await settings("--http-trusted-proxies", "127.0.0.1", "--http-trusted-proxies", "unix")
        let fields = ["X-Forwarded-For": "192.0.2.1", "Forwarded": "for=192.0.2.2"]
        #expect(settings.client("127.0.0.1", fields) == "192.0.2.1")
        #expect(settings.client("unix", fields) == "192.0.2.1")
        #expect(settings.client("127.0.0.2", fields) == "127.0.0.2")
    }

    @Test func theFieldThatTheProxySetsIsASetting() async throws {
        let settings = try await settings(
            "--http-trusted-proxies",
            "127.0.0.1",
            "--http-forwarded-field",
            "Forwarded"
        )
        let fields = ["X-Forwarded-For": "192.0.2.1", "Forwarded": "for=192.0.2.2"]
        #expect(settings.client("127.0.0.1", fields) == "192.0.2.2")
    }

    @Test func aProxyThatIsNoAddressIsAFault() async {
        let found = await faults { () throws(SettingFaults) in
            try await settings("--http-trusted-proxies", "10.0.0.1/8", "--http-trusted-proxies", "localhost")
        }
        #expect(
            found == [
                "http.trustedProxies: 10.0.0.1/8: it has bits set behind its prefix; the block is 10.0.0.0/8",
                "http.trustedProxies: localhost: it is no IPv4 or IPv6 address, and no block of them",
            ]
        )
    }

    @Test(arguments: [
        ("--http-drain-bytes", "0", true), ("--http-drain-bytes", "67108864", true),
        ("--http-drain-bytes", "67108865", false), ("--http-drain-bytes=-1", nil, false),
        ("--http-linger-timeout-seconds", "1", true), ("--http-linger-timeout-seconds", "60", true),
        ("--http-linger-timeout-seconds", "0", false), ("--http-linger-timeout-seconds", "61", false),
        ("--http-forwarded-field", "forwarded", false), ("--http-forwarded-field", "X-Real-IP", false),
        ("--http-unix-socket", "", false),
    ])
    func boundsAreKept(_ flag: String, _ value: String?, _ isPossible: Bool) async {
        let found = await faults { () throws(SettingFaults) in
            let resolution = try await Resolution.read(
                config: nil,
                arguments: [flag] + (value.map { [$0] } ?? []),
                environment: [:],
                standardFile: "/nonexistent"
            )
            return try Settings(resolution)
        }
        #expect(found.isEmpty == isPossible, "\(found)")
    }

    @Test func drainAndLingerAreLimitsOfTheListener() async throws {
        let limits = try await settings("--http-drain-bytes", "7", "--http-linger-timeout-seconds", "9").limits
        #expect(limits.drain == 7)
        #expect(limits.lingerTimeout == .seconds(9))
    }
}

extension Settings {
    fileprivate func client(_ peer: String, _ fields: [String: String]) -> String {
        var known = HTTPFields()
        for (name, value) in fields { known.append(HTTPField(name: HTTPField.Name(name)!, value: value)) }
        return proxies.client(of: Peer(host: peer), known).host
    }
}
