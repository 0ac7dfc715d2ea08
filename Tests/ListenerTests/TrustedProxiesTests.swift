import Glibc
import HTTPTypes
import Testing

@testable import Listener

/// Field lines as they come in behind a peer, and who asked then.
struct ProxyCase: Sendable, CustomTestStringConvertible {
    let name: String
    let lines: [String]
    let client: Peer

    var testDescription: String { name }

    init(_ name: String, _ lines: String..., client host: String, port: UInt16? = nil) {
        self.name = name
        self.lines = lines
        client = Peer(host: host, port: port)
    }

    func fields(_ name: String) -> HTTPFields {
        var fields = HTTPFields()
        for line in lines { fields.append(HTTPField(name: HTTPField.Name(name)!, value: line)) }
        return fields
    }
}

private let proxy = Peer(host: "10.0.0.1", port: 9)

/// 10.0.0.0/8 and 2001:db8:a::/48 are trusted, the peer is 10.0.0.1.
private let listCases: [ProxyCase] = [
    ProxyCase("no field", client: "10.0.0.1", port: 9),
    ProxyCase("one address", "192.0.2.1", client: "192.0.2.1"),
    ProxyCase("a forged one on the left", "203.0.113.9, 192.0.2.1", client: "192.0.2.1"),
    ProxyCase("a forged trusted one on the left", "10.0.0.7, 192.0.2.1", client: "192.0.2.1"),
    ProxyCase("a forged line before the proxy's", "203.0.113.9", "192.0.2.1", client: "192.0.2.1"),
    ProxyCase("a trusted hop", "192.0.2.1, 10.2.3.4", client: "192.0.2.1"),
    ProxyCase("hops on two lines", "203.0.113.9, 192.0.2.1", "10.2.3.4, 10.2.3.5", client: "192.0.2.1"),
    ProxyCase("nobody but trusted ones", "10.9.9.9, 10.2.3.4", client: "10.9.9.9"),
    ProxyCase("IPv6", "2001:DB8:0::1", client: "2001:db8::1"),
    ProxyCase("a trusted hop in IPv6", "192.0.2.1, 2001:db8:a:1::5", client: "192.0.2.1"),
    ProxyCase("IPv4 within IPv6", "192.0.2.1, ::ffff:10.2.3.4", client: "192.0.2.1"),
    ProxyCase("IPv4 within IPv6 as the client", "::ffff:192.0.2.1", client: "192.0.2.1"),
    ProxyCase("a port", "192.0.2.1:4711", client: "192.0.2.1", port: 4711),
    ProxyCase("brackets", "[2001:db8::1]", client: "2001:db8::1"),
    ProxyCase("brackets and a port", "[2001:db8::1]:4711", client: "2001:db8::1", port: 4711),
    ProxyCase("no spaces", "192.0.2.1,10.2.3.4", client: "192.0.2.1"),
    ProxyCase("much space", " \t192.0.2.1 \t, \t10.2.3.4\t", client: "192.0.2.1"),
    ProxyCase("unknown", "192.0.2.1, unknown", client: "10.0.0.1", port: 9),
    ProxyCase("unknown behind a trusted hop", "192.0.2.1, unknown, 10.2.3.4", client: "10.2.3.4"),
    ProxyCase("an empty element", "192.0.2.1, , 10.2.3.4", client: "10.2.3.4"),
    ProxyCase("an empty element at the end", "192.0.2.1,", client: "10.0.0.1", port: 9),
    ProxyCase("an empty line at the end", "192.0.2.1", "", client: "10.0.0.1", port: 9),
    ProxyCase("an empty line at the front", "", "10.2.3.4", client: "10.2.3.4"),
    ProxyCase("a name", "192.0.2.1, proxy.example", client: "10.0.0.1", port: 9),
    ProxyCase("unix", "192.0.2.1, unix", client: "10.0.0.1", port: 9),
    ProxyCase("quotation marks", "192.0.2.1, \"10.2.3.4\"", client: "10.0.0.1", port: 9),
    ProxyCase("an open quotation on the left", "\"203.0.113.9, 192.0.2.1", client: "192.0.2.1"),
    ProxyCase("leading zeros", "192.0.2.1, 10.02.3.4", client: "10.0.0.1", port: 9),
    ProxyCase("three numbers", "192.0.2.1, 10.2.3", client: "10.0.0.1", port: 9),
    ProxyCase("a number", "192.0.2.1, 167772161", client: "10.0.0.1", port: 9),
    ProxyCase("a zone", "192.0.2.1, 2001:db8:a::1%eth0", client: "10.0.0.1", port: 9),
    ProxyCase("a block", "192.0.2.1, 10.2.3.4/32", client: "10.0.0.1", port: 9),
    ProxyCase("a port too large", "192.0.2.1, 10.2.3.4:65536", client: "10.0.0.1", port: 9),
    ProxyCase("no port behind the colon", "192.0.2.1, 10.2.3.4:", client: "10.0.0.1", port: 9),
    ProxyCase("brackets around IPv4", "192.0.2.1, [10.2.3.4]", client: "10.0.0.1", port: 9),
    ProxyCase("an open bracket", "192.0.2.1, [2001:db8:a::1", client: "10.0.0.1", port: 9),
    ProxyCase("something behind the bracket", "192.0.2.1, [2001:db8:a::1]x", client: "10.0.0.1", port: 9),
    ProxyCase("the other grammar", "192.0.2.1, for=10.2.3.4", client: "10.0.0.1", port: 9),
]

