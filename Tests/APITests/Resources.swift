import JSONText
import Testing

@testable import Offices

/// What every resource that is written as a whole can do.
@Suite struct Resources {
    /// One resource: how it is made, and a change that it takes.
    struct Kind: Sendable, CustomTestStringConvertible {
        let path: String
        let body: @Sendable (TestOffice) async throws -> String
        let patch: String
        let changed: String
        var testDescription: String { path }

        static let all = [
            Kind(path: "/v1/councils", body: { _ in Example.council }, patch: #"{"shortName":"岐阜"}"#, changed: "岐阜"),
            Kind(path: "/v1/members", body: { _ in Example.member() }, patch: #"{"name":"前橋市役所"}"#, changed: "前橋市役所"),
            Kind(path: "/v1/role-assignments", body: { _ in Example.role() }, patch: #"{"note":"主"}"#, changed: "主"),
            Kind(
                path: "/v1/meetings",
                body: { office in
                    let member = try await office.memberID(of: "gunma", order: 1)
                    return Example.meeting(
                        #"""
                        ,"endsAt":"2025-10-01T06:00:00Z","venue":"県庁","onlineUrl":"https://example.jp/a",
                        "agenda":[{"number":1,"title":"計画"}],"papers":[{"number":1,"title":"案","level":"public"}],
                        "attendance":[{"memberId":"\#(member)","presence":"proxy","personName":"某","position":"次長"}],
                        "guests":[{"bodyName":"大学","personName":"甲","position":"教授"}],
                        "source":{"document":"要領","section":"5"}
                        """#
                    )
                },
                patch: #"{"venue":"市役所"}"#,
                changed: "市役所"
            ),
            Kind(
                path: "/v1/minutes",
                body: { office in Example.minutes(of: try await office.meeting(steps: ["notice", "holding"])) },
                patch: #"{"source":{"document":"録","section":"9"}}"#,
                changed: "録"
            ),
            Kind(path: "/v1/plans", body: { _ in Example.plan() }, patch: #"{"title":"計画書"}"#, changed: "計画書"),
            Kind(path: "/v1/estimates", body: { _ in Example.estimate() }, patch: #"{"unit":"名"}"#, changed: "名"),
            Kind(
                path: "/v1/goals",
                body: { office in Example.goal(of: try await office.plan()) },
                patch: #"{"statement":"増やす"}"#,
                changed: "増やす"
            ),
            Kind(
                path: "/v1/measurements",
                body: { office in Example.measurement(of: try await office.kpi(of: try await office.plan())) },
                patch: #"{"reportedBy":"県"}"#,
                changed: "県"
            ),
            Kind(
                path: "/v1/measures",
                body: { office in
                    let progress = #","progress":[{"on":"2025-10-01","status":"underWay"}],"from":"2025-08-01""#
                    return Example.measure(try await office.yearPlan(), progress)
                },
                patch: #"{"heading":"相談会"}"#,
                changed: "相談会"
            ),
            Kind(
                path: "/v1/grant-projects",
                body: { office in Example.grantProject(try await office.yearPlan()) },
                patch: #"{"title":"居場所"}"#,
                changed: "居場所"
            ),
            Kind(
                path: "/v1/grant-changes",
                body: { office in Example.grantChange(try await office.yearPlan(), Example.addition()) },
                patch: #"{"reason":"予算の変更"}"#,
                changed: "予算の変更"
            ),
            Kind(
                path: "/v1/local-platforms",
                body: { _ in Example.platform() },
                patch: #"{"secretariatDepartment":"産業部"}"#,
                changed: "産業部"
            ),
            Kind(
                path: "/v1/support-requests",
                body: { office in
                    Example.supportRequest(try await office.added("/v1/local-platforms", Example.platform()))
                },
                patch: #"{"summary":"機関を知りたい"}"#,
                changed: "機関を知りたい"
            ),
            Kind(
                path: "/v1/good-practices",
                body: { _ in Example.practice() },
                patch: #"{"title":"三人での訪問"}"#,
                changed: "三人での訪問"
            ),
        ]
    }

    @Test(arguments: Kind.all) func isCreatedReadPatchedReplacedAndDeleted(kind: Kind) async throws {
        let office = try await TestOffice.gunma()
        let body = try await kind.body(office)
        let made = try await office.post(kind.path, body, as: .administrator)
        #expect(made.status == 201 && made.location == kind.path + "/" + made.id)
        #expect(made.integers("/version") == [1] && made.tag == #""s1""#)
        #expect(
            made.texts("/createdAt") == ["2025-11-20T01:00:00.000Z"]
                && made.texts("/updatedAt") == made.texts("/createdAt")
        )

        try office.move(to: "2025-11-20T02:00:00.000Z")
        let patched = try await office.patch(made.location, kind.patch, as: .administrator, match: made.tag)
        #expect(patched.status == 200 && patched.tag == #""s2""# && patched.integers("/version") == [2])
        #expect(patched.text.contains(#":"\#(kind.changed)""#))
        #expect(patched.texts("/updatedAt") == ["2025-11-20T02:00:00.000Z"])
        #expect(patched.texts("/createdAt") == ["2025-11-20T01:00:00.000Z"])

        let replaced = try await office.put(made.location, body, as: .administrator, match: patched.tag)
        #expect(replaced.status == 200 && replaced.tag == #""s3""#)
        #expect(
            replaced.text.replacing("\"version\":3", with: "\"version\":1")
                .replacing("T02:00:00.000Z\"}", with: "T01:00:00.000Z\"}") == made.text
        )
        #expect(try await office.get(made.location, as: .administrator).body == replaced.body)

        let deleted = try await office.delete(made.location, as: .administrator, match: replaced.tag)
        #expect(deleted.status == 204 && deleted.body.isEmpty)
        #expect(try await office.get(made.location, as: .administrator).status == 410)
        let list = try await office.get(kind.path + "?limit=1000", as: .administrator)
        #expect(!list.texts("/items/*/id").contains(made.id))
    }

    @Test(arguments: Kind.all) func putBackAsReadChangesNothing(kind: Kind) async throws {
        let office = try await TestOffice.gunma()
        let made = try await office.post(kind.path, try await kind.body(office), as: .administrator)
        try office.move(to: "2025-11-21T02:00:00.000Z")
        for read in [made, try await office.get(made.location + "?era=ja", as: .administrator)] {
            let seq = office.seq
            let answer = try await office.put(made.location, read.text, as: .administrator, match: read.tag)
            #expect(answer.status == 200 && answer.body == made.body && answer.tag == made.tag)
            #expect(office.seq == seq)
        }
        let nothing = try await office.patch(made.location, "{}", as: .administrator)
        #expect(nothing.body == made.body)
    }

    @Test(arguments: Kind.all) func fieldsOfTheServerAreRefusedWhenChanged(kind: Kind) async throws {
        let office = try await TestOffice.gunma()
        let made = try await office.post(kind.path, try await kind.body(office), as: .administrator)
        var own = ["id", "version", "createdAt", "updatedAt"]
        switch kind.path {
        case "/v1/meetings": own += ["state", "fiscalYear", "fiscalYearLabel", "startsAtLabel"]
        case "/v1/minutes": own += ["state", "councilId", "confirmedOn", "publishedOn", "withdrawnOn"]
        case "/v1/role-assignments": own += ["roleLabel", "rankLabel", "fromLabel"]
        case "/v1/members": own += ["fromLabel", "untilLabel"]
        case "/v1/plans": own += ["fiscalYearLabel", "state", "adoptedOn", "revision", "revisions", "fromLabel"]
        case "/v1/estimates": own += ["groupLabel"]
        case "/v1/goals": own += ["councilId", "groupLabel"]
        case "/v1/measurements": own += ["planId", "councilId", "asOfLabel"]
        case "/v1/measures": own += ["councilId", "groupLabel", "status", "fromLabel"]
        case "/v1/grant-projects": own += ["councilId", "inForceFrom", "inForceUntil", "formerEntries", "untilLabel"]
        case "/v1/grant-changes":
            own += ["councilId", "state", "submittedOn", "approval", "rejection", "appliedOn", "notifiedOn"]
        case "/v1/local-platforms": own += ["networkKindLabels", "fromLabel"]
        case "/v1/support-requests": own += ["councilId", "kindLabel", "assigneeId", "state", "answers", "closedOn"]
        case "/v1/good-practices": own += ["state", "consent", "sharedOn", "returnedOn", "collectedOnLabel"]
        default: own += ["inForceFromLabel"]
        }
        let patch = "{" + own.map { #""\#($0)":"x""# }.joined(separator: ",") + "}"
        let answer = try await office.patch(made.location, patch, as: .administrator)
        #expect(answer.status == 422)
        #expect(answer.problem?.faults == Set(own.map { "/\($0) readOnly" }))
    }

    @Test(arguments: Kind.all) func anIdOfTheClientsChoiceIsTakenOnce(kind: Kind) async throws {
        let office = try await TestOffice.gunma()
        let id = kind.path == "/v1/councils" ? "gifu" : Example.id(7)
        let body = try await kind.body(office)
        let made = try await office.create("\(kind.path)/\(id)", body, as: .administrator)
        #expect(made.status == 201 && made.id == id && made.location == "\(kind.path)/\(id)")
        let again = try await office.create("\(kind.path)/\(id)", body, as: .administrator)
        #expect(again.status == 412 && again.problem?.code == "exists")
        let odd = try await office.create("\(kind.path)/UPPER", body, as: .administrator)
        #expect(odd.status == 422 && odd.problem?.faults.contains("/id format") == true)
    }

    @Test(arguments: Kind.all) func anIdThatWasDeletedGoesOnCountingItsVersions(kind: Kind) async throws {
        let office = try await TestOffice.gunma()
        let id = kind.path == "/v1/councils" ? "gifu" : Example.id(7)
        let body = try await kind.body(office)
        _ = try await office.create("\(kind.path)/\(id)", body, as: .administrator)
        _ = try await office.delete("\(kind.path)/\(id)", as: .administrator)
        let again = try await office.create("\(kind.path)/\(id)", body, as: .administrator)
        #expect(again.status == 201 && again.integers("/version") == [3])
    }
}
