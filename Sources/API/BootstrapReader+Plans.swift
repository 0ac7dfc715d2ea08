import Councils
import JSONText
import Store
import Web

// The plans of a file. What belongs together in a plan is named by keys: `"key"` gives a thing a name in its plan, and
// others name it; a measure is named by its code. A thing is named behind its own place in the file only.
extension BootstrapReader {
    mutating func estimates(_ content: JSONObject, of council: ID<Council>?, into tx: inout Transaction) {
        for (index, var object) in objects(content, "estimates") {
            if let council { object["councilId"] = .string(council.text) }
            _ = add(ids.next(Estimate.self, at: moment), object, at: "/estimates/\(index)", to: &tx)
        }
    }

    mutating func plans(_ content: JSONObject, of council: ID<Council>, into tx: inout Transaction) {
        for (index, object) in objects(content, "plans") {
            plan(object, at: "/plans/\(index)", of: council, into: &tx)
        }
    }

    /// Made as a draft with its annex, and adopted if the file says so, with everything else that hangs on it.
    private mutating func plan(
        _ object: JSONObject,
        at pointer: String,
        of council: ID<Council>,
        into tx: inout Transaction
    ) {
        var own = object
        let parts = ["grantProjects", "kpis", "goals", "measures"]
        for name in parts + ["state", "adoptedOn"] { own[name] = nil }
        own["councilId"] = .string(council.text)
        let id = ids.next(Plan.self, at: moment)
        let adoption = adoption(object, at: pointer)
        if !add(id, own, at: pointer, to: &tx) { standIn(for: id, own, of: council, in: &tx) }
        var hanging = Hanging(plan: id, pointer: pointer)
        for (index, part) in objects(object, "grantProjects", at: pointer) {
            add(GrantProject.self, part, "grantProjects", index, [], &hanging, to: &tx)
        }
        // The annex of an adopted plan is changed by grant changes only; the rest is told of the adoption as it is made.
        if let adoption { adopt(id, on: adoption, at: pointer, in: &tx) }
        for (index, part) in objects(object, "kpis", at: pointer) {
            let named: [Named] = [
                Named("subsetOf", as: "subsetOf", of: "kpis"),
                Named("grantProject", as: "grantProjectId", of: "grantProjects"),
            ]
            add(KPI.self, part, "kpis", index, named, &hanging, to: &tx)
        }
        for (index, part) in objects(object, "goals", at: pointer) {
            add(Goal.self, part, "goals", index, [Named("sumOf", as: "sumOf", of: "kpis")], &hanging, to: &tx)
        }
        for (index, part) in objects(object, "measures", at: pointer) {
            let named: [Named] = [
                Named("repeats", as: "repeats", of: "measures"), Named("kpis", as: "kpiIds", of: "kpis"),
                Named("grantProject", as: "grantProjectId", of: "grantProjects"),
            ]
            add(Measure.self, part, "measures", index, named, &hanging, to: &tx)
        }
    }

    /// The day from which on the plan is adopted; nil where it stays a draft.
    private mutating func adoption(_ object: JSONObject, at pointer: String) -> Day? {
        guard let state = object["state"] else {
            if object["adoptedOn"] != nil { refuse([Fault(pointer + "/state", .required)]) }
            return nil
        }
        guard state.stringValue == Plan.State.adopted.rawValue else {
            refuse([Fault(pointer + "/state", .unknownValue(allowed: [Plan.State.adopted.rawValue]))])
            return nil
        }
        do throws(Invalid) {
            guard let given = object["adoptedOn"] else { return moment.dayInTokyo }
            guard let text = given.stringValue else { throw .wrongType(expected: "string") }
            return try Day(text)
        } catch {
            refuse([Fault(pointer + "/adoptedOn", error)])
            return nil
        }
    }

