import Foundation
import HTTPTypes
import JSONText
import Synchronization
import Testing
import Web

@testable import Offices

/// A word of its own in each secret text, looked for in every form, in everything that readers below its level are
/// answered, in the log and in the figures.
@Suite struct Canaries {
    private static let requests = Setting.number("CANARY_REQUESTS", otherwise: 150)

    /// What has been looked through.
    private struct Looked {
        var answers = 0
        var bytes = 0
        var found: Set<Canary> = []
    }

    /// Asks for everything that is described, of everything that there is, and then by chance.
    private func everything(_ canaries: CanaryOffice, as reader: TestOffice.Caller) async throws -> Looked {
        var looked = Looked()
        let description = try DescribedAPI.packaged.get()
        func look(_ answer: Answer) {
            // A calendar's lines are folded wherever they are long.
            let whole = answer.whole.replacing("\r\n ", with: "")
            let text = Array((whole + answer.fields.map(\.value).joined(separator: "\n")).utf8)
            looked.answers += 1
            looked.bytes += text.count
            looked.found.formUnion(CanaryOffice.search.found(in: text))
        }
        let office = canaries.office
        for operation in description.operations {
            let targets =
                operation.path.contains("{")
                ? canaries.everyID.map { operation.path.replacing("{id}", with: $0).replacing("{code}", with: $0) }
                : [operation.path]
            for target in targets {
                guard operation.reads else {
                    let body = operation.bodies.isEmpty ? nil : "{}"
                    // In earnest by those who may not; the others only try.
                    let target = target + (reader == .public || reader == .otherMember ? "" : "?dryRun=true")
                    guard operation.path != "/v1/journal/seal" else { continue }
                    look(try await office.send(operation.method, target, body, as: reader, match: "*"))
                    continue
                }
                look(try await office.get(target, as: reader))
                for parameter in operation.parameters where parameter.place == .query {
                    for query in Self.queries[parameter.name] ?? [] {
                        look(try await office.get(target + "?" + query, as: reader))
                    }
                }
            }
        }
        // Where one of them was led to: the words that a reader knows may come back to it.
        var known = Known()
        known.guesses = canaries.everyID
        known.words = ["公開", "会議", "理由"]
        var drawing = RequestDrawing(
            description: description,
            councils: Plan.councils,
            home: nil,
            known: known,
            seed: 1
        )
        for _ in 0..<Self.requests {
            let request = drawing.next()
            guard request.operation.reads || reader == .public else { continue }
            let answer = try await request.send(to: office, as: reader)
            look(answer)
            drawing.known.learn(from: answer, to: request)
        }
        return looked
    }

    private static let queries = [
        "limit": ["limit=1", "limit=1000&count=true"], "era": ["era=ja"], "fields": ["fields=id,version"],
        "version": (1...6).map { "version=\($0)" }, "sort": ["sort=-id&limit=1", "sort=id"],
        "q": ["q=%E5%85%AC%E9%96%8B"], "wait": [],
    ]

    @Test(arguments: TestOffice.Caller.allCases)
    func reachNobodyBelowTheirLevel(reader: TestOffice.Caller) async throws {
        let canaries = try await CanaryOffice()
        let search = CanaryOffice.search
        let looked = try await everything(canaries, as: reader)
        for (canary, level, place) in canaries.words {
            // Those who may know a word are shown it: what finds nothing would prove nothing.
            let isKnown = level.mayBeKnown(by: reader)
            #expect(looked.found.contains(canary) == isKnown, "\(place), \(level)")
        }
        // Whoever knows what: the log and the figures hold none of it.
        let logged = canaries.office.logged
        #expect(logged.contains("/v1/minutes/{id}") && search.found(in: logged.utf8).isEmpty)
        #expect(!logged.contains("kyg_"))
        let metrics = try await canaries.office.get("/metrics", as: .administrator)
        #expect(metrics.status == 200 && search.found(in: metrics.body).isEmpty)
        Figures.print(
            "canaries, \(reader)",
            [
                ("words", canaries.words.count), ("forms", search.count), ("answers", looked.answers),
                ("bytes", looked.bytes), ("log bytes", logged.utf8.count), ("found", looked.found.count),
            ]
        )
    }

