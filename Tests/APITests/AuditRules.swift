import Councils
import HTTPTypes
import Testing

@testable import API

/// The rule for every endpoint, role and outcome, against what is written out here.
@Suite struct AuditRules {
    /// What a token may read without its being written down, by the operation's name. Everything else is.
    private static let publicReads: Set = [
        "getEntrance", "getDescriptionAsYAML", "getDescriptionAsJSON", "getLiveness", "getReadiness", "getProblem",
        "listCouncils", "getCouncil", "getCadence", "listMembers", "getMember", "listRoleAssignments",
        "getRoleAssignment", "listEstimates", "getEstimate", "listLocalPlatforms",
        "getLocalPlatform",
    ]
    /// Written down when a file is answered, and not when one is refused.
    private static let publicExports: Set = [
        "exportCouncilsAsCSV", "exportCouncilsAsNDJSON", "exportMembersAsCSV", "exportMembersAsNDJSON",
        "exportRoleAssignmentsAsCSV", "exportRoleAssignmentsAsNDJSON", "exportEstimatesAsCSV",
        "exportEstimatesAsNDJSON", "exportLocalPlatformsAsCSV", "exportLocalPlatformsAsNDJSON",
    ]
    private static let endpoints = Endpoints.all(Metrics())
    private static let tokens: [Policy.Role] = [.member, .secretariat, .administrator]

    private func demand(
        _ endpoint: Endpoint?,
        _ role: Policy.Role?,
        _ status: Int,
        _ code: String? = nil
    ) -> AuditRule.Demand {
        AuditRule.demand(endpoint, role: role, status: status, code: code)
    }

    @Test func withATokenEveryFileIsWrittenDown() {
        for endpoint in Self.endpoints {
            for role in Self.tokens {
                #expect(AuditRule.demand(endpoint, role: role, status: 200, code: nil, isExport: true) == .always)
            }
            #expect(AuditRule.demand(endpoint, role: .public, status: 200, code: nil, isExport: true) != .always)
        }
    }

    @Test func theNamesAreThoseOfOperations() {
        #expect(Self.publicReads.union(Self.publicExports).isSubset(of: Self.endpoints.map(\.name)))
    }

    @Test(arguments: endpoints.map(\.name)) func withATokenEverythingElseIsWrittenDown(_ name: String) throws {
        let endpoint = try #require(Self.endpoints.first { $0.name == name })
        let isLeftOut = Self.publicReads.union(Self.publicExports).contains(name)
        for role in Self.tokens {
            for status in [200, 201, 204, 304, 400, 404, 406, 409, 410, 412, 422, 500, 503, 507] {
                #expect(demand(endpoint, role, status) == (isLeftOut ? .none : .always), "\(name) \(role) \(status)")
            }
            for status in [401, 403, 429] { #expect(demand(endpoint, role, status) == .always) }
        }
    }

    @Test(arguments: endpoints.map(\.name)) func withoutOneRefusalsAndTriesToWriteAreUpToABound(_ name: String) throws {
        let endpoint = try #require(Self.endpoints.first { $0.name == name })
        let writes = endpoint.method != .get
        for role in [Policy.Role.public, nil] {
            for status in [200, 304, 400, 404, 410] {
                #expect(demand(endpoint, role, status) == (writes ? .bounded : .none), "\(name) \(status)")
            }
            for status in [401, 403, 429] { #expect(demand(endpoint, role, status) == .bounded) }
        }
    }

    @Test(arguments: ["tokenInURL", "twoAuthorizations", "tokenInCookie"])
    func howATokenIsShownWronglyIsARefusal(_ code: String) {
        for endpoint in Self.endpoints.map(Optional.some) + [nil] {
            #expect(demand(endpoint, nil, 400, code) == .bounded)
            for role in Self.tokens { #expect(demand(endpoint, role, 400, code) == .always) }
        }
    }

    @Test func whereNothingIsNothingIsWrittenDown() {
        for status in [204, 404, 405] {
            for role in [nil, .public] + Self.tokens.map(Optional.some) { #expect(demand(nil, role, status) == .none) }
        }
    }

    @Test func ofTooManyRequestsOnlyTheFirstIsWrittenDown() {
        for role in [nil, .public] + Self.tokens.map(Optional.some) {
            for endpoint in Self.endpoints.map(Optional.some) + [nil] {
                #expect(AuditRule.demand(endpoint, role: role, status: 429, code: nil) != .none)
                #expect(AuditRule.demand(endpoint, role: role, status: 429, code: nil, isRepeated: true) == .none)
            }
        }
    }
}
