extension PlanPlace {
    /// What is wrong with naming something that stands elsewhere. Of the drafts of other councils nobody is told that
    /// they are there.
    ///
    /// - Parameter place: where it stands; nil if there is no such thing.
    func fault(naming place: PlanPlace?) -> Invalid? {
        guard let place else { return .unknownReference }
        if place.planID == planID { return nil }
        return place.councilID == councilID || place.planState == .adopted ? .ofAnotherPlan : .unknownReference
    }
}
