import Councils
import JSONText

// The vocabulary of plans.
extension StoredObject {
    static func figure(_ value: JSONPart) throws -> Figure? {
        if let whole = integer(value) { return Figure(whole) }
        return try value.value?.numberValue.map { try Figure($0) }
    }

    static func quantity(_ value: JSONPart) throws -> Quantity? {
        let stored = try StoredObject(value)
        return Quantity(value: try stored.required("value", figure), unit: try stored.required("unit", line))
    }

    static func fiscalYear(_ value: JSONPart) throws -> FiscalYear? { try integer(value).map { try FiscalYear($0) } }

    func planPlace() throws(Undecodable) -> PlanPlace {
        PlanPlace(
            councilID: try required("councilId", Self.id),
            planID: try required("planId", Self.id),
            planState: try required("planState", Self.one(of: Plan.State.self))
        )
    }
}
