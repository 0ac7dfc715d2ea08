import Councils
import JSONText
import Store

// What views of plans have in common.
extension JSONWriter {
    /// `planId` and `councilId`.
    mutating func member(_ place: PlanPlace) {
        member("planId", place.planID)
        member("councilId", place.councilID)
    }

    /// `group` and `groupLabel`, none where it is for all of them.
    mutating func member(_ group: TargetGroup?) {
        member("group", group)
        member("groupLabel", group?.label)
    }
}