    private mutating func adopt(_ id: ID<Plan>, on day: Day, at pointer: String, in tx: inout Transaction) {
        guard let record = tx.state.plans[id] else { return }
        do throws(Refusal) {
            var plan = record.value
            try plan.adopt(on: day, today: moment.dayInTokyo)
            for part in PlanParts.all { try part.tell(plan.state, id, &tx, .administrator) }
            _ = try tx.replace(record, with: plan, for: .administrator)
        } catch {
            guard case .invalid(let found) = error else { return refuse(error, at: pointer) }
            refuse(found.map { Fault(pointer + "/adoptedOn", $0.invalid) })
        }
    }

    /// Something for what hangs on a plan to be checked against, where the plan itself is wrong.
    private func standIn(for id: ID<Plan>, _ object: JSONObject, of council: ID<Council>, in tx: inout Transaction) {
        let number = object["fiscalYear"]?.integerValue.flatMap { Int(exactly: $0) }
        let year = number.flatMap { try? FiscalYear($0) } ?? FiscalYear(of: moment.dayInTokyo)
        guard let title = try? Line(id.text), let period = try? Period(from: year.first, until: year.last) else {
            return
        }
        let plan = Plan(councilID: council, fiscalYear: year, title: title, period: period)
        _ = try? tx.create(id, plan, for: .administrator)
    }

    /// Makes one thing of a plan, with ids in the place of the keys that it names.
    private mutating func add<Value: Writable>(
        _ type: Value.Type,
        _ part: JSONObject,
        _ table: String,
        _ index: Int,
        _ named: [Named],
        _ hanging: inout Hanging,
        to tx: inout Transaction
    ) {
        let pointer = "\(hanging.pointer)/\(table)/\(index)"
        var object = part
        object["key"] = nil
        object["planId"] = .string(hanging.plan.text)
        var faults: [Fault] = []
        for name in named { name.resolve(&object, in: hanging.keys, at: pointer, &faults) }
        let id = ids.next(Value.self, at: moment)
        let key = part[table == "measures" ? "code" : "key"]
        if let key, key.stringValue == nil, table != "measures" {
            faults.append(Fault(pointer + "/key", .wrongType(expected: "string")))
        }
        if let key = key?.stringValue, hanging.keys[table]?[key] != nil, table != "measures" {
            faults.append(Fault(pointer + "/key", .duplicate))
        }
        refuse(faults)
        guard add(id, object, at: pointer, to: &tx), let key = key?.stringValue else { return }
        if hanging.keys[table]?[key] == nil { hanging.keys[table, default: [:]][key] = id.text }
    }
}

/// What hangs on a plan of a file, as far as it is read.
private struct Hanging {
    let plan: ID<Plan>
    let pointer: String
    /// By the list that they stand in: the ids of keys.
    var keys: [String: [String: String]] = [:]
}

/// A member of a file that names others of the same plan by their keys.
private struct Named {
    let member: String
    let field: String
    let table: String

    init(_ member: String, as field: String, of table: String) {
        self.member = member
        self.field = field
        self.table = table
    }

    /// Puts ids in the place of keys. A key that is not known is a fault, and left out.
    func resolve(
        _ object: inout JSONObject,
        in keys: [String: [String: String]],
        at pointer: String,
        _ faults: inout [Fault]
    ) {
        guard let value = object[member] else { return }
        object[member] = nil
        let place = JSONPointer.appending(member, to: pointer)
        guard let elements = value.arrayValue else {
            if let id = value.stringValue.flatMap({ keys[table]?[$0] }) {
                object[field] = .string(id)
            } else {
                faults.append(Fault(place, .unknownReference))
            }
            return
        }
        var ids: [JSONValue] = []
        for (index, element) in elements.enumerated() {
            if let id = element.stringValue.flatMap({ keys[table]?[$0] }) {
                ids.append(.string(id))
            } else {
                faults.append(Fault(JSONPointer.appending(index, to: place), .unknownReference))
            }
        }
        object[field] = .array(ids)
    }
}