private let forwardedCases: [ProxyCase] = [
    ProxyCase("no field", client: "10.0.0.1", port: 9),
    ProxyCase("one address", "for=192.0.2.1", client: "192.0.2.1"),
    ProxyCase("in any case", "FOR=192.0.2.1", client: "192.0.2.1"),
    ProxyCase("among other pairs", "by=_a;for=192.0.2.1;proto=https;host=\"a,b;c\"", client: "192.0.2.1"),
    ProxyCase("IPv6", "for=\"[2001:DB8::1]\"", client: "2001:db8::1"),
    ProxyCase("IPv6 with a port", "For=\"[2001:db8::1]:4711\"", client: "2001:db8::1", port: 4711),
    ProxyCase("IPv4 with a port", "for=\"192.0.2.1:4711\"", client: "192.0.2.1", port: 4711),
    ProxyCase("an escaped character", "for=\"19\\2.0.2.1\"", client: "192.0.2.1"),
    ProxyCase("a forged one on the left", "for=203.0.113.9, for=192.0.2.1", client: "192.0.2.1"),
    ProxyCase("a forged line before the proxy's", "for=203.0.113.9", "for=192.0.2.1", client: "192.0.2.1"),
    ProxyCase("a trusted hop", "for=192.0.2.1, for=10.2.3.4;by=10.0.0.1", client: "192.0.2.1"),
    ProxyCase("hops on two lines", "for=192.0.2.1", "for=10.2.3.4,for=10.2.3.5", client: "192.0.2.1"),
    ProxyCase("nobody but trusted ones", "for=10.9.9.9, for=10.2.3.4", client: "10.9.9.9"),
    ProxyCase("space around pairs", "for=192.0.2.1 ; proto=http , for=10.2.3.4", client: "192.0.2.1"),
    ProxyCase("an open quotation on the left", "for=\"203.0.113.9, for=192.0.2.1", client: "192.0.2.1"),
    ProxyCase("an open quotation on an earlier line", "for=\"203.0.113.9", "for=192.0.2.1", client: "192.0.2.1"),
    ProxyCase("an open quotation left of a trusted hop", "for=\"192.0.2.1, for=10.2.3.4", client: "10.2.3.4"),
    ProxyCase("a quotation closed by a proxy", "for=\"203.0.113.9, for=\"[2001:db8:a::1]\"", client: "2001:db8:a::1"),
    ProxyCase(
        "a comma in quotation marks",
        "for=192.0.2.1, for=10.2.3.4;x=\"a, for=203.0.113.9\"",
        client: "192.0.2.1"
    ),
    ProxyCase("an escaped quotation mark", "for=192.0.2.1, for=10.2.3.4;x=\"a\\\", \\\\\"", client: "192.0.2.1"),
    ProxyCase("a backslash at the end", "for=203.0.113.9;x=\"\\, for=192.0.2.1", client: "192.0.2.1"),
    ProxyCase("unknown", "for=192.0.2.1, for=unknown", client: "10.0.0.1", port: 9),
    ProxyCase("a hidden name", "for=192.0.2.1, for=_hidden", client: "10.0.0.1", port: 9),
    ProxyCase("a hidden name behind a trusted hop", "for=192.0.2.1, for=_a, for=10.2.3.4", client: "10.2.3.4"),
    ProxyCase("a hidden port", "for=192.0.2.1, for=\"10.2.3.4:_a\"", client: "10.0.0.1", port: 9),
    ProxyCase("no for", "for=192.0.2.1, by=10.2.3.4", client: "10.0.0.1", port: 9),
    ProxyCase("two for", "for=192.0.2.1, for=10.2.3.4;for=10.2.3.5", client: "10.0.0.1", port: 9),
    ProxyCase("a bare address", "for=192.0.2.1, 10.2.3.4", client: "10.0.0.1", port: 9),
    ProxyCase("bare IPv6", "for=192.0.2.1, for=\"2001:db8:a::1\"", client: "10.0.0.1", port: 9),
    ProxyCase("brackets without quotation marks", "for=192.0.2.1, for=[2001:db8:a::1]", client: "10.0.0.1", port: 9),
    ProxyCase("a port without quotation marks", "for=192.0.2.1, for=10.2.3.4:80", client: "10.0.0.1", port: 9),
    ProxyCase("an empty element", "for=192.0.2.1, , for=10.2.3.4", client: "10.2.3.4"),
    ProxyCase("an empty pair", "for=192.0.2.1, for=10.2.3.4;", client: "10.0.0.1", port: 9),
    ProxyCase("an empty value", "for=192.0.2.1, for=", client: "10.0.0.1", port: 9),
    ProxyCase("an empty quotation", "for=192.0.2.1, for=\"\"", client: "10.0.0.1", port: 9),
    ProxyCase("space around the equals sign", "for=192.0.2.1, for = 10.2.3.4", client: "10.0.0.1", port: 9),
    ProxyCase("something behind the quotation", "for=192.0.2.1, for=\"10.2.3.4\"x", client: "10.0.0.1", port: 9),
]

