import Testing

@testable import Offices

/// Every field that can be wrong, named by its pointer, all at once.
@Suite struct FaultTable {
    /// A body, and everything that is wrong with it.
    struct Row: Sendable, CustomTestStringConvertible {
        let path: String
        let body: String
        let faults: Set<String>
        var testDescription: String { path + " " + body.prefix(60) }

        init(_ path: String, _ body: String, _ faults: String...) {
            self.path = "/v1/" + path
            self.body = body
            self.faults = Set(faults)
        }
    }

    static let councils = [
        Row(
            "councils",
            #"{"id":"ab"}"#,
            "/name required",
            "/shortName required",
            "/prefectureCode required"
        ),
        Row(
            "councils",
            #"{"id":"A"}"#,
            "/id format",
            "/name required",
            "/shortName required",
            "/prefectureCode required"
        ),
        Row("councils", "{}", "/id required", "/name required", "/shortName required", "/prefectureCode required"),
        Row(
            "councils",
            #"""
            {"id":"ab","name":"","shortName":"a\nb","prefectureCode":"48","inForceFrom":"2025-02-30",
            "outsideParticipation":"maybe","categories":["x","x",1,""],"nmae":1,"chairPost":{"title":"t","titel":1},
            "formerNames":[{"from":"2025-01-02","until":"2025-01-01","name":"n"},{"until":"x"},7],
            "meetingPolicy":{"minimumPerFiscalYear":367,"suggestedPerFiscalYear":1.0,"extraordinary":"yes",
            "modes":["written","written","phone"]},
            "confidentiality":{"bindsMembers":1,"defaultLevel":"secret"},"source":{"document":"d"},"version":1}
            """#,
            "/name length",
            "/shortName lineBreak",
            "/prefectureCode format",
            "/inForceFrom day",
            "/outsideParticipation unknownValue",
            "/categories/1 duplicate",
            "/categories/2 wrongType",
            "/categories/3 length",
            "/nmae unknownField",
            "/chairPost/organization required",
            "/chairPost/titel unknownField",
            "/formerNames/0/until endsBeforeItBegins",
            "/formerNames/1/name required",
            "/formerNames/1/until day",
            "/formerNames/2 wrongType",
            "/meetingPolicy/minimumPerFiscalYear range",
            "/meetingPolicy/suggestedPerFiscalYear wrongType",
            "/meetingPolicy/wording required",
            "/meetingPolicy/extraordinary wrongType",
            "/meetingPolicy/modes/1 duplicate",
            "/meetingPolicy/modes/2 unknownValue",
            "/confidentiality/bindsMembers wrongType",
            "/confidentiality/bindsParticipants required",
            "/confidentiality/defaultLevel unknownValue",
            "/source/section required",
            "/version readOnly"
        ),
        Row(
            "councils",
            #"""
            {"id":"ab","name":"n","shortName":"n","prefectureCode":"10","categories":"x","formerNames":{},
            "chairPost":[],"meetingPolicy":null,"source":"s"}
            """#,
            "/categories wrongType",
            "/formerNames wrongType",
            "/chairPost wrongType",
            "/meetingPolicy wrongType",
            "/source wrongType"
        ),
    ]

    static let members = [
        Row(
            "members",
            "{}",
            "/councilId required",
            "/name required",
            "/sector required",
            "/order required",
            "/from required"
        ),
        Row(
            "members",
            #"""
            {"councilId":"nowhere","name":"\#(String(repeating: "あ", count: 201))","aliases":[" "],"category":5,
            "sector":"army","order":0,"units":[{"nmae":"x"}],"localGovernmentCode":"102017",
            "corporateNumber":"1000012050002","from":"2025-07-10","until":"2025-07-09","id":"x"}
            """#,
            "/councilId unknownReference",
            "/name length",
            "/aliases/0 length",
            "/category wrongType",
            "/sector unknownValue",
            "/order range",
            "/units/0/name required",
            "/units/0/nmae unknownField",
            "/localGovernmentCode checkDigit",
            "/corporateNumber checkDigit",
            "/until endsBeforeItBegins",
            "/id unknownField"
        ),
        Row(
            "members",
            #"""
            {"councilId":"gunma","name":"n","sector":"labour","order":1,"from":"2025-07-10","category":"市民",
            "units":[{"name":"a"},{"name":"a"}]}
            """#,
            "/category unknownValue",
            "/units/1/name duplicate"
        ),
        Row(
            "members",
            #"""
            {"councilId":"Gunma","name":"n","sector":"labour","order":"1","from":20250710,"localGovernmentCode":"48",
            "corporateNumber":"x","units":[1],"aliases":null}
            """#,
            "/councilId format",
            "/order wrongType",
            "/from wrongType",
            "/localGovernmentCode format",
            "/corporateNumber format",
            "/units/0 wrongType",
            "/aliases wrongType"
        ),
    ]

    static let roles = [
        Row(
            "role-assignments",
            "{}",
            "/councilId required",
            "/role required",
            "/from required",
            " exactlyOne"
        ),
        Row(
            "role-assignments",
            #"{"councilId":"gunma","memberId":"x","bodyName":"y","role":"boss","rank":"first","from":"R7.13.1"}"#,
            "/memberId format",
            "/role unknownValue",
            "/rank unknownValue",
            "/from day",
            " exactlyOne"
        ),
        Row(
            "role-assignments",
            #"{"councilId":"gunma","memberId":"\#(Example.id(1))","role":"publicity","from":"2025-07-10"}"#,
            "/memberId unknownReference"
        ),
        Row(
            "role-assignments",
            #"{"councilId":"gunma","bodyName":"ハローワーク","role":"publicity","from":"2026-07-10"}"#,
            "/from overlappingRole"
        ),
    ]

    @Test(arguments: councils + members + roles) func areNamedAllAtOnce(row: Row) async throws {
        let office = try await TestOffice.gunma()
        let before = office.seq
        let answer = try await office.post(row.path, row.body, as: .administrator)
        #expect(answer.status == 422 && answer.problem?.code == "invalid")
        #expect(answer.problem?.faults == row.faults)
        #expect(answer.problem?.detail == "\(row.faults.count)か所を直してください")
        #expect(office.seq == before)
    }
}
