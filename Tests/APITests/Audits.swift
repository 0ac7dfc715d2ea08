import Councils
import Foundation
import Glibc
import HTTPTypes
import Journal
import Store
import Testing
import Web

@testable import API
@testable import Offices

/// Nothing that is not public leaves before it is written down.
@Suite struct Audits {
    private static let word = "カナリガ監査"

    /// Gunma's office with draft minutes that hold the word.
    private func office(auditDisk: Disk? = nil) async throws -> (office: TestOffice, minutes: String) {
        let office = try await TestOffice.gunma(auditDisk: auditDisk)
        let meeting = try await office.meeting(steps: ["notice", "holding"])
        let body = #"""
            {"meetingId":"\#(meeting)","kind":"summary","sections":[
            {"number":1,"heading":"開会","body":"\#(Self.word)","level":"secretariat","reason":"個人に関する情報を含むため"}]}
            """#
        let made = try await office.post("/v1/minutes", body, as: .secretariat)
        guard made.status == 201 else { throw Unexpected(made.whole) }
        office.audit.forget()
        return (office, "/v1/minutes/" + made.id)
    }

    @Test func anEntrySaysWhoWhatWhenFromWhereAndTheOutcome() async throws {
        let (office, minutes) = try await office()
        let answer = try await office.get(minutes, as: .secretariat, [.requestID: "office-1"])
        #expect(answer.status == 200 && answer.text.contains(Self.word))
        let tokens = try await office.get("/v1/tokens?label=群馬事務局", as: .administrator)
        var expected = AuditEntry(
            at: try Instant("2025-11-20T01:00:00.000Z"),
            actor: try #require(tokens.texts("/items/0/id").first),
            role: .secretariat,
            action: .read,
            resource: .minutes,
            route: "/v1/minutes/{id}",
            id: String(minutes.dropFirst("/v1/minutes/".count)),
            address: "192.0.2.1",
            request: "office-1",
            status: 200
        )
        expected.seq = 1
        #expect(office.audit.entries.first == expected)
    }

    @Test func theOutcomeCountsAndNotTheMethod() async throws {
        let (office, minutes) = try await office()
        let tag = try await office.get(minutes, as: .secretariat).tag
        _ = try await office.get(minutes, as: .secretariat, [.ifNoneMatch: tag])
        _ = try await office.send(.head, minutes, as: .secretariat)
        _ = try await office.get(minutes, as: .member)
        _ = try await office.get("/v1/minutes/x?concil=y", as: .member)
        _ = try await office.delete(minutes, as: .member)
        #expect(office.audit.entries.map(\.status) == [200, 304, 200, 404, 400, 403])
        #expect(office.audit.entries.map(\.action) == [.read, .read, .read, .read, .read, .delete])
        #expect(
            office.audit.entries.map(\.role) == [.secretariat, .secretariat, .secretariat, .member, .member, .member]
        )
    }

    @Test func readingWhatIsPublicIsNotWrittenDown() async throws {
        let (office, minutes) = try await office()
        for path in ["/", "/livez", "/v1/councils", "/v1/members", "/v1/meetings", "/v1/minutes", minutes, "/nowhere"] {
            _ = try await office.get(path, as: .public)
        }
        for path in ["/", "/v1/councils", "/v1/members", "/v1/councils/gunma", "/v1/role-assignments", "/nowhere"] {
            _ = try await office.get(path, as: .administrator)
        }
        #expect(office.audit.entries.isEmpty)
        _ = try await office.get("/v1/councils/gunma/advisories", as: .secretariat)
        _ = try await office.get("/v1/councils/gunma/history", as: .secretariat)
        #expect(office.audit.entries.map(\.id) == ["gunma", "gunma"])
    }

    @Test func everyWriteIsWrittenDownRehearsalsToo() async throws {
        let (office, minutes) = try await office()
        _ = try await office.post("/v1/meetings?dryRun=true", Example.meeting(), as: .secretariat)
        _ = try await office.post("/v1/meetings", "{}", as: .secretariat)
        _ = try await office.post("/v1/meetings", Example.meeting(), as: .public)
        _ = try await office.post(minutes + "/confirmation", as: .secretariat)
        #expect(office.audit.entries.map(\.status) == [200, 422, 401, 200])
        #expect(office.audit.entries.map(\.actor)[2] == "public")
        #expect(office.audit.entries.map(\.action) == [.create, .create, .create, .transition])
        // What is made under an id of ours is named by it.
        let made = try await office.post("/v1/meetings", Example.meeting(number: 7), as: .secretariat)
        #expect(office.audit.entries.last?.id == made.id && office.audit.entries.first?.id == nil)
    }

    /// A batch is no way to read or change unseen: each operation is an entry, also one that changes nothing.
    @Test func eachOperationOfABatchIsWrittenDown() async throws {
        let (office, minutes) = try await office()
        let patch = #"{"method":"PATCH","path":"\#(minutes)","ifMatch":"*","body":{}}"#
        let create = #"{"method":"POST","path":"/v1/meetings","body":\#(Example.meeting(number: 8))}"#
        for query in ["", "?dryRun=true"] {
            office.audit.forget()
            let body = #"{"operations":[\#(patch),\#(create)]}"#
            let answer = try await office.post("/v1/batch" + query, body, as: .secretariat, [.requestID: "b"])
            #expect(answer.status == 200 && answer.text.contains(Self.word))
            let entries = office.audit.entries
            #expect(Set(entries.map(\.route)) == ["/v1/batch", "/v1/minutes/{id}", "/v1/meetings"])
            #expect(entries.count == 3 && entries.allSatisfy { $0.request == "b" && $0.role == .secretariat })
            let read = entries.first { $0.resource == .minutes }
            #expect(read?.action == .change && read?.status == 200)
            #expect(read?.id == minutes.split(separator: "/").last.map(String.init))
            let made = entries.first { $0.resource == .meetings }
            #expect(made?.id == answer.texts("/results/1/body/id").first || !query.isEmpty)
        }
        office.audit.forget()
        let failing = #"{"operations":[\#(patch),{"method":"DELETE","path":"/v1/councils/gunma","ifMatch":"*"}]}"#
        #expect(try await office.post("/v1/batch", failing, as: .secretariat).status == 403)
        #expect(Set(office.audit.entries.map(\.route)) == ["/v1/batch", "/v1/councils/{id}"])
        #expect(office.audit.entries.allSatisfy { $0.status == 403 })
        office.audit.fail(with: .unavailable)
        let unheard = try await office.post("/v1/batch?dryRun=true", #"{"operations":[\#(patch)]}"#, as: .secretariat)
        #expect(unheard.status == 503 && !unheard.whole.contains(Self.word))
    }

    @Test func howATokenIsShownWronglyIsWrittenDown() async throws {
        let (office, minutes) = try await office()
        let secret = try #require(office.secret(of: .member))
        let good = HTTPField(name: .authorization, value: "Bearer " + secret)
        var two = HTTPFields()
        two.append(good)
        two.append(good)
        _ = await office.exchange(.get, minutes + "?token=" + secret)
        _ = await office.exchange(.get, minutes, two)
        _ = await office.exchange(.get, minutes, [.authorization: "Bearer kyg_x"])
        _ = await office.exchange(.get, "/metrics")
        let entries = office.audit.entries
        #expect(entries.map(\.status) == [400, 400, 401, 401])
        #expect(entries.map(\.actor) == ["-", "-", "-", "public"] && entries.map(\.role) == [nil, nil, nil, .public])
        #expect(entries.map(\.route) == ["-", "/v1/minutes/{id}", "/v1/minutes/{id}", "/metrics"])
        #expect(!"\(entries)".contains("kyg_"))
    }

    @Test func onlyWhatHasTheFormOfAnIdIsTakenFromAPath() async throws {
        let (office, _) = try await office()
        for id in ["%E6%BC%8F", "A-B", "gunma", "x", String(repeating: "a", count: 64)] {
            _ = try await office.get("/v1/minutes/" + id, as: .administrator)
        }
        #expect(office.audit.entries.map(\.id) == [nil, nil, "gunma", nil, nil])
    }

    /// Refusals of whoever has no token are many at no cost: they are counted, and the next one that is written says so.
    @Test func refusalsWithoutATokenDoNotFillTheDisk() async throws {
        let (office, minutes) = try await office()
        for _ in 0..<500 { _ = await office.exchange(.get, "/metrics") }
        #expect(office.audit.entries.count == AuditBound.mostOfAddress)
        #expect(try await office.get(minutes, as: .secretariat).status == 200)
        #expect(office.audit.entries.count == AuditBound.mostOfAddress + 1)
        try office.move(to: "2025-11-20T01:01:00.000Z")
        _ = await office.exchange(.get, "/metrics")
        #expect(office.audit.entries.last?.omitted == 500 - AuditBound.mostOfAddress)
        let bound = AuditBound()
        let taken = (0..<100_000).filter { bound.take("192.0.2.\($0)", at: Instant(milliseconds: 1)) != nil }
        #expect(taken.count == AuditBound.most && bound.omitted == 100_000 - AuditBound.most)
    }

    @Test func whatCannotBeWrittenDownIsNotAnswered() async throws {
        let (office, minutes) = try await office()
        office.audit.fail(with: .unavailable)
        for path in [minutes, "/v1/minutes", "/v1/meetings", "/v1/tokens", "/metrics", "/v1/minutes/none"] {
            let answer = try await office.get(path, as: .administrator)
            #expect(answer.status == 503 && answer.problem?.code == "auditUnavailable", "\(path)")
            #expect(!answer.whole.contains(Self.word) && answer.tag.isEmpty && answer.fields[.link] == nil)
        }
        let refused = await office.exchange(.get, "/metrics")
        #expect(refused.status == 503)
        // What is public is everybody's.
        #expect(try await office.get("/v1/councils", as: .public).status == 200)
        #expect(try await office.get("/v1/minutes", as: .public).status == 200)
        office.audit.fail(with: nil)
        #expect(try await office.get(minutes, as: .secretariat).text.contains(Self.word))
    }

    @Test func aChangeThatCouldNotBeWrittenDownMayHaveBeenMade() async throws {
        let (office, minutes) = try await office()
        office.audit.fail(with: .diskFull)
        let before = office.seq
        let made = try await office.post(minutes + "/confirmation", as: .secretariat)
        #expect(made.status == 503 && made.problem?.code == "changeNotAudited" && office.seq == before + 1)
        #expect(!made.whole.contains(Self.word) && made.tag.isEmpty)
        let tried = try await office.post("/v1/meetings?dryRun=true", Example.meeting(), as: .secretariat)
        #expect(tried.problem?.code == "auditUnavailable" && office.seq == before + 1)
        let wrong = try await office.post("/v1/meetings", "{}", as: .secretariat)
        #expect(wrong.problem?.code == "auditUnavailable")
    }

    @Test(arguments: [
        (AuditLog.Condition.reserve, 507, "diskFull"), (.diskFull, 507, "diskFull"), (.failed, 503, "auditUnavailable"),
        (.closed, 503, "auditUnavailable"),
    ])
    func nothingIsChangedThatCouldNotBeWrittenDown(
        _ condition: AuditLog.Condition,
        _ status: Int,
        _ code: String
    ) async throws {
        let (office, minutes) = try await office()
        office.audit.become(condition)
        let before = office.seq
        for answer in [
            try await office.post("/v1/meetings", Example.meeting(), as: .secretariat),
            try await office.post(minutes + "/confirmation", as: .secretariat),
            try await office.delete(minutes, as: .secretariat),
            try await office.post("/v1/tokens", #"{"label":"y","role":"administrator"}"#, as: .administrator),
        ] {
            #expect(answer.status == status && answer.problem?.code == code)
        }
        #expect(office.seq == before && office.audit.entries.count == 4)
        let ready = try await office.get("/readyz", as: .public)
        let word = condition == .failed ? "failed" : condition == .closed ? "closing" : "diskFull"
        #expect(
            ready.status == 503 && ready.texts("/checks/audit") == [word] && ready.texts("/checks/journal") == ["ok"]
        )
        #expect(try await office.get("/v1/councils", as: .public).status == 200)
    }

    @Test func whatIsOnDiskIsTheRequestAndNothingOfTheAnswer() async throws {
        let (office, minutes) = try await office(auditDisk: .live)
        let encoded = try #require(Self.word.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
        _ = try await office.get("/v1/minutes?q=" + encoded, as: .secretariat)
        _ = try await office.get(minutes, as: .secretariat, [.requestID: "office-7"])
        let log = try #require(office.auditLog)
        let entries = try await log.page(limit: 1000).entries
        #expect(entries[0].request == "office-7" && entries[0].status == 200)
        await log.close()
        let text = try office.text(of: "audit")
        #expect(text.contains("office-7") && !text.contains(Self.word) && !text.contains(encoded))
        for secret in office.everySecret { #expect(!text.contains(secret)) }
    }

    /// A fault at each write and each sync of the log in turn, on the real thing.
    @Test(arguments: [EIO, ENOSPC]) func aFailingDiskLetsNoConfidentialByteOut(_ errno: Int32) async throws {
        for isSync in [true, false] {
            let switchOff = AuditSwitch()
            let (office, minutes) = try await office(auditDisk: switchOff.disk)
            switchOff.fail(isSync ? .sync : .write, errno)
            let read = try await office.get(minutes, as: .secretariat)
            let list = try await office.get("/v1/minutes", as: .administrator)
            for answer in [read, list] {
                #expect(answer.status == 503 && answer.problem?.code == "auditUnavailable")
                #expect(!answer.whole.contains(Self.word))
            }
            let before = office.seq
            let write = try await office.post("/v1/meetings", Example.meeting(), as: .secretariat)
            #expect(write.status == 503 && write.problem?.code == "auditUnavailable" && office.seq == before)
            await office.auditLog?.close()
        }
    }
}