@Suite struct TrustedProxiesTests {
    private func proxies(_ field: TrustedProxies.Field) throws -> TrustedProxies {
        try TrustedProxies(["10.0.0.0/8", "2001:db8:a::/48"], field: field)
    }

    @Test(arguments: listCases) func theFirstFromTheRightThatIsNotTrustedAsked(_ example: ProxyCase) throws {
        let client = try proxies(.xForwardedFor).client(of: proxy, example.fields("X-Forwarded-For"))
        #expect(client == example.client)
    }

    @Test(arguments: forwardedCases) func theSameInForwarded(_ example: ProxyCase) throws {
        let client = try proxies(.forwarded).client(of: proxy, example.fields("forwarded"))
        #expect(client == example.client)
    }

    @Test func aPeerThatIsNotTrustedIsNotBelieved() throws {
        let fields: HTTPFields = [HTTPField.Name("X-Forwarded-For")!: "10.2.3.4"]
        for host in ["192.0.2.1", "11.0.0.1", "2001:db8::1", "unix", "::1"] {
            let peer = Peer(host: host, port: 1)
            #expect(try proxies(.xForwardedFor).client(of: peer, fields) == peer)
            #expect(TrustedProxies.none.client(of: peer, fields) == peer)
        }
    }

    @Test func onlyTheFieldThatTheProxySetsIsRead() throws {
        let fields: HTTPFields = [
            HTTPField.Name("X-Forwarded-For")!: "192.0.2.1", HTTPField.Name("Forwarded")!: "for=203.0.113.9",
        ]
        #expect(try proxies(.xForwardedFor).client(of: proxy, fields).host == "192.0.2.1")
        #expect(try proxies(.forwarded).client(of: proxy, fields).host == "203.0.113.9")
        let other: HTTPFields = [HTTPField.Name("Forwarded")!: "for=203.0.113.9"]
        #expect(try proxies(.xForwardedFor).client(of: proxy, other) == proxy)
    }

    @Test func whoeverConnectsByTheUnixSocketIsTrustedAsUnix() throws {
        let fields: HTTPFields = [HTTPField.Name("X-Forwarded-For")!: "192.0.2.1"]
        let peer = Peer(host: "unix")
        #expect(try TrustedProxies(["unix"]).client(of: peer, fields).host == "192.0.2.1")
        #expect(try TrustedProxies(["127.0.0.1"]).client(of: peer, fields) == peer)
        #expect(try TrustedProxies(["unix"]).client(of: proxy, fields) == proxy)
    }

    @Test(arguments: [
        ("192.0.2.1", "192.0.2.1", true), ("192.0.2.1", "192.0.2.2", false), ("::1", "::1", true),
        ("::1", "127.0.0.1", false), ("192.0.2.0/25", "192.0.2.127", true), ("192.0.2.0/25", "192.0.2.128", false),
        ("192.0.2.1/32", "192.0.2.1", true), ("128.0.0.0/1", "255.0.0.1", true), ("128.0.0.0/1", "127.0.0.1", false),
        ("2001:db8::/33", "2001:db8:7fff::1", true), ("2001:db8::/33", "2001:db8:8000::", false),
        ("2001:db8::1/128", "2001:db8::1", true), ("::ffff:192.0.2.1", "192.0.2.1", true),
        ("192.0.2.1", "::ffff:192.0.2.1", true), ("::ffff:192.0.2.0/120", "192.0.2.9", true),
        ("::ffff:192.0.2.0/120", "192.0.3.9", false), ("::/64", "::1", true), ("::/64", "192.0.2.1", false),
    ])
    func aBlockHoldsWhatBeginsWithItsBits(_ entry: String, _ host: String, _ isTrusted: Bool) throws {
        let fields: HTTPFields = [HTTPField.Name("X-Forwarded-For")!: "203.0.113.9"]
        let client = try TrustedProxies([entry]).client(of: Peer(host: host), fields)
        #expect(client.host == (isTrusted ? "203.0.113.9" : host))
    }

