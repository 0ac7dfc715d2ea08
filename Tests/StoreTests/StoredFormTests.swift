import Councils
import JSONText
import Testing

@testable import Store

/// The forms on disk, as they have to be readable for ever.
@Suite struct StoredFormTests {
    @Test func aCouncilIsWrittenLikeThis() throws { try check(Council.full, GoldenForms.council) }
    @Test func aMemberIsWrittenLikeThis() throws { try check(Member.full, GoldenForms.member) }
    @Test func aRoleIsWrittenLikeThis() throws { try check(RoleAssignment.full, GoldenForms.role) }
    @Test func aMeetingIsWrittenLikeThis() throws { try check(Meeting.full, GoldenForms.meeting) }
    @Test func minutesAreWrittenLikeThis() throws { try check(Minutes.full, GoldenForms.minutes) }
    @Test func aTokenIsWrittenLikeThis() throws { try check(AccessToken.full, GoldenForms.token2) }
    @Test func aPlanIsWrittenLikeThis() throws { try check(Plan.full, GoldenForms.plan) }
    @Test func anEstimateIsWrittenLikeThis() throws { try check(Estimate.full, GoldenForms.estimate) }
    @Test func aGoalIsWrittenLikeThis() throws { try check(Goal.full, GoldenForms.goal) }
    @Test func aKPIIsWrittenLikeThis() throws { try check(KPI.full, GoldenForms.kpi) }
    @Test func aMeasurementIsWrittenLikeThis() throws { try check(Measurement.full, GoldenForms.measurement) }

    @Test func aMeasureIsWrittenLikeThis() throws { try check(Measure.full, GoldenForms.measure) }
    @Test func aGrantProjectIsWrittenLikeThis() throws { try check(GrantProject.full, GoldenForms.grantProject) }
    @Test func aGrantChangeIsWrittenLikeThis() throws { try check(GrantChange.full, GoldenForms.grantChange) }
    @Test func aLocalPlatformIsWrittenLikeThis() throws { try check(LocalPlatform.full, GoldenForms.localPlatform) }
    @Test func aSupportRequestIsWrittenLikeThis() throws { try check(SupportRequest.full, GoldenForms.supportRequest) }
    @Test func aGoodPracticeIsWrittenLikeThis() throws { try check(GoodPractice.full, GoldenForms.goodPractice) }

    @Test func everyProposalAndApprovalIsReadBack() throws {
        for proposal in [GrantChange.Proposal.addition(.full), .alteration("project-1", .full), .removal("project-1")] {
            try checkReadBack(GrantChange.draft(proposal))
        }
        var change = GrantChange.draft(.removal("project-1"))
        change.approval = .decision("第１回協議会", on: "2025-10-02")
        try checkReadBack(change)
    }

