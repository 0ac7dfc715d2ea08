import HTTPTypes
import JSONText
import Testing

@testable import API
@testable import Offices

/// `POST /v1/batch`: several changes in one write, all or none.
@Suite struct Batches {
    private func batch(_ operations: String...) -> String { #"{"operations":[\#(operations.joined(separator: ","))]}"# }

    private func create(_ number: Int, council: String = "gunma") -> String {
        let body = Example.meeting(council: council, number: number)
        return #"{"method":"PUT","path":"/v1/meetings/\#(Example.id(number))","ifNoneMatch":"*","body":\#(body)}"#
    }

    private func step(_ number: Int, _ noun: String, match: String = "*") -> String {
        #"{"method":"POST","path":"/v1/meetings/\#(Example.id(number))/\#(noun)","ifMatch":"\#(match)"}"#
    }

    @Test func allOfItIsOneWrite() async throws {
        let office = try await TestOffice.gunma()
        let seq = office.seq
        let answer = try await office.post(
            "/v1/batch",
            batch(
                create(1),
                #"{"method":"POST","path":"/v1/meetings","body":\#(Example.meeting(number: 2))}"#,
                step(1, "notice"),
                #"{"method":"PATCH","path":"/v1/meetings/\#(Example.id(1))","ifMatch":"\"s2\"","body":{"title":"改題"}}"#,
                create(3),
                #"{"method":"DELETE","path":"/v1/meetings/\#(Example.id(3))","ifMatch":"*"}"#
            ),
            as: .secretariat
        )
        #expect(answer.status == 200, "\(answer.whole)")
        #expect(answer.integers("/results/*/status") == [201, 201, 200, 200, 201, 204])
        #expect(answer["/results/0/location"]?.stringValue == "/v1/meetings/" + Example.id(1))
        #expect(answer["/results/3/etag"]?.stringValue == #""s3""# && answer.texts("/results/3/body/title") == ["改題"])
        #expect(answer["/results/5/body"] == nil && answer["/results/5/etag"] == nil)
        #expect(office.seq == seq + 1)
        let alone = try await office.get("/v1/meetings/" + Example.id(1), as: .secretariat)
        #expect(alone.json == answer["/results/3/body"] && alone.tag == answer["/results/3/etag"]?.stringValue)
        #expect(answer.fields[.cacheControl] == "no-store")
    }

    @Test(arguments: [
        (#"{"method":"POST","path":"/v1/meetings","body":{}}"#, 422, "invalid"),
        (#"{"method":"PUT","path":"/v1/meetings/x","ifNoneMatch":"*","body":{}}"#, 422, "invalid"),
        (#"{"method":"DELETE","path":"/v1/members/none","ifMatch":"*"}"#, 404, "notFound"),
        (#"{"method":"PATCH","path":"/v1/councils/gunma","ifMatch":"\"s99\"","body":{}}"#, 412, "outdated"),
        (#"{"method":"DELETE","path":"/v1/councils/gunma","ifMatch":"*"}"#, 403, "forbidden"),
        (#"{"method":"PATCH","path":"/v1/councils/tokyo","ifMatch":"*","body":{"shortName":"東京"}}"#, 403, "forbidden"),
        (
            #"{"method":"POST","path":"/v1/meetings/00000000-0000-7000-8000-000000000001/holding","ifMatch":"*"}"#, 404,
            "notFound"
        ),
    ]) func oneThatIsRefusedUndoesAll(operation: String, status: Int, code: String) async throws {
        let office = try await TestOffice.gunma()
        let before = try office.disk()
        let answer = try await office.post("/v1/batch", batch(create(1), operation, create(2)), as: .secretariat)
        #expect(answer.status == status && answer.problem?.code == code, "\(answer.whole)")
        #expect(answer.integers("/operation") == [1])
        #expect(answer.problem?.detail.contains("2番目の操作") == true)
        for fault in answer.texts("/errors/*/pointer") { #expect(fault.hasPrefix("/operations/1/body/"), "\(fault)") }
        #expect(try office.disk() == before)
        #expect(try await office.get("/v1/meetings/" + Example.id(1), as: .secretariat).status == 404)
    }

    @Test(arguments: [
        (#"{}"#, "/operations required"), (#"{"operations":[]}"#, "/operations elements"),
        (#"{"operations":1}"#, "/operations wrongType"), (#"{"operations":[1]}"#, "/operations/0 wrongType"),
        (#"{"operations":[{"method":"GET","path":"/v1/meetings"}]}"#, "/operations/0/method unknownValue"),
        (#"{"operations":[{"method":"POST","path":"/v1/none"}]}"#, "/operations/0/path unknownValue"),
        (#"{"operations":[{"method":"POST","path":"/v1/batch","body":{}}]}"#, "/operations/0/path unknownValue"),
        (#"{"operations":[{"method":"POST","path":"/v1/tokens","body":{}}]}"#, "/operations/0/path unknownValue"),
        (#"{"operations":[{"method":"POST","path":"/v1/journal/seal"}]}"#, "/operations/0/path unknownValue"),
        (
            #"{"operations":[{"method":"POST","path":"/v1/meetings?dryRun=true","body":{}}]}"#,
            "/operations/0/path unknownValue"
        ),
        (#"{"operations":[{"method":"POST","path":"/v1/meetings"}]}"#, "/operations/0/body required"),
        (#"{"operations":[{"method":"POST","path":"/v1/meetings","body":[]}]}"#, "/operations/0/body wrongType"),
        (
            #"{"operations":[{"method":"POST","path":"/v1/meetings","ifMatch":"*","body":{}}]}"#,
            "/operations/0/ifMatch unknownField"
        ),
        (#"{"operations":[{"method":"PATCH","path":"/v1/members/x","body":{}}]}"#, "/operations/0/ifMatch required"),
        (
            #"{"operations":[{"method":"PATCH","path":"/v1/members/x","ifMatch":"s1","body":{}}]}"#,
            "/operations/0/ifMatch format"
        ),
        (
            #"{"operations":[{"method":"PUT","path":"/v1/members/x","ifMatch":"*","ifNoneMatch":"*","body":{}}]}"#,
            "/operations/0/ifNoneMatch exactlyOne"
        ),
        (
            #"{"operations":[{"method":"DELETE","path":"/v1/members/x","ifMatch":"*","body":{"a":1}}]}"#,
            "/operations/0/body unknownField"
        ),
        (
            #"{"operations":[{"method":"DELETE","path":"/v1/members/x","ifMatch":"*","dryRun":true}]}"#,
            "/operations/0/dryRun unknownField"
        ),
    ]) func itsFormIsCheckedFirst(body: String, fault: String) async throws {
        let office = try await TestOffice.gunma()
        let seq = office.seq
        let answer = try await office.post("/v1/batch", body, as: .administrator)
        #expect(answer.status == 422 && answer.problem?.faults.contains(fault) == true, "\(answer.whole)")
        #expect(office.seq == seq)
    }

    @Test func moreThanFiveHundredAreRefused() async throws {
        let office = try await TestOffice.gunma()
        let many = Array(repeating: step(1, "notice"), count: 501).joined(separator: ",")
        let answer = try await office.post("/v1/batch", batch(many), as: .secretariat)
        #expect(answer.problem?.faults == ["/operations elements"])
    }

    @Test func fiveHundredAreOneWrite() async throws {
        let office = try await TestOffice.gunma()
        let seq = office.seq
        let all = (1...500).map { create($0) }.joined(separator: ",")
        let answer = try await office.post("/v1/batch", batch(all), as: .secretariat)
        #expect(answer.status == 200 && answer.integers("/results/*/status").count == 500 && office.seq == seq + 1)
    }

    @Test func aRehearsalChangesNothing() async throws {
        let office = try await TestOffice.gunma()
        let before = try office.disk()
        let operations = batch(create(1), step(1, "notice"))
        let answer = try await office.post("/v1/batch?dryRun=true", operations, as: .secretariat)
        #expect(answer.status == 200 && answer.texts("/results/1/body/state") == ["noticed"])
        #expect(answer["/results/0/etag"] == nil)
        #expect(try office.disk() == before)
    }

    /// Sent again after somebody else's change, it would undo that.
    @Test func aKeyIsKeptThoughNothingWasToBeChanged() async throws {
        let office = try await TestOffice.gunma()
        let meeting = try await office.meeting()
        let body = batch(
            #"{"method":"PATCH","path":"/v1/meetings/\#(meeting)","ifMatch":"*","body":{"title":"第1回協議会"}}"#
        )
        let first = try await office.post("/v1/batch", body, as: .secretariat, [.idempotencyKey: "n"])
        _ = try await office.patch("/v1/meetings/\(meeting)", #"{"title":"改題"}"#, as: .administrator)
        let again = try await office.post("/v1/batch", body, as: .secretariat, [.idempotencyKey: "n"])
        #expect(first.status == 200 && again.whole == first.whole)
        let now = try await office.get("/v1/meetings/\(meeting)", as: .secretariat)
        #expect(now.texts("/title") == ["改題"])
    }

    @Test func aKeyAnswersTheWholeBatchAgain() async throws {
        let office = try await TestOffice.gunma()
        let body = batch(
            create(1),
            #"{"method":"POST","path":"/v1/meetings","body":\#(Example.meeting(number: 2))}"#,
            step(1, "notice"),
            #"{"method":"PATCH","path":"/v1/meetings/\#(Example.id(1))","ifMatch":"*","body":{}}"#,
            #"{"method":"DELETE","path":"/v1/meetings/\#(Example.id(1))","ifMatch":"*"}"#
        )
        let first = try await office.post("/v1/batch", body, as: .secretariat, [.idempotencyKey: "b"])
        let seq = office.seq
        let again = try await office.post("/v1/batch", body, as: .secretariat, [.idempotencyKey: "b"])
        #expect(first.status == 200 && again.whole == first.whole && office.seq == seq)
    }
}
