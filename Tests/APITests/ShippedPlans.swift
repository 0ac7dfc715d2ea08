import Foundation
import JSONText
import Testing

@testable import Offices

/// What ships of the plans of Saitama (S) and Nagano (N), counted by hand in the documents.
@Suite struct ShippedPlans {
    private static func content(_ name: String) throws -> JSONValue {
        let path = Repository.root.appending(path: "config/councils/\(name).json")
        return try JSONValue(parsing: Array(try Data(contentsOf: path)))
    }

    private static func texts(_ value: JSONValue, _ pointer: String) -> [String] {
        value.values(at: pointer).compactMap(\.stringValue)
    }

    /// What stands before `kind`: `4371件 労働局・県 unstableEmployment`.
    private static func kpis(_ plan: JSONValue) -> [String] {
        plan.values(at: "/kpis/*").map { kpi in
            let target = kpi.values(at: "/target/value").first.map { String(decoding: $0.encoded(), as: UTF8.self) }
            let schedule = kpi.values(at: "/scheduleTarget/value").first
                .map { "/" + String(decoding: $0.encoded(), as: UTF8.self) }
            let unit = texts(kpi, "/target/unit").first ?? ""
            let bodies = texts(kpi, "/bodies/*").joined(separator: "・")
            let group = texts(kpi, "/group").first?.prefix(1) ?? "-"
            let more = texts(kpi, "/subsetOf").map { "うち:" + $0 } + texts(kpi, "/grantProject").map { "別紙:" + $0 }
            return ([(target ?? "-") + (schedule ?? "") + unit, bodies, String(group)] + more).joined(separator: " ")
        }
    }

    private static func measures(_ plan: JSONValue) -> [String] {
        plan.values(at: "/measures/*").map { measure in
            texts(measure, "/code")[0] + " " + texts(measure, "/bodies/*").joined(separator: "、")
        }
    }