    /// Before tokens could be rotated and knew their last use.
    @Test func aTokenOfForm1IsReadBack() throws {
        let line = #"{"op":"put","table":"tokens","form":1,"id":"id-1","version":1,"stamps":{"secretariat":[1,1,1]},"#
        let state = try state(of: line + #""value":\#(GoldenForms.token)}"#)
        let full = AccessToken.full
        let expected = AccessToken(
            label: full.label,
            role: full.role,
            councilIDs: full.councilIDs,
            memberID: full.memberID,
            digest: full.digest,
            expiresOn: full.expiresOn,
            revokedAt: full.revokedAt
        )
        #expect(state.tokens["id-1"]?.value == expected)
    }

    /// Written, it is the text; read, the text is it, and nothing in the example is absent that could be there.
    private func check<Value: Stored>(_ value: Value, _ golden: String) throws {
        let record = Record(id: "id-1", value: value, stamps: .example, seq: 12)
        func line(_ link: String) -> String {
            """
            {"op":"put","table":"\(Value.table)","form":\(Value.form),"id":"id-1","version":7,\(link)"stamps":{"public":[1,\
            1750000000001,1750000000001],"members":[2,1750000000002,1750000000003],"secretariat":[7,1750000000004,\
            1750000000005]},"value":\(golden)}
            """
        }
        #expect(ChangeEntry.put(record, .after(nil)).text == line(""))
        #expect(ChangeEntry.put(record, .after(9)).text == line(#""former":9,"#))
        #expect(ChangeEntry.put(record, .at(12)).text == line(#""seq":12,"#))
        // The first one, of a snapshot, is as they were before changes had their former ones beside them.
        for (link, seq, read) in [("", nil, 0), (#""seq":12,"#, nil, 12), ("", 12, 12), (#""former":9,"#, 12, 12)]
            as [(String, UInt64?, UInt64)]
        {
            let found = try state(of: line(link), seq: seq)[keyPath: Value.tablePath]["id-1"]
            #expect(found?.value == value && found?.stamps == .example && found?.seq == read)
        }
        #expect(absences(in: value) == [])
    }

    @Test func aDeletionIsWrittenLikeThis() throws {
        let tombstone = Tombstone(council: "gunma", visibleFrom: .members, stamps: .example, at: .at(9), seq: 12)
        func line(_ link: String) -> String {
            """
            {"op":"delete","table":"minutes","id":"id-1","version":7,\(link)"deleted":{"council":"gunma",\
            "visibleFrom":"members","at":1750000000009,"stamps":{"public":[1,1750000000001,1750000000001],\
            "members":[2,1750000000002,1750000000003],"secretariat":[7,1750000000004,1750000000005]}}}
            """
        }
        #expect(ChangeEntry.delete(Minutes.self, "id-1", tombstone, .after(9)).text == line(#""former":9,"#))
        #expect(ChangeEntry.delete(Minutes.self, "id-1", tombstone, .at(12)).text == line(#""seq":12,"#))
        #expect(try state(of: line(#""former":9,"#), seq: 12).minutes.tombstone("id-1") == tombstone)
        #expect(try state(of: line(#""seq":12,"#)).minutes.tombstone("id-1") == tombstone)
        #expect(try state(of: line("")).minutes.tombstone("id-1")?.seq == 0)
    }

    @Test func aBodyThatIsNoMemberIsReadBack() throws {
        let role = RoleAssignment(
            councilID: "gunma",
            holder: .body("ハローワーク"),
            role: .jobFair,
            period: .from("2025-07-10")
        )
        try checkReadBack(role)
    }

    @Test func whatIsAbsentStaysAbsent() throws {
        try checkReadBack(Council.named("協議会"))
        try checkReadBack(Member.named("群馬県"))
        try checkReadBack(Meeting.number(1))
        try checkReadBack(Minutes.draft())
        try checkReadBack(Measure(place: .adopted, code: "ア", heading: "相談", title: "支援"))
        try checkReadBack(
            GrantProject(place: .adopted, entry: .init(number: 1, position: 1, body: "県", title: "事業"))
        )
        try checkReadBack(LocalPlatform(councilID: "gunma", name: "市", period: .from("2025-04-01")))
        try checkReadBack(
            SupportRequest(
                councilID: "gunma",
                localPlatformID: "platform-1",
                kind: .contacts,
                summary: "窓口",
                receivedOn: "2025-10-01"
            )
        )
        try checkReadBack(
            GoodPractice(councilID: "gunma", title: "訪問", summary: "訪ねる", collectedOn: "2025-10-01")
        )
        try checkReadBack(
            AccessToken(
                label: "管理",
                role: .administrator,
                councilIDs: [],
                memberID: nil,
                digest: "00",
                expiresOn: nil
            )
        )
    }

    private func checkReadBack<Value: Stored>(_ value: Value) throws {
        let stamps = Stamps().after(nil, became: value, at: .at(1))
        let record = Record(id: "id-1", value: value, stamps: stamps, seq: 1)
        let state = try state(of: ChangeEntry.put(record, .at(1)).text)
        let read = try #require(state[keyPath: Value.tablePath]["id-1"])
        #expect(read.value == value && read.stamps == record.stamps)
    }

    @Test(arguments: [
        #"{"table":"members","form":2,"id":"a","stamps":{},"value":{}}"#,
        #"{"table":"members","form":1,"id":"a","stamps":{},"value":{}}"#,
        #"{"table":"members","form":1,"stamps":{},"value":{}}"#,
        #"{"table":"members","id":"a","deleted":{"council":"a"}}"#,
        #"{"table":"members","id":"a","seq":-1,"deleted":{}}"#,
        #"{"table":"minutes","form":1,"id":"a","stamps":{"public":[1,2]},"value":{}}"#,
    ])
    func whatIsNoFormOfOursIsRefused(line: String) {
        #expect(throws: Undecodable.self) { try state(of: line) }
    }

    /// - Parameter seq: of the entry, if it is a line of the journal.
    private func state(of line: String, seq: UInt64? = nil) throws -> StoreState {
        var state = StoreState()
        let object = try StoredObject(JSONPlaces(of: Array(line.utf8)[...]).root)
        try Loader.decode(StoredChange(object: object, seq: seq))(&state)
        return state
    }
}

extension [UInt8] {
    fileprivate var text: String { String(decoding: self, as: UTF8.self) }
}

/// The fields that are nil or empty, at any depth.
private func absences(in value: Any, at path: String = "") -> [String] {
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .optional, .collection, .set: if mirror.children.isEmpty { return [path] }
    default: break
    }
    return mirror.children.flatMap { absences(in: $0.value, at: "\(path)/\($0.label ?? "")") }
}

extension Stamps {
    static let example: Stamps = {
        var stamps = Stamps()
        stamps.public = Stamp(version: 1, createdAt: .at(1), updatedAt: .at(1))
        stamps.members = Stamp(version: 2, createdAt: .at(2), updatedAt: .at(3))
        stamps.secretariat = Stamp(version: 7, createdAt: .at(4), updatedAt: .at(5))
        return stamps
    }()
}
