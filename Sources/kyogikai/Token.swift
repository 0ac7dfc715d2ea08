import ArgumentParser
import Foundation
import HTTPTypes
import JSONText

/// Makes, lists, rotates and revokes tokens: through the server where it runs, otherwise in the data directory.
struct Token: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "トークンを作る・一覧する・更新する・失効させる / Make, list, rotate and revoke tokens",
        subcommands: [Create.self, List.self, Rotate.self, Revoke.self]
    )

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "作る。秘密は一度だけ表示 / Make a token; its secret is shown once"
        )

        @Option(help: "何のためか / What it is for")
        var label: String
        @Option(help: "member, secretariat または / or administrator")
        var role: String
        @Option(help: ArgumentHelp("協議会。繰り返し可 / A council; may be repeated", valueName: "id"))
        var council: [String] = []
        @Option(help: ArgumentHelp("構成員 / The member", valueName: "id"))
        var member: String?
        @Option(help: ArgumentHelp("最後の日 / Its last day (default: 90 days from now)", valueName: "day"))
        var expiresOn: String?
        @OptionGroup var options: SettingOptions

        func run() async throws {
            var body = JSONObject([("label", .string(label)), ("role", .string(role))])
            if !council.isEmpty { body["councilIds"] = .array(council.map(JSONValue.string)) }
            if let member { body["memberId"] = .string(member) }
            if let expiresOn { body["expiresOn"] = .string(expiresOn) }
            let answer = try await Exchange.run(options, .post, "/v1/tokens", body: .object(body))
            print(String(decoding: answer, as: UTF8.self))
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "一覧する / List the tokens, one JSON object a line")

        @OptionGroup var options: SettingOptions

        func run() async throws {
            var path = "/v1/tokens?limit=1000"
            while true {
                let answer = try JSONValue(parsing: try await Exchange.run(options, .get, path)).objectValue
                for item in answer?["items"]?.arrayValue ?? [] {
                    print(String(decoding: item.encoded(), as: UTF8.self))
                }
                guard let cursor = answer?["nextCursor"]?.stringValue else { return }
                path = "/v1/tokens?limit=1000&cursor=" + cursor
            }
        }
    }

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "秘密を替える。新しい秘密は一度だけ表示、前の秘密は24時間有効 / "
                + "Give a token a new secret, shown once; the one before is good for 24 hours more"
        )

        @Argument(help: "トークンの id / The id of the token")
        var id: String
        @OptionGroup var options: SettingOptions

        func run() async throws { try await Token.step("rotation", id, options) }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "失効させる / Revoke a token")

        @Argument(help: "トークンの id / The id of the token")
        var id: String
        @OptionGroup var options: SettingOptions

        func run() async throws { try await Token.step("revocation", id, options) }
    }

    /// POST to a noun below a token, whatever its version.
    private static func step(_ noun: String, _ id: String, _ options: SettingOptions) async throws {
        let unreserved = CharacterSet(charactersIn: "a"..."z").union(CharacterSet(charactersIn: "A"..."Z"))
            .union(CharacterSet(charactersIn: "0123456789-._~"))
        let segment = id.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
        let answer = try await Exchange.run(options, .post, "/v1/tokens/\(segment)/\(noun)", ifMatch: "*")
        print(String(decoding: answer, as: UTF8.self))
    }
}