    @Test(arguments: [
        ("192.0.2.1/24", "it has bits set behind its prefix; the block is 192.0.2.0/24"),
        ("2001:db8::1/32", "it has bits set behind its prefix; the block is 2001:db8::/32"),
        ("::ffff:192.0.2.1/120", "it has bits set behind its prefix; the block is 192.0.2.0/24"),
        ("0.0.0.0/0", "these are all addresses there are"), ("::/0", "these are all addresses there are"),
        ("::ffff:0:0/96", "these are all addresses there are"),
        ("192.0.2.0/33", "the length of its prefix is not from 0 to 32"),
        ("2001:db8::/129", "the length of its prefix is not from 0 to 128"),
        ("192.0.2.0/", "the length of its prefix is not from 0 to 32"),
        ("192.0.2.0/+8", "the length of its prefix is not from 0 to 32"),
        ("192.0.2.0/24/24", "it is no IPv4 or IPv6 address, and no block of them"),
        ("", "it is no IPv4 or IPv6 address, and no block of them"),
        ("localhost", "it is no IPv4 or IPv6 address, and no block of them"),
        ("UNIX", "it is no IPv4 or IPv6 address, and no block of them"),
        ("[::1]", "it is no IPv4 or IPv6 address, and no block of them"),
        ("192.0.2.1:80", "it is no IPv4 or IPv6 address, and no block of them"),
        ("10.1", "it is no IPv4 or IPv6 address, and no block of them"),
        ("10.0.0.1\0", "it is no IPv4 or IPv6 address, and no block of them"),
    ])
    func whatIsNoAddressIsRefused(_ entry: String, _ sentence: String) {
        let faults = #expect(throws: TrustedProxies.Faults.self) { try TrustedProxies(["unix", entry, "::1"]) }
        #expect(faults?.sentences == ["\(entry): \(sentence)"])
    }

    @Test func allFaultsAreNamedAtOnce() {
        let faults = #expect(throws: TrustedProxies.Faults.self) { try TrustedProxies(["a", "::1", "b"]) }
        #expect(faults?.sentences.count == 2)
    }

    /// A field sixteen times as long takes sixteen times as long, by far not 256 times. The thread's own time counts.
    @Test(arguments: [
        "10.2.3.4,", ",", "\"", "\\\"", "\\", "for=10.2.3.4,", "for=\"", "for=10.2.3.4;x=\"\\\\\\\"\",", "a=b;", ";",
    ])
    func theCostIsLinear(_ piece: String) throws {
        for field in [TrustedProxies.Field.xForwardedFor, .forwarded] {
            let proxies = try proxies(field)
            func time(_ bytes: Int) -> Duration {
                let value = String(repeating: piece, count: bytes / piece.utf8.count) + "10.2.3.4"
                let fields: HTTPFields = [field.name: value]
                let start = Self.threadTime()
                _ = proxies.client(of: proxy, fields)
                return Self.threadTime() - start
            }
            _ = time(1 << 16)
            let (short, long) = (time(1 << 16), time(1 << 20))
            #expect(long < max(short, .microseconds(500)) * 100, "\(short) and \(long)")
        }
    }

    private static func threadTime() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    @Test func aRequestHasItsClientAndItsPeer() async throws {
        let respond: @Sendable (Request) async -> Response = { request in
            ok("\(request.peer.host) \(request.peer.port != nil) \(request.client.host)")
        }
        let proxies = try TrustedProxies(["127.0.0.1"])
        let head = "GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 203.0.113.9\r\nX-Forwarded-For: 192.0.2.1\r\n\r\n"
        try await withServer(proxies: proxies, respond: respond) { server in
            let answer = try await server.client().exchange(head)
            #expect(answer.body == "127.0.0.1 true 192.0.2.1")
        }
        try await withServer(respond: respond) { server in
            let answer = try await server.client().exchange(head)
            #expect(answer.body == "127.0.0.1 true 127.0.0.1")
        }
    }
}
