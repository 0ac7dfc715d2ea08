import API
import Glibc
import HTTPTypes
import JSONText
import Journal
import Store
import Synchronization
import Testing

@testable import Offices

/// What stands around the resources.
@Suite struct Service {
    @Test func theEntranceLeadsToEverythingThatAnswers() async throws {
        let office = try await TestOffice.gunma()
        let links = try await office.get("/", as: .public).texts("/links/*")
        #expect(links.count == 24)
        for link in links { #expect(try await office.get(link, as: .administrator).status == 200, "\(link)") }
    }

    /// api.md: links; for a browser a page.
    @Test func theDescriptionIsAnsweredAsItIsInBothForms() async throws {
        var settings = API.Settings()
        settings.description = API.Description(
            yaml: Array("openapi: 3.1.0\n".utf8),
            json: Array(#"{"openapi":"3.1.0"}"#.utf8)
        )
        let office = try await TestOffice.gunma(settings: settings)
        let yaml = try await office.get("/openapi.yaml", as: .public)
        #expect(yaml.text == "openapi: 3.1.0\n" && yaml.fields[.contentType] == "application/yaml")
        let json = try await office.get("/openapi.json", as: .public)
        #expect(json.text == #"{"openapi":"3.1.0"}"# && json.fields[.contentType] == "application/json")
        #expect(try await office.get("/openapi.yaml", as: .public, [.accept: "application/json"]).status == 406)
    }

    @Test func healthSaysWhatWasChecked() async throws {
        let office = try await TestOffice.gunma()
        #expect(try await office.get("/livez", as: .public).text == #"{"status":"ok","checks":{"process":"ok"}}"#)
        let ready = try await office.get("/readyz", as: .public)
        #expect(ready.status == 200 && ready.text == #"{"status":"ok","checks":{"audit":"ok","journal":"ok"}}"#)
        #expect(ready.fields[.cacheControl] == "no-store")
    }

    @Test func aClosedStoreIsNotReadyAndTakesNoChanges() async throws {
        let office = try await TestOffice.gunma()
        await office.store.close()
        let ready = try await office.get("/readyz", as: .public)
        #expect(ready.status == 503 && ready.texts("/checks/journal") == ["closing"])
        #expect(try await office.get("/livez", as: .public).status == 200)
        let write = try await office.post("/v1/meetings", Example.meeting(), as: .secretariat)
        #expect(write.status == 503 && write.problem?.code == "unavailable" && write.fields[.retryAfter] == "10")
        #expect(try await office.get("/v1/meetings", as: .public).status == 200)
    }

    @Test func aFullDiskIsSaidByReadinessWhileReadingGoesOn() async throws {
        let room = Mutex(true)
        var disk = Disk.live
        disk.write = { (file, bytes, offset) throws(SystemError) in
            guard room.withLock({ $0 }) else { throw SystemError(ENOSPC) }
            return try Disk.live.write(file, bytes, offset)
        }
        disk.allocate = { _, _, _ throws(SystemError) in throw SystemError(ENOSPC) }
        let office = try await TestOffice.gunma(disk: disk)
        room.withLock { $0 = false }
        #expect(try await office.post("/v1/meetings", Example.meeting(), as: .secretariat).status == 507)
        let ready = try await office.get("/readyz", as: .public)
        #expect(
            ready.status == 503
                && ready.text == #"{"status":"unavailable","checks":{"audit":"ok","journal":"diskFull"}}"#
        )
        let page = try await Figures(of: office)
        #expect(page["kyogikai_writable"] == 0 && page[#"kyogikai_condition{condition="diskFull"}"#] == 1)
        #expect(page[#"kyogikai_condition{condition="writable"}"#] == 0)
        #expect(try await office.get("/v1/meetings", as: .public).status == 200)
    }

    @Test(arguments: ["text/html", "image/*", "application/json;q=0"]) func whatIsNotOfferedIsNotAcceptable(
        accept: String
    ) async throws {
        let office = try await TestOffice.gunma()
        let answer = try await office.get("/v1/councils", as: .public, [.accept: accept])
        #expect(answer.status == 406 && answer.problem?.code == "notAcceptable")
    }

    @Test(arguments: ["application/json", "*/*", "application/*", "text/html, */*;q=0.1", ""]) func jsonIsAnswered(
        accept: String
    ) async throws {
        let office = try await TestOffice.gunma()
        #expect(try await office.get("/v1/councils", as: .public, [.accept: accept]).status == 200)
    }
}

/// `access.publicRead` is false: nobody reads without a token.
@Suite struct ClosedReading {
    @Test func theCouncilsAreOnlyForTokens() async throws {
        var settings = API.Settings()
        settings.publicRead = false
        // The office looks up its members before anybody has a token, so its own reading is not closed.
        let open = try await TestOffice.gunma()
        let closed = API(
            store: open.store,
            audit: open.audit.auditing,
            environment: open.surroundings.environment,
            settings: settings,
            log: open.surroundings.logger
        )
        func ask(_ target: String, _ caller: TestOffice.Caller) async -> Answer {
            var fields: HTTPFields = [:]
            if let secret = open.secret(of: caller) { fields[.authorization] = "Bearer \(secret)" }
            return await TestOffice.exchange(closed, .get, target, fields)
        }
        for target in [
            "/v1/councils", "/v1/councils/gunma", "/v1/members", "/v1/minutes/x", "/v1/councils/gunma/cadence",
            "/metrics",
        ] {
            let answer = await ask(target, .public)
            #expect(answer.status == 401 && answer.problem?.code == "unauthenticated")
            #expect(answer.fields[.wwwAuthenticate] == #"Bearer realm="kyogikai""#)
        }
        for target in ["/", "/livez", "/readyz", "/openapi.json", "/problems/invalid"] {
            #expect(await ask(target, .public).status == 200)
        }
        #expect(await ask("/v1/councils", .otherMember).status == 200)
        #expect(await ask("/nothing", .public).status == 404)
    }
}