    /// S第4, 別紙.
    @Test func saitamasKPIsAreThoseOfItsPlan() throws {
        let plan = try #require(Self.content("saitama").values(at: "/plans/0").first)
        #expect(
            Self.kpis(plan) == [
                "4371件 労働局・県 u", "1077件 労働局 u", "6111件 労働局 u", "660人 労働局 l", "484人 労働局 l",
                "255人 県 l 別紙:centre", "400人 県 l 別紙:centre", "-  s", "100人 埼玉県 - 別紙:centre",
                "2700件 埼玉県 - 別紙:retention", "1120件 埼玉県 - 別紙:retention",
                "360人 埼玉県 - うち:retention-hires 別紙:retention", "114人 さいたま市 - 別紙:city",
                "55％ さいたま市 - 別紙:city",
            ]
        )
        let goals = plan.values(at: "/goals/*")
        #expect(goals.map { Self.texts($0, "/group").first ?? "-" }.map { $0.prefix(1) } == ["u", "l", "s", "-"])
        #expect(goals.compactMap { $0.values(at: "/target/value").first?.integerValue } == [5448])
        #expect(Self.texts(plan, "/goals/0/sumOf/*") == ["hires", "conversions"] && 4371 + 1077 == 5448)
        #expect(Self.texts(plan, "/from") + Self.texts(plan, "/until") == ["2025-07-30", "2026-03-31"])
    }

    /// S第4: 28 / 9 / 7 / 3.
    @Test func saitamasFortySevenMeasuresStandWithTheirBodies() throws {
        let plan = try #require(Self.content("saitama").values(at: "/plans/0").first)
        let all7 = "労働局、県、市町村、経済団体、労働団体、埼玉県雇用対策協議会、関東経済産業局、関東地方整備局"
        #expect(
            Self.measures(plan) == [
                "1-(2)-相談・セミナー-ア 労働局", "1-(2)-相談・セミナー-イ 県、労働局", "1-(2)-相談・セミナー-ウ 県",
                "1-(2)-相談・セミナー-エ 県", "1-(2)-相談・セミナー-オ 県", "1-(2)-相談・セミナー-カ さいたま市、労働局",
                "1-(2)-相談・セミナー-キ さいたま市",
                "1-(2)-職業能力開発等に向けた支援-ア 労働局、県、高齢・障害・求職者雇用支援機構",
                "1-(2)-職業能力開発等に向けた支援-イ 労働局、高齢・障害・求職者雇用支援機構",
                "1-(2)-マッチング及び職場定着支援-ア 労働局", "1-(2)-マッチング及び職場定着支援-イ 県、労働局",
                "1-(2)-マッチング及び職場定着支援-ウ 県", "1-(2)-マッチング及び職場定着支援-エ 県",
                "1-(2)-マッチング及び職場定着支援-オ 県", "1-(2)-マッチング及び職場定着支援-カ 県",
                "1-(2)-マッチング及び職場定着支援-キ 県", "1-(2)-マッチング及び職場定着支援-ク 県、市町村",
                "1-(2)-マッチング及び職場定着支援-ケ さいたま市", "1-(2)-マッチング及び職場定着支援-コ さいたま市",
                "1-(2)-マッチング及び職場定着支援-サ 労働局、県、市町村、経済団体、労働団体、支援団体、関東地方整備局",
                "1-(2)-マッチング及び職場定着支援-シ 経済団体、労働団体、労働局、県、市町村",
                "1-(2)-地域の企業向け支援-ア \(all7)",
                "1-(2)-地域の企業向け支援-イ \(all7.replacing("労働団体、", with: ""))", "1-(2)-地域の企業向け支援-ウ \(all7)",
                "1-(2)-地域の企業向け支援-エ 県", "1-(2)-地域の企業向け支援-オ 県", "1-(2)-地域の企業向け支援-カ さいたま市",
                "1-(2)-地域の企業向け支援-キ さいたま市", "2-(2)-相談・セミナー-ア 労働局、さいたま市",
                "2-(2)-相談・セミナー-イ 県", "2-(2)-相談・セミナー-ウ 労働局", "2-(2)-相談・セミナー-エ さいたま市",
                "2-(2)-相談・セミナー-オ さいたま市", "2-(2)-関係機関へのアウトリーチ-ア 労働局、県、市町村",
                "2-(2)-職場体験の機会確保-ア 労働局、県、市町村、経済団体、埼玉県雇用対策協議会",
                "2-(2)-職場定着・ステップアップ支援-ア 労働局、県", "2-(2)-職場定着・ステップアップ支援-イ 労働局、県",
                "3-(2)-相談支援等-ア 県", "3-(2)-相談支援等-イ さいたま市", "3-(2)-相談支援等-ウ 県",
                "3-(2)-相談支援等-エ 県", "3-(2)-相談支援等-オ 県",
                "3-(2)-地域でのネットワーク形成-ア 埼玉中高年協議会全構成員", "3-(2)-地域でのネットワーク形成-イ 県、市町村",
                "4-(2)-ア 埼玉中高年協議会全構成員", "4-(2)-イ 労働局、県", "4-(2)-ウ 労働局、県",
            ]
        )
        let parts = Self.texts(plan, "/measures/*/code").map { $0.prefix(1) }
        #expect(["1", "2", "3", "4"].map { part in parts.filter { $0 == part }.count } == [28, 9, 7, 3])
        let groups = plan.values(at: "/measures/*").map { Self.texts($0, "/group").first ?? "-" }
        #expect(
            ["unstableEmployment", "longTermUnemployment", "socialParticipation", "-"].map { group in
                groups.filter { $0 == group }.count
            } == [28, 9, 7, 3]
        )
    }

    /// ※再掲, and footnotes 7 and 11.
    @Test func saitamasRepeatsAndTiesAreThoseMarked() throws {
        let plan = try #require(Self.content("saitama").values(at: "/plans/0").first)
        let measures = plan.values(at: "/measures/*")
        func short(_ code: String) -> String {
            code.replacing("(2)-", with: "").replacing("相談・セミナー", with: "相談")
                .replacing("マッチング及び職場定着支援", with: "定着").replacing("地域の企業向け支援", with: "企業")
        }
        let repeats = measures.compactMap { measure in
            Self.texts(measure, "/repeats").first.map { short(Self.texts(measure, "/code")[0]) + "=" + short($0) }
        }
        #expect(
            repeats == [
                "1-定着-ア=1-相談-ア", "1-定着-イ=1-相談-イ", "1-定着-ケ=1-相談-キ", "1-企業-カ=1-相談-キ",
                "1-企業-キ=1-定着-コ", "2-相談-ウ=1-相談-ア", "2-相談-エ=1-相談-キ", "2-相談-オ=1-定着-コ",
            ]
        )
        let ties = measures.compactMap { measure in
            Self.texts(measure, "/grantProject").first.map { short(Self.texts(measure, "/code")[0]) + "=" + $0 }
        }
        #expect(
            ties == [
                "1-相談-ウ=retention", "1-定着-ウ=retention", "1-企業-オ=retention", "2-相談-ア=city", "2-相談-イ=retention",
            ]
        )
        #expect(
            plan.values(at: "/grantProjects/*").map { row in
                let numbers = ["/number", "/position"].compactMap { row.values(at: $0).first?.integerValue }
                return numbers.map(String.init)
                    + ["/body", "/title", "/from", "/until"].flatMap { Self.texts(row, $0) }
            } == [
                ["1", "1", "埼玉県", "若者等自立支援事業", "2025-04-01", "2026-03-31"],
                ["1", "2", "埼玉県", "埼玉県版就職氷河期世代等の就職・職場定着支援事業", "2025-04-01", "2026-03-31"],
                ["2", "1", "さいたま市", "若年者等職業的自立支援事業", "2025-04-01", "2026-03-31"],
            ]
        )
    }

    /// N II-5, III, 工程表, 別紙.
    @Test func naganosPlanIsThatOfItsTextAndSchedule() throws {
        let plan = try #require(Self.content("nagano").values(at: "/plans/0").first)
        #expect(
            Self.kpis(plan) == [
                "1881/1881人 長野労働局 u", "607/609人 長野労働局 u", "440/440人 長野労働局・長野県・経済団体 l",
                "322/322件 長野労働局・長野県・経済団体 l", "- 長野県 s", "- 長野県 s", "- 長野県 s",
            ]
        )
        #expect(plan.values(at: "/goals/*/target/value").compactMap(\.integerValue) == [1881])
        #expect(plan.values(at: "/goals/*").count == 3)
        #expect(
            Self.measures(plan) == [
                "1-(1)-① 全機関・団体", "1-(1)-② 長野労働局、長野県", "2-(1)-ア① 長野労働局", "2-(1)-ア② 長野労働局",
                "2-(1)-ア③ 長野労働局、長野県、市町村、経済団体、労働団体", "2-(1)-イ 長野労働局、長野県", "2-(1)-ウ 長野県",
                "2-(2)-① 全機関・団体", "2-(2)-② 全機関・団体", "2-(2)-③ 全機関・団体", "2-(2)-④ 全機関・団体", "2-(3)-① 長野労働局",
                "2-(3)-② 長野労働局", "2-(3)-③ 長野労働局", "2-(4)-① 長野労働局、長野県、雇用能力開発機構",
                "2-(4)-② 長野労働局、長野県、雇用能力開発機構", "2-(4)-③ 長野労働局、長野県、雇用能力開発機構",
                "2-(4)-④ 長野労働局、長野県、雇用能力開発機構", "3-(1) 長野労働局、長野県", "3-(2) 長野労働局、長野県、経済団体",
                "3-(3) 長野労働局", "4-(1) 長野県", "4-(2) 長野労働局、長野県", "4-(3) 長野県", "5-(1) 長野県、市町村",
            ]
        )
        #expect(
            plan.values(at: "/measures/*").flatMap { measure in
                Self.texts(measure, "/kpis/*").map { Self.texts(measure, "/code")[0] + "=" + $0 }
            } == [
                "2-(1)-ア①=hires", "2-(3)-①=conversions", "2-(3)-②=conversions", "2-(3)-③=conversions",
                "3-(2)=station-registrations", "3-(2)=station-consultations", "4-(1)=consultation-desks",
                "4-(1)=staff-training", "4-(1)=support-conferences",
            ]
        )
        #expect(Self.texts(plan, "/grantProjects/*/body") == ["長野県", "長野県", "上田市"])
        #expect(Self.texts(plan, "/from") + Self.texts(plan, "/until") == ["2025-04-01", "2026-03-31"])
    }

    /// S第3, M.
    @Test func theEstimatesAreThoseOfTheDocuments() throws {
        func rows(_ name: String) throws -> [[String]] {
            try Self.content(name).values(at: "/estimates/*").map { estimate in
                ["/value", "/sharePercent", "/nationalSharePercent", "/ageFrom", "/ageTo", "/sourceYear"].map { name in
                    estimate.values(at: name).first.map { String(decoding: $0.encoded(), as: UTF8.self) } ?? "-"
                }
            }
        }
        #expect(
            try rows("saitama") == [
                ["82900", "3.3", "-", "35", "59", "2017"], ["31658", "1.2", "1.4", "35", "49", "2017"],
                ["90000", "-", "-", "15", "64", "2022"],
            ]
        )
        #expect(try rows("japan") == [["500000", "-", "-", "35", "44", "2019"]])
    }

    @Test(arguments: ["saitama", "nagano"]) func everythingNamesItsSource(_ name: String) throws {
        let content = try Self.content(name)
        let things =
            ["/estimates/*", "/plans/*", "/plans/*/goals/*", "/plans/*/kpis/*", "/plans/*/measures/*"]
            .flatMap(content.values(at:)) + content.values(at: "/plans/*/grantProjects/*")
        #expect(things.count > 30)
        for thing in things {
            #expect(Self.texts(thing, "/source/document").count == 1 && Self.texts(thing, "/source/section").count == 1)
        }
    }
}
