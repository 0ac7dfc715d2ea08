import Councils
import Store

/// Something that hangs on a plan, and says in what state that is.
protocol PlanPart: Stored {
    var place: PlanPlace { get set }
}

extension Goal: PlanPart {}
extension KPI: PlanPart {}
extension Measurement: PlanPart {}
extension Measure: PlanPart {}
extension GrantProject: PlanPart {}
extension GrantChange: PlanPart {}

/// The kinds of what hangs on a plan.
enum PlanParts {
    static let all = [
        Kind(Goal.self),
        Kind(KPI.self),
        Kind(Measurement.self) { plan, state in
            state.referring(KPI.self, to: plan).flatMap { state.referring(Measurement.self, to: $0) }
        },
        Kind(Measure.self),
        Kind(GrantProject.self),
        Kind(GrantChange.self),
    ]

    struct Kind: Sendable {
        /// Writes the state of a plan into all of the kind that hang on it.
        let tell:
            @Sendable (
                _ planState: Plan.State, _ plan: ID<Plan>, _ tx: inout Transaction, _ reader: Reader
            ) throws(Refusal) -> Void

        /// - Parameter find: those that hang on a plan.
        fileprivate init<Part: PlanPart>(
            _ type: Part.Type,
            find: @escaping @Sendable (ID<Plan>, State) -> [ID<Part>] = { plan, state in
                state.referring(Part.self, to: plan)
            }
        ) {
            tell = { planState, plan, tx, reader throws(Refusal) in
                for id in find(plan, tx.state) {
                    guard let record = tx.state[keyPath: Part.tablePath][id] else { continue }
                    var part = record.value
                    part.place.planState = planState
                    _ = try tx.replace(record, with: part, for: reader)
                }
            }
        }
    }
}
