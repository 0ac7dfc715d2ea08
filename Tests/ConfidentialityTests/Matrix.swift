import HTTPTypes
import Testing

@testable import API
@testable import Offices

/// Reader × operation × resource and state, every cell, against a table that is written out here.
@Suite struct Matrix {
    /// What each reader is answered about what belongs to Gunma. An operation that is done is only tried (`dryRun`); one
    /// that is refused is asked for in earnest. `NEW` is PUT with If-None-Match: *.
    ///
    /// The columns: public, member, member of Tokyo, secretariat, secretariat of Tokyo, administrator.
    static let table = """
        GET /                                       200 200 200 200 200 200
        GET /openapi.yaml                           200 200 200 200 200 200
        GET /openapi.json                           200 200 200 200 200 200
        GET /livez                                  200 200 200 200 200 200
        GET /readyz                                 200 200 200 200 200 200
        GET /metrics                                401 403 403 403 403 200
        GET /problems/{problem}                     200 200 200 200 200 200
        GET /v1/councils                            200 200 200 200 200 200
        GET /v1/councils/{council}                  200 200 200 200 200 200
        GET /v1/councils/{council}/history          200 200 200 200 200 200
        GET /v1/councils/{council}/cadence          200 200 200 200 200 200
        GET /v1/councils/{council}/advisories       200 200 200 200 200 200
        GET /v1/councils/{council}/overview         200 200 200 200 200 200
        POST /v1/councils                           401 403 403 403 403 200
        NEW /v1/councils/{newcouncil}               401 403 403 403 403 200
        PUT /v1/councils/{council}                  401 403 403 200 403 200
        PATCH /v1/councils/{council}                401 403 403 200 403 200
        DELETE /v1/councils/{council}               401 403 403 403 403 409
        GET /v1/members                             200 200 200 200 200 200
        GET /v1/members/{member}                    200 200 200 200 200 200
        GET /v1/members/{member}/history            200 200 200 200 200 200
        POST /v1/members                            401 403 403 200 403 200
        NEW /v1/members/{new}                       401 403 403 200 403 200
        POST /v1/members:import                     401 403 403 200 403 200
        PUT /v1/members/{member}                    401 403 403 200 403 200
        PATCH /v1/members/{member}                  401 403 403 200 403 200
        DELETE /v1/members/{member}                 401 403 403 204 403 204
        GET /v1/role-assignments                    200 200 200 200 200 200
        GET /v1/role-assignments/{role}             200 200 200 200 200 200
        GET /v1/role-assignments/{role}/history     200 200 200 200 200 200
        POST /v1/role-assignments                   401 403 403 200 403 200
        NEW /v1/role-assignments/{new}              401 403 403 200 403 200
        PUT /v1/role-assignments/{role}             401 403 403 200 403 200
        PATCH /v1/role-assignments/{role}           401 403 403 200 403 200
        DELETE /v1/role-assignments/{role}          401 403 403 204 403 204
        GET /v1/meetings                            200 200 200 200 200 200
        GET /v1/meetings/{planned}                  200 200 200 200 200 200
        GET /v1/meetings/{held}                     200 200 200 200 200 200
        GET /v1/meetings/{held}/history             200 200 200 200 200 200
        POST /v1/meetings                           401 403 403 200 403 200
        NEW /v1/meetings/{new}                      401 403 403 200 403 200
        PUT /v1/meetings/{planned}                  401 403 403 200 403 200
        PATCH /v1/meetings/{held}                   401 403 403 200 403 200
        DELETE /v1/meetings/{planned}               401 403 403 204 403 204
        DELETE /v1/meetings/{held}                  401 403 403 409 403 409
        POST /v1/meetings/{planned}/notice          401 403 403 200 403 200
        POST /v1/meetings/{held}/notice             401 403 403 409 403 409
        POST /v1/meetings/{noticed}/holding         401 403 403 200 403 200
        POST /v1/meetings/{held}/closing            401 403 403 200 403 200
        POST /v1/meetings/{planned}/closing         401 403 403 409 403 409
        POST /v1/meetings/{noticed}/cancellation    401 403 403 200 403 200
        GET /v1/minutes                             200 200 200 200 200 200
        GET /v1/minutes/{draft}                     404 404 404 200 404 200
        GET /v1/minutes/{confirmed}                 404 200 404 200 404 200
        GET /v1/minutes/{published}                 200 200 200 200 200 200
        GET /v1/minutes/{withdrawn}                 404 200 404 200 404 200
        GET /v1/minutes/{draft}/history             404 404 404 200 404 200
        GET /v1/minutes/{confirmed}/history         404 200 404 200 404 200
        GET /v1/minutes/{published}/history         200 200 200 200 200 200
        GET /v1/minutes/{withdrawn}/history         404 200 404 200 404 200
        GET /v1/minutes/{gone}                      404 404 404 410 404 410
        GET /v1/minutes/{gone}/history              404 404 404 200 404 200
        GET /v1/minutes/{unpublished}               410 410 410 410 410 410
        GET /v1/minutes/{unpublished}/history       410 410 410 200 410 200
        POST /v1/minutes                            401 403 403 200 403 200
        NEW /v1/minutes/{new}                       401 403 403 200 403 200
        PUT /v1/minutes/{draft}                     401 403 403 200 404 200
        PUT /v1/minutes/{confirmed}                 401 403 403 200 404 200
        PUT /v1/minutes/{published}                 401 403 403 200 403 200
        PUT /v1/minutes/{withdrawn}                 401 403 403 200 404 200
        PATCH /v1/minutes/{draft}                   401 403 403 200 404 200
        PATCH /v1/minutes/{published}               401 403 403 200 403 200
        DELETE /v1/minutes/{draft}                  401 403 403 204 404 204
        DELETE /v1/minutes/{confirmed}              401 403 403 204 404 204
        DELETE /v1/minutes/{published}              401 403 403 204 403 204
        DELETE /v1/minutes/{withdrawn}              401 403 403 204 404 204
        POST /v1/minutes/{draft}/confirmation       401 403 403 200 404 200
        POST /v1/minutes/{confirmed}/confirmation   401 403 403 409 404 409
        POST /v1/minutes/{draft}/publication        401 403 403 409 404 409
        POST /v1/minutes/{confirmed}/publication    401 403 403 200 404 200
        POST /v1/minutes/{withdrawn}/publication    401 403 403 200 404 200
        POST /v1/minutes/{published}/withdrawal     401 403 403 200 403 200
        POST /v1/minutes/{confirmed}/withdrawal     401 403 403 409 404 409
        GET /v1/measures                            200 200 200 200 200 200
        GET /v1/measures/{measure}                  200 200 200 200 200 200
        GET /v1/measures/{draftmeasure}             404 200 404 200 404 200
        GET /v1/measures/{measure}/history          200 200 200 200 200 200
        GET /v1/measures/{draftmeasure}/history     404 200 404 200 404 200
        POST /v1/measures                           401 403 403 200 403 200
        NEW /v1/measures/{new}                      401 403 403 200 403 200
        PUT /v1/measures/{measure}                  401 403 403 200 403 200
        PUT /v1/measures/{draftmeasure}             401 403 403 200 404 200
        PATCH /v1/measures/{measure}                401 403 403 200 403 200
        PATCH /v1/measures/{draftmeasure}           401 403 403 200 404 200
        DELETE /v1/measures/{measure}               401 403 403 204 403 204
        DELETE /v1/measures/{draftmeasure}          401 403 403 204 404 204
        GET /v1/grant-projects                      200 200 200 200 200 200
        GET /v1/grant-projects/{project}            200 200 200 200 200 200
        GET /v1/grant-projects/{draftproject}       404 200 404 200 404 200
        GET /v1/grant-projects/{project}/history    200 200 200 200 200 200
        GET /v1/grant-projects/{draftproject}/history 404 200 404 200 404 200
        POST /v1/grant-projects                     401 403 403 200 422 200
        NEW /v1/grant-projects/{new}                401 403 403 200 422 200
        PUT /v1/grant-projects/{project}            401 403 403 409 403 409
        PUT /v1/grant-projects/{draftproject}       401 403 403 200 404 200
        PATCH /v1/grant-projects/{project}          401 403 403 409 403 409
        PATCH /v1/grant-projects/{draftproject}     401 403 403 200 404 200
        DELETE /v1/grant-projects/{project}         401 403 403 409 403 409
        DELETE /v1/grant-projects/{draftproject}    401 403 403 204 404 204
        GET /v1/grant-changes                       200 200 200 200 200 200
        GET /v1/grant-changes/{draftchange}         404 200 404 200 404 200
        GET /v1/grant-changes/{submitted}           404 200 404 200 404 200
        GET /v1/grant-changes/{applied}             404 200 404 200 404 200
        GET /v1/grant-changes/{applied}/history     404 200 404 200 404 200
        POST /v1/grant-changes                      401 403 403 200 403 200
        NEW /v1/grant-changes/{new}                 401 403 403 200 403 200
        PUT /v1/grant-changes/{draftchange}         401 403 403 200 404 200
        PATCH /v1/grant-changes/{draftchange}       401 403 403 200 404 200
        PUT /v1/grant-changes/{applied}             401 403 403 200 404 200
        PATCH /v1/grant-changes/{applied}           401 403 403 200 404 200
        DELETE /v1/grant-changes/{draftchange}      401 403 403 204 404 204
        DELETE /v1/grant-changes/{applied}          401 403 403 409 404 409
        POST /v1/grant-changes/{draftchange}/submission 401 403 403 200 404 200
        POST /v1/grant-changes/{submitted}/submission 401 403 403 409 404 409
        POST /v1/grant-changes/{submitted}/approval 401 403 403 200 404 200
        POST /v1/grant-changes/{draftchange}/approval 401 403 403 409 404 409
        POST /v1/grant-changes/{submitted}/rejection 401 403 403 200 404 200
        POST /v1/grant-changes/{applied}/rejection  401 403 403 409 404 409
        POST /v1/grant-changes/{approved}/application 401 403 403 200 404 200
        POST /v1/grant-changes/{submitted}/application 401 403 403 409 404 409
        POST /v1/grant-changes/{applied}/notification 401 403 403 409 404 409
        POST /v1/grant-changes/{approved}/notification 401 403 403 409 404 409
        GET /v1/local-platforms                     200 200 200 200 200 200
        GET /v1/local-platforms/{platform}          200 200 200 200 200 200
        GET /v1/local-platforms/{platform}/history  200 200 200 200 200 200
        POST /v1/local-platforms                    401 403 403 200 403 200
        NEW /v1/local-platforms/{new}               401 403 403 200 403 200
        PUT /v1/local-platforms/{platform}          401 403 403 200 403 200
        PATCH /v1/local-platforms/{platform}        401 403 403 200 403 200
        DELETE /v1/local-platforms/{platform}       401 403 403 409 403 409
        DELETE /v1/local-platforms/{freeplatform}   401 403 403 204 403 204
        GET /v1/support-requests                    200 200 200 200 200 200
        GET /v1/support-requests/{received}         404 200 404 200 404 200
        GET /v1/support-requests/{answering}        404 200 404 200 404 200
        GET /v1/support-requests/{answered}         404 200 404 200 404 200
        GET /v1/support-requests/{received}/history 404 200 404 200 404 200
        POST /v1/support-requests                   401 403 403 200 403 200
        NEW /v1/support-requests/{new}              401 403 403 200 403 200
        PUT /v1/support-requests/{received}         401 403 403 200 404 200
        PATCH /v1/support-requests/{answered}       401 403 403 200 404 200
        DELETE /v1/support-requests/{received}      401 403 403 204 404 204
        POST /v1/support-requests/{received}/assignment 401 403 403 200 404 200
        POST /v1/support-requests/{answered}/assignment 401 403 403 409 404 409
        POST /v1/support-requests/{answering}/answer 401 403 403 200 404 200
        POST /v1/support-requests/{received}/answer 401 403 403 409 404 409
        POST /v1/support-requests/{answered}/closing 401 403 403 200 404 200
        POST /v1/support-requests/{received}/closing 401 403 403 409 404 409
        GET /v1/good-practices                      200 200 200 200 200 200
        GET /v1/good-practices/{collected}          404 404 404 200 404 200
        GET /v1/good-practices/{consented}          404 404 404 200 404 200
        GET /v1/good-practices/{shared}             200 200 200 200 200 200
        GET /v1/good-practices/{returned}           200 200 200 200 200 200
        GET /v1/good-practices/{collected}/history  404 404 404 200 404 200
        GET /v1/good-practices/{shared}/history     200 200 200 200 200 200
        POST /v1/good-practices                     401 403 403 200 403 200
        NEW /v1/good-practices/{new}                401 403 403 200 403 200
        PUT /v1/good-practices/{collected}          401 403 403 200 404 200
        PUT /v1/good-practices/{shared}             401 403 403 200 403 200
        PATCH /v1/good-practices/{consented}        401 403 403 200 404 200
        PATCH /v1/good-practices/{returned}         401 403 403 200 403 200
        DELETE /v1/good-practices/{collected}       401 403 403 204 404 204
        DELETE /v1/good-practices/{shared}          401 403 403 204 403 204
        POST /v1/good-practices/{collected}/consent 401 403 403 200 404 200
        POST /v1/good-practices/{shared}/consent    401 403 403 409 403 409
        POST /v1/good-practices/{consented}/sharing 401 403 403 200 404 200
        POST /v1/good-practices/{collected}/sharing 401 403 403 409 404 409
        POST /v1/good-practices/{shared}/return     401 403 403 200 403 200
        POST /v1/good-practices/{consented}/return  401 403 403 409 404 409
        POST /v1/measurements:import                401 403 403 200 403 200
        POST /v1/measures:import                    401 403 403 200 403 200
        POST /v1/batch                              401 403 403 200 403 200
        POST /v1/journal/seal                       401 403 403 403 403 200
        GET /v1/audit                               401 403 403 403 403 200
        GET /v1/audit/head                          401 403 403 403 403 200
        GET /v1/changes                             200 200 200 200 200 200
        GET /v1/changes/stream                      200 200 200 200 200 200
        GET /v1/tokens                              401 403 403 403 403 200
        GET /v1/tokens/{token}                      401 403 403 403 403 200
        GET /v1/tokens/{token}/history              401 403 403 403 403 200
        POST /v1/tokens                             401 403 403 403 403 200
        POST /v1/tokens/{token}/revocation          401 403 403 403 403 200
        POST /v1/tokens/{token}/rotation            401 403 403 403 403 200
        """

