import Councils
import Testing

@Suite struct Tokens {
    private static let digest = String(repeating: "0a", count: 32)
    private static let today: Day = "2025-10-01"

    private static func token(
        _ role: AccessToken.Role,
        _ councils: [ID<Council>],
        member: ID<Member>? = nil,
        expiresOn: Day? = "2025-12-30",
        revokedAt: Instant? = nil
    ) -> AccessToken {
        AccessToken(
            label: "窓口",
            role: role,
            councilIDs: councils,
            memberID: member,
            digest: digest,
            expiresOn: expiresOn,
            revokedAt: revokedAt
        )
    }

    private func faults(_ token: AccessToken, member: Member? = nil) -> [Fault] {
        AccessToken.faults(
            role: token.role,
            councilIDs: token.councilIDs,
            memberID: token.memberID,
            expiresOn: token.expiresOn,
            council: { ["gunma": .gunma, "tokyo": .tokyo][$0.text] },
            member: member,
            today: Self.today
        )
    }

    @Test(
        arguments: [
            ("2025-09-30", false), ("2025-10-01", true), ("2025-10-02", true), (nil, true),
        ] as [(Day?, Bool)]
    )
    func aTokenIsValidThroughItsLastDay(_ expiresOn: Day?, _ isValid: Bool) {
        #expect(Self.token(.administrator, [], expiresOn: expiresOn).isValid(on: Self.today) == isValid)
    }

    @Test(arguments: [nil, "2099-12-31"] as [Day?])
    func aRevocationHoldsAtOnceAndForEver(_ expiresOn: Day?) throws {
        var token = Self.token(.administrator, [], expiresOn: expiresOn)
        try token.revoke(at: "2025-10-01T00:00:00Z")
        #expect(token.revokedAt == "2025-10-01T00:00:00Z")
        #expect(["1990-01-01", "2025-09-30", "2025-10-01", "2025-10-02"].allSatisfy { !token.isValid(on: $0) })
        #expect(throws: Refusal.conflict(.alreadyRevoked)) { try token.revoke(at: "2025-10-02T00:00:00Z") }
        #expect(token.revokedAt == "2025-10-01T00:00:00Z")
    }

    @Test func aTokenThatFitsHasNoFaults() {
        #expect(faults(Self.token(.administrator, [])) == [])
        #expect(faults(Self.token(.secretariat, ["gunma"])) == [])
        #expect(faults(Self.token(.secretariat, ["gunma", "tokyo"], expiresOn: nil)) == [])
        #expect(faults(Self.token(.member, ["gunma"], member: "bureau"), member: .bureau) == [])
    }

    @Test(arguments: [
        (token(.administrator, ["gunma"]), [Fault("/councilIds", .elements(0...0))]),
        (token(.secretariat, []), [Fault("/councilIds", .elements(1...47))]),
        (token(.secretariat, ["gunma", "gunma"]), [Fault("/councilIds/1", .duplicate)]),
        (token(.secretariat, ["nara", "tokyo"]), [Fault("/councilIds/0", .unknownReference)]),
        (token(.secretariat, ["gunma"], member: "bureau"), [Fault("/memberId", .onlyForMembersTokens)]),
        (token(.administrator, [], member: "bureau"), [Fault("/memberId", .onlyForMembersTokens)]),
        (token(.administrator, [], expiresOn: "2025-09-30"), [Fault("/expiresOn", .inThePast)]),
        (token(.administrator, [], expiresOn: "2025-10-01"), []),
    ])
    func aTokenIsBoundToWhatItsRoleNeeds(_ token: AccessToken, _ faults: [Fault]) {
        #expect(self.faults(token, member: token.memberID == nil ? nil : .bureau) == faults)
    }

    @Test(
        arguments: [
            (token(.member, ["gunma"]), nil, [Fault("/memberId", .required)]),
            (token(.member, ["gunma"], member: "nobody"), nil, [Fault("/memberId", .unknownReference)]),
            (token(.member, ["tokyo"], member: "bureau"), .bureau, [Fault("/memberId", .ofAnotherCouncil)]),
            (token(.member, ["gunma", "tokyo"], member: "bureau"), .bureau, [Fault("/councilIds", .elements(1...1))]),
            (
                token(.member, [], member: "bureau"), .bureau,
                [Fault("/councilIds", .elements(1...1)), Fault("/memberId", .ofAnotherCouncil)]
            ),
        ] as [(AccessToken, Member?, [Fault])]
    )
    func aMembersTokenNamesOneCouncilAndOneOfItsMembers(_ token: AccessToken, _ member: Member?, _ faults: [Fault]) {
        #expect(self.faults(token, member: member) == faults)
    }

    @Test(
        arguments: [
            (token(.administrator, []), nil, .administrator),
            (token(.secretariat, ["gunma"]), nil, .secretariat(of: ["gunma"])),
            (token(.secretariat, ["gunma", "nowhere"]), nil, .secretariat(of: ["gunma"])),
            (token(.secretariat, ["nowhere"]), nil, nil),
            (token(.member, ["gunma"], member: "bureau"), .bureau, .member("bureau", of: "gunma")),
            (token(.member, ["gunma"]), nil, nil), (token(.member, ["gunma"], member: "bureau"), nil, nil),
            (token(.member, ["tokyo"], member: "bureau"), .bureau, nil),
            (token(.administrator, [], expiresOn: "2025-09-30"), nil, nil),
        ] as [(AccessToken, Member?, Reader?)]
    )
    func aTokenMakesAReaderWhileWhatItIsBoundToIsThere(_ token: AccessToken, _ member: Member?, _ reader: Reader?) {
        let councils = ["gunma", "tokyo"]
        let made = token.reader(isCouncil: { councils.contains($0.text) }, member: member, on: Self.today)
        #expect(made == reader)
    }

    @Test(arguments: [("2025-09-30", false), ("2025-10-01", true), ("2026-03-31", true)] as [(Day, Bool)])
    func theTokenOfABodyThatIsNoMemberAnyMoreLetsNobodyIn(_ until: Day, _ isReader: Bool) throws {
        let member = Member.bureau.with { $0.period = .from("2025-07-10", until: until) }
        let token = Self.token(.member, ["gunma"], member: "bureau")
        #expect((token.reader(isCouncil: { _ in true }, member: member, on: Self.today) != nil) == isReader)
    }

    @Test func aTokenIsNothingBelowTheSecretariatsLevel() {
        let token = Self.token(.secretariat, ["gunma"])
        #expect(token.seen(at: .public) == nil)
        #expect(token.seen(at: .members) == nil)
        #expect(token.visibleFrom == .secretariat)
    }

    @Test func itsDigestIsSeenAtNoLevel() {
        let printed = String(reflecting: Self.token(.secretariat, ["gunma"]).seen(at: .secretariat))
        #expect(!printed.contains(Self.digest))
        #expect(printed.contains("gunma"))
    }

    @Test func aTokenLivesNinetyDaysByDefault() {
        #expect(AccessToken.defaultLifetimeInDays == 90)
    }
}
