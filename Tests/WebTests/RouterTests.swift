import HTTPTypes
import Testing
import Web

@Suite struct RouterTests {
    private static let router: Router<String> = {
        var router = Router<String>()
        router.add(.get, "/", "entrance")
        router.add(.get, "/v1/members", "list")
        router.add(.post, "/v1/members", "create")
        router.add(.get, "/v1/members/{id}", "get")
        router.add(.put, "/v1/members/{id}", "put")
        router.add(.get, "/v1/members/summary", "summary")
        router.add(.post, "/v1/minutes/{id}/publication", "publish")
        router.add(.get, "/v1/councils/{council}/years/{year}", "year")
        return router
    }()

    /// What answers, and with which segments; nil for nothing.
    private func match(_ method: HTTPRequest.Method, _ path: String) -> [String]? {
        switch Self.router.match(method, path[...]) {
        case .endpoint(let name, let parameters): [name] + parameters
        case .otherMethods(let methods): ["405"] + methods.map(\.rawValue)
        case .nothing: nil
        }
    }

    @Test(arguments: [
        ("/", ["entrance"]), ("/v1/members", ["list"]), ("/v1/members/a", ["get", "a"]),
        ("/v1/members/summary", ["summary"]), ("/v1/councils/gunma/years/2025", ["year", "gunma", "2025"]),
        // What stands for a parameter comes as it was sent.
        ("/v1/members/%61", ["get", "%61"]), ("/v1/members/..", ["get", ".."]), ("/v1/members/A b", ["get", "A b"]),
    ])
    func aPathThatIsKnownIsAnswered(path: String, answer: [String]) {
        #expect(match(.get, path) == answer)
    }

    @Test(arguments: [
        "", "v1/members", "//", "//v1/members", "/v1//members", "/v1/members/", "/v1/members/a/", "/v1/members//",
        "/V1/members", "/v1/Members", "/v1/./members", "/v1/../v1/members", "/./", "/v1/m%65mbers", "/v1%2Fmembers",
        "/%761/members", "/v1", "/v1/", "/v1/members/a/b", "/v1/minutes/a", "/v1/minutes//publication", "/v1/members;a",
        "/v1/members ", " /v1/members", "/v1/members.", "/v1/mem\u{200B}bers", "\\v1\\members", "/v1/councils/a/years",
        "/v1/members\0", "/v1/members?", "*",
    ])
    func anyOtherFormOfAPathIsNothing(path: String) {
        for method in [.get, .head, .post, .put] as [HTTPRequest.Method] { #expect(match(method, path) == nil) }
    }

    @Test func headIsAnsweredByGet() {
        #expect(match(.head, "/v1/members/a") == ["get", "a"])
        #expect(match(.head, "/v1/minutes/a/publication") == ["405", "POST"])
    }

    @Test func anotherMethodIsToldWhichThereAre() {
        #expect(match(.delete, "/v1/members") == ["405", "GET", "POST", "HEAD"])
        #expect(match(.patch, "/v1/members/a") == ["405", "GET", "PUT", "HEAD"])
        #expect(match(.post, "/v1/members/summary") == ["405", "GET", "HEAD"])
        #expect(match(.get, "/v1/minutes/a/publication") == ["405", "POST"])
        #expect(match(.options, "/") == ["405", "GET", "HEAD"])
    }

    @Test func aMethodIsAsItIsWritten() throws {
        let lower = try #require(HTTPRequest.Method("get"))
        #expect(match(lower, "/v1/members")?.first == "405")
    }

    /// Paths are bytes: what combines with a slash does not hide it.
    @Test func aSlashIsASlashWhateverFollows() {
        #expect(match(.get, "/v1/members/a/\u{301}b") == nil)
    }
}
