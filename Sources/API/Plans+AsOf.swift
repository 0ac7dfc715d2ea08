import Councils
import JSONText
import Store

// A plan as of a day: with the annex and the measures that were in force then, as far as the reader sees them.
extension Plan {
    static func unversioned(_ seen: Shown<Plan>, in context: ViewContext) -> String? {
        guard let day = context.asOf else { return nil }
        let projects = context.projects(of: seen.id, on: day).map { $0.id.text + "." + $0.tag }
        let measures = context.measures(of: seen.id, on: day).map { $0.id.text + "." + $0.tag }
        return (projects + measures).joined(separator: " ")
    }

    static func writeReading(_ seen: Shown<Plan>, in context: ViewContext, era: Bool, to json: inout JSONWriter) {
        guard let day = context.asOf else { return }
        json.member("grantProjects", each: context.projects(of: seen.id, on: day)) { json, project in
            GrantProject.view(project, era: era, to: &json)
        }
        json.member("measures", each: context.measures(of: seen.id, on: day)) { json, measure in
            Measure.view(measure, era: era, to: &json)
        }
    }
}

extension ViewContext {
    /// In the order of the annex.
    fileprivate func projects(of plan: ID<Plan>, on day: Day) -> [Shown<GrantProject>] {
        seen(GrantProject.self, of: plan).compactMap { $0.asOf(day) }.sorted {
            ($0.value.entry.number, $0.value.entry.position) < ($1.value.entry.number, $1.value.entry.position)
        }
    }

    fileprivate func measures(of plan: ID<Plan>, on day: Day) -> [Shown<Measure>] {
        seen(Measure.self, of: plan).compactMap { $0.asOf(day) }
    }

    private func seen<Part: PlanPart>(_ type: Part.Type, of plan: ID<Plan>) -> [Shown<Part>] {
        state.referring(Part.self, to: plan).compactMap { id in
            guard let record = state[keyPath: Part.tablePath][id] else { return nil }
            return record.seen(at: reader.level(in: record.value.council(id: id)))
        }
    }
}