    struct Row {
        let method: String
        let path: String
        let statuses: [Int]

        static let all = written + exports

        private static let written = (table + "\n" + plans).split(separator: "\n").map { line in
            let words = line.split(separator: " ").map(String.init)
            return Row(method: words[0], path: words[1], statuses: words.dropFirst(2).compactMap { Int($0) })
        }

        /// A list in another shape is whose the list is.
        private static let exports = Endpoints.all(Metrics()).compactMap { endpoint -> Row? in
            guard endpoint.path.hasPrefix("/v1/"), endpoint.path.contains(".") else { return nil }
            let list = endpoint.path.prefix { $0 != "." }
            guard let row = written.first(where: { $0.method == "GET" && $0.path == list }) else { return nil }
            return Row(method: "GET", path: endpoint.path, statuses: row.statuses)
        }
    }

    @Test func everyCellIsAnsweredAsTheTableSays() async throws {
        let office = try await TestOffice.gunma()
        let places = try await MatrixPlaces.make(in: office)
        let seq = office.seq
        for row in Row.all {
            for (caller, expected) in zip(TestOffice.Caller.allCases, row.statuses) {
                let answer = try await places.ask(row, as: caller, inEarnest: expected >= 400)
                #expect(answer.status == expected, "\(row.method) \(row.path) as \(caller): \(answer.whole)")
            }
        }
        #expect(office.seq == seq)
    }