    /// A search finds nothing by what its reader does not see, in no form of the word, and does not say that it would.
    @Test func areNotFoundBySearching() async throws {
        let canaries = try await CanaryOffice()
        let nothing = try #require("ガナリドQzzzZウグイ".addingPercentEncoding(withAllowedCharacters: .alphanumerics))
        for reader in [TestOffice.Caller.public, .member, .otherSecretariat] {
            let tables = ["meetings", "minutes", "members", "role-assignments", "councils"]
            for table in tables + MatrixPlaces.planPaths + MatrixPlaces.grantPaths {
                let empty = try await canaries.office.get("/v1/\(table)?count=true&q=\(nothing)", as: reader)
                for (canary, level, place) in canaries.words where !level.mayBeKnown(by: reader) {
                    let texts = [canary.word, canary.word.lowercased()]
                    for text in texts {
                        let query = try #require(text.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
                        let answer = try await canaries.office.get("/v1/\(table)?count=true&q=\(query)", as: reader)
                        #expect(answer.status == 200 && answer.body == empty.body, "\(place)")
                    }
                }
            }
        }
        // Those who may, do find them.
        let speaker = try #require(canaries.words.first { $0.place == "minutes 1: speaker" && $0.level == .members })
        let query = try #require(speaker.canary.word.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
        #expect(try await canaries.office.get("/v1/minutes?q=\(query)", as: .member).texts("/items/*/id").count == 1)
        #expect(CanaryOffice.search.found(in: canaries.office.logged.utf8).isEmpty)
    }

    /// Nor by what a filter by attendance would tell.
    @Test func meetingsAreNotFoundByWhoAttended() async throws {
        let canaries = try await CanaryOffice()
        let member = try await canaries.office.memberID(of: "gunma", order: 1)
        let path = "/v1/meetings?count=true&member=\(member)"
        for reader in [TestOffice.Caller.public, .otherMember, .otherSecretariat] {
            #expect(try await canaries.office.get(path, as: reader).integers("/total") == [0])
        }
        #expect(try await canaries.office.get(path, as: .member).integers("/total") == [2])
    }

    /// What is sent and refused, or breaks, is not written down either.
    @Test func whatIsSentIsNotWrittenDown() async throws {
        let canaries = try await CanaryOffice()
        let office = canaries.office
        let sent = (0..<6).map { Canary(1000 + $0) }
        let search = CanarySearch(sent)
        let word = sent.map(\.word)
        for reader in TestOffice.Caller.allCases {
            _ = try await office.post("/v1/meetings", Example.meeting(#","venue":"\#(word[0])""#), as: reader)
            _ = try await office.post("/v1/minutes", #"{"sections":"\#(word[1])","\#(word[2])":1}"#, as: reader)
            _ = try await office.post("/v1/minutes", #"{"\#(word[3]):}"#, as: reader)
            let query = try #require(word[4].addingPercentEncoding(withAllowedCharacters: .alphanumerics))
            _ = try await office.get("/v1/minutes?q=\(query)&\(query)=\(query)", as: reader)
            _ = try await office.get("/v1/minutes/\(query)/\(query)", as: reader)
            _ = try await office.get("/v1/minutes/\(query)", as: reader)
            let fields: HTTPFields = [.requestID: word[5], .acceptLanguage: word[5], .ifNoneMatch: word[5]]
            _ = try await office.get("/v1/minutes", as: reader, fields)
            _ = await office.exchange(.get, "/v1/minutes", [.authorization: "Bearer kyg_\(query)"])
        }
        #expect(search.found(in: office.logged.utf8).isEmpty)
        let metrics = try await office.get("/metrics", as: .administrator)
        #expect(search.found(in: metrics.body).isEmpty)
    }
}
