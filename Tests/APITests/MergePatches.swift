import HTTPTypes
import Testing
import Web

@testable import Offices

/// PATCH as RFC 7396 has it.
@Suite struct MergePatches {
    @Test func nullRemovesAndObjectsMerge() async throws {
        let office = try await TestOffice.gunma()
        let patch =
            #"{"outsideParticipation":null,"chairPost":{"title":"局長"},"meetingPolicy":{"suggestedPerFiscalYear":null}}"#
        let answer = try await office.patch("/v1/councils/gunma", patch, as: .secretariat)
        #expect(answer.status == 200 && answer["/outsideParticipation"] == nil)
        #expect(answer.texts("/chairPost/organization") == ["群馬労働局"] && answer.texts("/chairPost/title") == ["局長"])
        #expect(answer["/meetingPolicy/suggestedPerFiscalYear"] == nil)
        #expect(answer.texts("/meetingPolicy/wording") == ["年２回を目安"])
    }

    @Test func arraysAreReplacedWhole() async throws {
        let office = try await TestOffice.gunma()
        let answer = try await office.patch("/v1/councils/gunma", #"{"formerNames":[{"name":"旧"}]}"#, as: .secretariat)
        #expect(answer.texts("/formerNames/*/name") == ["旧"] && answer["/formerNames/0/until"] == nil)
    }

    @Test func removingWhatIsRequiredIsRefused() async throws {
        let office = try await TestOffice.gunma()
        let patch = #"{"name":null,"chairPost":{"title":null}}"#
        let answer = try await office.patch("/v1/councils/gunma", patch, as: .secretariat)
        #expect(answer.problem?.faults == ["/name required", "/chairPost/title required"])
    }

    @Test func unknownFieldsAreRefused() async throws {
        let office = try await TestOffice.gunma()
        let answer = try await office.patch("/v1/councils/gunma", #"{"nmae":"x"}"#, as: .secretariat)
        #expect(answer.status == 422 && answer.problem?.faults == ["/nmae unknownField"])
    }

    /// Somebody who means to end `until` and writes `untill` is not told that all is well.
    @Test func removingAnUnknownFieldIsRefusedToo() async throws {
        let office = try await TestOffice.gunma()
        let answer = try await office.patch("/v1/councils/gunma", #"{"chiarPost":null}"#, as: .secretariat)
        #expect(answer.problem?.faults == ["/chiarPost unknownField"])
    }

    @Test(arguments: ["application/merge-patch+json", "application/json", "application/JSON; charset=utf-8"])
    func isSentAsMergePatchOrJSON(type: String) async throws {
        let office = try await TestOffice.gunma()
        let answer = try await office.patch("/v1/councils/gunma", "{}", as: .secretariat, [.contentType: type])
        #expect(answer.status == 200)
    }

    @Test(arguments: ["text/plain", "application/json-patch+json", "application/json; charset=shift_jis", ""])
    func otherMediaTypesAreAnsweredWithAcceptPatch(type: String) async throws {
        let office = try await TestOffice.gunma()
        let answer = try await office.patch("/v1/councils/gunma", "{}", as: .secretariat, [.contentType: type])
        #expect(answer.status == 415 && answer.problem?.code == "unsupportedMediaType")
        #expect(answer.fields[.acceptPatch] == "application/merge-patch+json, application/json")
        let post = try await office.post("/v1/members", "{}", as: .secretariat, [.contentType: "text/plain"])
        #expect(post.status == 415 && post.fields[.acceptPatch] == nil && post.fields[.accept] == "application/json")
    }
}
