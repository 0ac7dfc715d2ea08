package import Councils
package import JSONText

/// The vocabulary of plans as JSON, on disk and in answers alike.
extension JSONWriter {
    package mutating func member(_ name: StaticString, _ value: Figure?) { member(name, value?.number) }

    package mutating func member(_ name: StaticString, _ value: Quantity?) {
        guard let value else { return }
        self.name(name)
        object { json in
            json.member("value", value.value)
            json.member("unit", value.unit)
        }
    }

    package mutating func ids<Entity>(_ name: StaticString, _ values: [ID<Entity>]) {
        member(name, each: values) { $0.string($1.text) }
    }

    /// As it goes to disk, the state of the plan with it.
    mutating func member(_ place: PlanPlace) {
        member("councilId", place.councilID)
        member("planId", place.planID)
        member("planState", place.planState)
    }
}
