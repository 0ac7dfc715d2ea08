import Councils
import Store

// The vocabulary of plans, as it is sent.
extension Form {
    /// A JSON number that is none below zero, with three decimals at most.
    func figure(_ name: String, required: Bool = false) -> Figure? {
        number(name, required: required) { number throws(Invalid) in try Figure(number) }
    }

    func fiscalYear(_ name: String, required: Bool = false) -> FiscalYear? {
        integer(name, required: required, in: FiscalYear.bounds).flatMap { year in
            do { return try FiscalYear(year) } catch { return nil }
        }
    }

    func quantity(_ name: String, required: Bool = false) -> Quantity? {
        object(name, required: required) { form in
            let value = form.figure("value", required: true)
            let unit = form.line("unit", required: true)
            guard let value, let unit else { return nil }
            return Quantity(value: value, unit: unit)
        }
    }

    /// Ids without repetitions; empty where the field is absent.
    func ids<Entity: Sendable>(
        _ name: String,
        in bounds: ClosedRange<Int>,
        of type: Entity.Type = Entity.self
    ) -> [ID<Entity>] {
        strings(name, in: bounds) { text throws(Invalid) in try ID(uuid: text) }
    }

    /// Who is responsible: bodies, whether members or not.
    func bodies() -> [Line] { lines("bodies", in: 0...100) }

    /// The plan that `planId` names, and the place in it.
    ///
    /// - Parameter former: where the value that is replaced stands: it stays in its plan.
    func plan(in state: State, former: PlanPlace?) -> (place: PlanPlace, plan: Plan)? {
        guard let id = id("planId", required: true, of: Plan.self) else { return nil }
        guard let plan = state.plans[id], plan.value.seen(at: reader.level(in: plan.value.councilID)) != nil else {
            refuse("planId", .unknownReference)
            return nil
        }
        isPart(of: plan.value.councilID)
        if let former, former.planID != id { refuse("planId", .ofAnotherPlan) }
        return (PlanPlace(councilID: plan.value.councilID, planID: plan.id, planState: plan.value.state), plan.value)
    }
}
