import Councils
import Store
import Web

extension PlanFacts {
    /// What a reader sees of a plan and of what hangs on it. Costs no more where its KPIs have many measurements.
    init(_ plan: Shown<Plan>, in state: State, for reader: Reader) {
        let level = reader.level(in: plan.value.councilID)
        let kpis = state.hanging(KPI.self, on: plan.id, for: reader)
        var latest: [ID<KPI>: (id: ID<Measurement>, value: Measurement)] = [:]
        for (id, _) in kpis {
            if let seen = state.latestMeasurement(of: id, at: level) { latest[id] = (seen.id, seen.value) }
        }
        self.init(
            id: plan.id,
            plan: plan.value,
            goals: state.hanging(Goal.self, on: plan.id, for: reader),
            kpis: kpis,
            latest: latest,
            measures: state.hanging(Measure.self, on: plan.id, for: reader)
        )
    }
}

extension State {
    /// What a reader sees of the values of a type that hang on a plan, in the order in which they were made.
    func hanging<Value: Stored>(
        _ type: Value.Type,
        on plan: ID<Plan>,
        for reader: Reader
    ) -> [(id: ID<Value>, value: Value)] where Value.Seen == Value {
        referring(type, to: plan).compactMap { id in
            (try? find(id, for: reader)).map { ($0.id, $0.value) }
        }
    }

    /// What a reader sees of the values of a type that belong to a council.
    func pairs<Value: Stored>(
        _ type: Value.Type,
        in council: ID<Council>,
        for reader: Reader
    ) -> [(id: ID<Value>, value: Value.Seen)] {
        all(type, in: council, for: reader).map { ($0.id, $0.value) }
    }
}

extension Call {
    /// What this call's reader sees of a council, for what follows from it.
    func facts(of council: Shown<Council>) -> CouncilFacts {
        let id = council.id
        return CouncilFacts(
            id: id,
            council: council.value,
            members: state.all(Member.self, in: id, for: reader).map(\.value),
            roles: state.pairs(RoleAssignment.self, in: id, for: reader),
            meetings: state.pairs(Meeting.self, in: id, for: reader),
            meetingsWithMinutes: Set(state.all(Minutes.self, in: id, for: reader).map(\.value.meetingID)),
            // Older ones are looked at by nobody here.
            plans: state.all(Plan.self, in: id, for: reader)
                .filter { $0.value.fiscalYear == fiscalYear || $0.value.fiscalYear >= FiscalYear(of: today).previous }
                .map { PlanFacts($0, in: state, for: reader) },
            grantChanges: state.pairs(GrantChange.self, in: id, for: reader),
            localPlatforms: state.pairs(LocalPlatform.self, in: id, for: reader)
        )
    }

    /// `fiscalYear=`, or the year that is running.
    var fiscalYear: FiscalYear {
        let named = parameters["fiscalYear"].flatMap { Int($0) }.flatMap { try? FiscalYear($0) }
        return named ?? FiscalYear(of: today)
    }
}

extension Parameter {
    static let fiscalYear = Parameter.integer("fiscalYear", in: 1900...9998)
}
