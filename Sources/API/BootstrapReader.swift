import Councils
import JSONText
import Store
import Synchronization
import Web

/// Reads one file of a council into a transaction, by the same rules as the API, and gathers what is wrong. A file with
/// nothing but estimates is the whole country's.
struct BootstrapReader {
    private static let names: Set = ["council", "members", "roleAssignments", "estimates", "plans"]

    let file: String
    let ids: IDSource
    let moment: Instant
    private(set) var faults: [String] = []
    private var members: [String: [ID<Member>]] = [:]

    init(file: String, ids: IDSource, moment: Instant) {
        self.file = file
        self.ids = ids
        self.moment = moment
    }

    mutating func take(_ content: JSONObject, into tx: inout Transaction) {
        for (name, _) in content where !Self.names.contains(name) {
            refuse([Fault(JSONPointer.appending(name, to: ""), .unknownField(nearest: nil))])
        }
        if content.names == ["estimates"] { return estimates(content, of: nil, into: &tx) }
        guard let council = council(content, into: &tx) else { return }
        for (index, var object) in objects(content, "members") {
            object["councilId"] = .string(council.text)
            let id = ids.next(Member.self, at: moment)
            if add(id, object, at: "/members/\(index)", to: &tx), let name = object["name"]?.stringValue {
                members[name, default: []].append(id)
            }
        }
        for (index, var object) in objects(content, "roleAssignments") {
            object["councilId"] = .string(council.text)
            guard resolve(&object, at: "/roleAssignments/\(index)") else { continue }
            _ = add(ids.next(RoleAssignment.self, at: moment), object, at: "/roleAssignments/\(index)", to: &tx)
        }
        estimates(content, of: council, into: &tx)
        plans(content, of: council, into: &tx)
    }

    private mutating func council(_ content: JSONObject, into tx: inout Transaction) -> ID<Council>? {
        guard var object = content["council"]?.objectValue else {
            refuse([Fault("/council", content["council"] == nil ? .required : .wrongType(expected: "object"))])
            return nil
        }
        do throws(Invalid) {
            guard let text = object["id"]?.stringValue else { throw .required }
            let id = try ID<Council>(slug: text)
            object["id"] = nil
            if !add(id, object, at: "/council", to: &tx) { standIn(for: id, object, in: &tx) }
            return id
        } catch {
            refuse([Fault("/council/id", error)])
            return nil
        }
    }

    /// Something for members and roles to be checked against, where the council itself is wrong: the transaction will
    /// be refused anyway, and everything else that is wrong is to be named too.
    private func standIn(for id: ID<Council>, _ object: JSONObject, in tx: inout Transaction) {
        let categories = (object["categories"]?.arrayValue ?? []).compactMap { value in
            value.stringValue.flatMap { try? Line($0) }
        }
        guard let name = try? Line(id.text), let prefecture = try? PrefectureCode("01") else { return }
        let council = Council(name: name, shortName: name, prefectureCode: prefecture, categories: categories)
        _ = try? tx.create(id, council, for: .administrator)
    }

    mutating func objects(_ content: JSONObject, _ name: String, at pointer: String = "") -> [(Int, JSONObject)] {
        guard let value = content[name] else { return [] }
        guard let elements = value.arrayValue else {
            refuse([Fault("\(pointer)/\(name)", .wrongType(expected: "array"))])
            return []
        }
        return elements.enumerated().compactMap { index, element in
            guard let object = element.objectValue else {
                refuse([Fault("\(pointer)/\(name)/\(index)", .wrongType(expected: "object"))])
                return nil
            }
            return (index, object)
        }
    }

    /// Puts the id of a member in the place of its name, which only one member of the file may have.
    private mutating func resolve(_ object: inout JSONObject, at pointer: String) -> Bool {
        guard let value = object["member"] else { return true }
        guard let name = value.stringValue, let found = members[name], let id = found.first, found.count == 1 else {
            refuse([Fault(pointer + "/member", .unknownReference)])
            return false
        }
        object["member"] = nil
        object["memberId"] = .string(id.text)
        return true
    }

    mutating func add<Value: Writable>(
        _ id: ID<Value>,
        _ object: JSONObject,
        at pointer: String,
        to tx: inout Transaction
    ) -> Bool {
        let form = Form(object)
        form.reader = .administrator
        do throws(Refusal) {
            let value = try Value.made(
                from: form,
                id: id,
                former: nil,
                shown: nil,
                state: tx.state,
                today: moment.dayInTokyo
            )
            _ = try tx.create(id, value, for: .administrator)
            return true
        } catch {
            if case .invalid(let found) = error {
                refuse(found.map { Fault(pointer + $0.pointer, $0.invalid) })
            } else {
                refuse(error, at: pointer)
            }
            return false
        }
    }

    mutating func refuse(_ error: Refusal, at pointer: String) {
        faults.append("\(file)#\(pointer): \(Problem(error).detail.en)")
    }

    mutating func refuse(_ found: [Fault]) {
        faults += found.map { "\(file)#\($0.pointer): \($0.invalid.code): \($0.invalid.detail.en)" }
    }
}

/// What is gathered while a transaction runs.
final class Collected: Sendable {
    private let gathered: Mutex<[String]>

    init(_ lines: [String]) {
        gathered = Mutex(lines)
    }

    var lines: [String] { gathered.withLock { $0 } }

    func add(_ lines: [String]) {
        gathered.withLock { $0 += lines }
    }
}
