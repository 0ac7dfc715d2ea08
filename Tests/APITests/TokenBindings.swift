import HTTPTypes
import Testing

@testable import Offices

/// A token is worth what it is bound to, at each request, reads too.
@Suite struct TokenBindings {
    /// An office with a meeting of Gunma's, of which members see more than the public, and a new member with a token.
    private func office() async throws -> (office: TestOffice, member: String, secret: String) {
        let office = try await TestOffice.gunma()
        _ = try await office.post(
            "/v1/meetings",
            Example.meeting(#","onlineUrl":"https://example.jp/1""#),
            as: .administrator
        )
        let member = try await office.post("/v1/members", Example.member(), as: .administrator)
        guard member.status == 201 else { throw Unexpected(member.whole) }
        let token = #"{"label":"構成員","role":"member","councilIds":["gunma"],"memberId":"\#(member.id)"}"#
        return (office, member.location, try await office.token(token).secret)
    }

    private func seesMembersLevel(_ office: TestOffice, _ secret: String) async -> Bool {
        let answer = await office.read(secret)
        return answer.status == 200 && answer.text.contains("https://example.jp/1")
    }

    private func isRefused(_ office: TestOffice, _ secret: String) async -> Bool {
        let answer = await office.read(secret)
        return answer.status == 401 && answer.problem?.code == "invalidToken"
    }

    @Test func aMembersTokenEndsWithItsMember() async throws {
        let (office, member, secret) = try await office()
        #expect(await seesMembersLevel(office, secret))
        #expect(try await office.delete(member, as: .administrator).status == 204)
        #expect(await isRefused(office, secret))
    }

    @Test func aMembersTokenEndsWhenItsMemberLeaves() async throws {
        let (office, member, secret) = try await office()
        #expect(try await office.patch(member, #"{"until":"2025-11-19"}"#, as: .administrator).status == 200)
        #expect(await isRefused(office, secret))
    }

    @Test func aMembersTokenDoesNotGoWithItsMemberToAnotherCouncil() async throws {
        let (office, member, secret) = try await office()
        #expect(try await office.patch(member, #"{"councilId":"tokyo"}"#, as: .administrator).status == 200)
        #expect(await isRefused(office, secret))
    }

    @Test func aSecretariatsTokenEndsWithItsLastCouncil() async throws {
        let office = try await TestOffice.gunma()
        _ = try await office.post("/v1/councils", Example.council, as: .administrator)
        let (_, secret) = try await office.token(#"{"label":"岐阜","role":"secretariat","councilIds":["gifu"]}"#)
        #expect(await office.read(secret).status == 200)
        #expect(try await office.delete("/v1/councils/gifu", as: .administrator).status == 204)
        #expect(await isRefused(office, secret))
    }

    /// What the body of a request says is not done if its token's member left while it was on its way.
    @Test func aTokenThatEndsWhileTheBodyArrivesWritesNothing() async throws {
        let office = try await TestOffice.gunma()
        _ = try await office.post("/v1/councils", Example.council, as: .administrator)
        let (_, secret) = try await office.token(#"{"label":"岐阜","role":"secretariat","councilIds":["gifu"]}"#)
        let fields: HTTPFields = [.authorization: "Bearer \(secret)", .contentType: "application/json"]
        let answer = await office.exchange(.post, "/v1/meetings", fields, Array(Example.meeting().utf8)) {
            _ = try? await office.delete("/v1/councils/gifu", as: .administrator)
        }
        #expect(answer.status == 401)
        #expect(try await office.get("/v1/meetings", as: .administrator).json.values(at: "/items/*").isEmpty)
    }

    @Test func aTokenIsGoodThroughItsLastDayInTokyo() async throws {
        let office = try await TestOffice.gunma()
        let (_, secret) = try await office.token(
            #"{"label":"今日まで","role":"secretariat","councilIds":["gunma"],"expiresOn":"2025-11-20"}"#
        )
        try office.move(to: "2025-11-20T23:59:59.999+09:00")
        #expect(await office.read(secret).status == 200)
        try office.move(to: "2025-11-21T00:00:00.000+09:00")
        #expect(await isRefused(office, secret))
    }
}
