public import Councils
import JSONText

extension Measurement: Stored {
    public static let table = "measurements"
    public static let form = 1
    public static var tablePath: any WritableKeyPath<StoreState, Table<Measurement>> & Sendable { \.measurements }

    public static let orderings = [
        Ordering<Measurement>(name: "asOf") { measurement, _ in SortKey(measurement.asOf) },
        // The days of one KPI lie beside each other: its newest one is found without a walk through the others.
        Ordering<Measurement>(name: "kpi") { measurement, _ in
            SortKey(measurement.kpiID.text, then: measurement.asOf.number)
        },
        Ordering<Measurement>(name: "id") { _, id in SortKey(id.text) },
    ]
    static let byKPI = 1

    public func council(id: ID<Measurement>) -> ID<Council> { place.councilID }
    /// Its plan is reached by the KPI: there are many measurements, and each reference costs memory.
    public var refersTo: [Reference] { [Reference(kpiID)] }

    public var storedForm: StoredForm { StoredForm(write: write) }

    private func write(to json: inout JSONWriter) {
        json.member(place)
        json.member("kpiId", kpiID)
        json.member("asOf", asOf)
        json.member("value", value)
        json.member("statement", statement)
        json.member("reportedBy", reportedBy)
        json.member("source", source)
    }

    public init(_ stored: StoredObject, form: Int) throws(Undecodable) {
        self.init(
            place: try stored.planPlace(),
            kpiID: try stored.required("kpiId", StoredObject.id),
            asOf: try stored.required("asOf", StoredObject.day),
            value: try stored.optional("value", StoredObject.figure),
            statement: try stored.optional("statement", StoredObject.line),
            reportedBy: try stored.required("reportedBy", StoredObject.line),
            source: try stored.optional("source", StoredObject.source)
        )
    }
}