    /// What a reader can't read is in none of its lists either, and the rest is.
    @Test func listsHoldWhatCanBeRead() async throws {
        let office = try await TestOffice.gunma()
        let places = try await MatrixPlaces.make(in: office)
        for row in Row.all where row.method == "GET" && row.path.hasSuffix("}") && row.path.hasPrefix("/v1/") {
            guard row.statuses.contains(200) else { continue }
            let list = String(row.path[..<(row.path.lastIndex(of: "/") ?? row.path.endIndex)])
            for (caller, expected) in zip(TestOffice.Caller.allCases, row.statuses)
            where expected == 200 || expected == 404 {
                let answer = try await office.get(list + "?limit=1000&count=true", as: caller)
                let ids = answer.texts("/items/*/id")
                #expect(ids.contains(places.id(row.path)) == (expected == 200), "\(row.path) as \(caller)")
                #expect(answer.integers("/total") == [Int64(ids.count)])
            }
        }
    }

    @Test func theTableHasARowForEveryEndpoint() {
        let rows = Set(
            Row.all.map { row in
                let path = row.path.prefix { $0 != "?" }
                    .split(separator: "/", omittingEmptySubsequences: false).map { segment in
                        segment.hasPrefix("{") ? segment == "{problem}" ? "{code}" : "{id}" : String(segment)
                    }
                return (row.method == "NEW" ? "PUT" : row.method) + " " + path.joined(separator: "/")
            }
        )
        #expect(rows == Set(Endpoints.all(Metrics()).map { "\($0.method.rawValue) \($0.path)" }))
    }
}
