extension KPI.Kind {
    /// What is wrong with a figure of this kind.
    public func invalid(_ figure: Figure) -> Invalid? {
        switch self {
        case .count: figure.isWhole ? nil : .decimals(0)
        case .rate: figure <= Figure(100) ? nil : .numberRange(0...100)
        case .qualitative: .notForQualitative
        }
    }
}

extension KPI {
    /// How deep parts (うち) may lie in parts. The sources have one level.
    public static let mostLevels = 8

    /// What does not hold between it and the other KPIs.
    ///
    /// - Parameters:
    ///   - kpi: the KPI of an id.
    ///   - parts: the KPIs that are parts of an id.
    ///   - project: the grant project of an id.
    public func faults(
        id: ID<KPI>,
        kpi: (ID<KPI>) -> KPI?,
        parts: (ID<KPI>) -> [ID<KPI>],
        project: (ID<GrantProject>) -> GrantProject?
    ) -> [Fault] {
        var faults = faults(of: target, at: "/target") + faults(of: scheduleTarget, at: "/scheduleTarget")
        if let invalid = subsetFault(id: id, kpi: kpi, parts: parts) { faults.append(Fault("/subsetOf", invalid)) }
        if let grantProjectID, let invalid = place.fault(naming: project(grantProjectID)?.place) {
            faults.append(Fault("/grantProjectId", invalid))
        }
        return faults
    }

    private func faults(of quantity: Quantity?, at pointer: String) -> [Fault] {
        guard let quantity, let invalid = kind.invalid(quantity.value) else { return [] }
        return [Fault(kind == .qualitative ? pointer : pointer + "/value", invalid)]
    }

    /// A part is a part of a KPI of the same plan, and none is a part of itself, over whatever others.
    private func subsetFault(
        id: ID<KPI>,
        kpi: (ID<KPI>) -> KPI?,
        parts: (ID<KPI>) -> [ID<KPI>]
    ) -> Invalid? {
        guard let subsetOf else { return nil }
        guard subsetOf != id else { return .subsetCircle }
        if let invalid = place.fault(naming: kpi(subsetOf)?.place) { return invalid }
        var levels = 1
        var next: ID<KPI>? = subsetOf
        while let above = next, levels <= Self.mostLevels {
            guard above != id else { return .subsetCircle }
            levels += 1
            next = kpi(above)?.subsetOf
        }
        var below = parts(id)
        while !below.isEmpty, levels <= Self.mostLevels {
            levels += 1
            below = below.flatMap(parts)
        }
        return levels > Self.mostLevels ? .subsetTooDeep : nil
    }
}

extension Goal {
    /// - Parameter kpi: the KPI of an id.
    public func faults(kpi: (ID<KPI>) -> KPI?) -> [Fault] {
        sumOf.enumerated().compactMap { index, id in
            place.fault(naming: kpi(id)?.place).map { Fault("/sumOf/\(index)", $0) }
        }
    }
}

extension Estimate {
    public func faults() -> [Fault] {
        var faults: [Fault] = []
        for (name, share) in [("sharePercent", sharePercent), ("nationalSharePercent", nationalSharePercent)] {
            if let share, share > Figure(100) { faults.append(Fault("/\(name)", .numberRange(0...100))) }
        }
        if let ageFrom, let ageTo, ageTo < ageFrom { faults.append(Fault("/ageTo", .endsBeforeItBegins)) }
        return faults
    }
}
