import Councils
import JSONText
import Web

/// The fields of a JSON object that somebody sent, read one by one. Everything that is wrong is collected, with its
/// pointer; a field that is wrong reads as nil.
final class Form {
    private let object: JSONObject
    private let pointer: String
    private let removed: [String]
    private let collected: FormFaults
    /// Who sent it: what this reader must not know is not there for what is read, either.
    var reader = Reader.public
    private var known: Set<String> = []

    /// So many faults are named at most, and so many unknown fields with the nearest known one: a body made of mistakes
    /// costs no more than its bytes.
    static let most = 100
    private static let mostNearest = 10

    /// - Parameter removed: the names that a patch has taken away: they must have been fields.
    init(_ object: JSONObject, at pointer: String = "", removed: [String] = []) {
        self.object = object
        self.pointer = pointer
        self.removed = removed
        collected = FormFaults()
    }

    /// An object within another.
    private init(_ object: JSONObject, at pointer: String, into collected: FormFaults, from reader: Reader) {
        self.reader = reader
        self.object = object
        self.pointer = pointer
        self.collected = collected
        removed = []
    }

    var faults: [Fault] { collected.faults }

    /// Adds a fault of this object's field.
    func refuse(_ field: String, _ invalid: Invalid) {
        collected.add(Fault(JSONPointer.appending(field, to: pointer), invalid))
    }

    /// Adds what the domain finds wrong with the value that was read. Its places in lists count only what could be read,
    /// and are turned into those of the object; a field that is wrong already is not named again.
    func add(_ faults: [Fault]) {
        let known = Set(self.faults.map(\.pointer))
        for fault in faults {
            let placed = Fault(collected.place(fault.pointer), fault.invalid)
            let isKnown = known.contains { $0 == placed.pointer || $0.hasPrefix(placed.pointer + "/") }
            if !isKnown || placed.pointer.isEmpty { collected.add(placed) }
        }
    }

    /// What is read is to be part of a council's value. Who may not write there is told nothing of how it would fit.
    func isPart(of council: ID<Council>) {
        if !reader.mayWrite(in: council) { collected.isForeign = true }
    }

    func has(_ name: String) -> Bool { object[name] != nil }

    /// Fields that are shown but mean nothing when they are sent back.
    func ignore(_ names: [String]) {
        known.formUnion(names)
    }

    /// Ends reading: fields that nobody asked for are faults. Fails with ``Refusal/invalid(_:)`` if there are any.
    func finish() throws(Refusal) {
        guard !collected.isForeign else { throw .forbidden(.otherCouncil) }
        refuseUnknown()
        guard faults.isEmpty else { throw .invalid(faults) }
    }

    private func refuseUnknown() {
        let names = [object.names, removed].joined().lazy.filter { !self.known.contains($0) }.prefix(Self.most)
        let candidates = names.isEmpty ? [] : known.sorted()
        for (index, name) in names.enumerated() {
            let nearest = index < Self.mostNearest ? Spelling.nearest(to: name, among: candidates) : nil
            refuse(name, .unknownField(nearest: nearest))
        }
    }

    /// Fields that the server sets. They may be sent back as they are, so that what was read can be put, with the labels
    /// within them or without.
    ///
    /// - Parameter current: what the reader was last shown; nil where nothing is there yet.
    func readOnly(_ names: some Sequence<String>, current: JSONObject?) {
        for name in names {
            known.insert(name)
            guard let given = object[name] else { continue }
            let shown = current?[name]
            if given != shown, given != shown?.withoutLabels { refuse(name, .readOnly) }
        }
    }

    /// The value of a field; nil if it is absent.
    private func value(_ name: String, required: Bool) -> JSONValue? {
        known.insert(name)
        let value = object[name]
        if value == nil, required { refuse(name, .required) }
        return value
    }

    private func made<Value>(_ name: String, _ make: () throws(Invalid) -> Value) -> Value? {
        do {
            return try make()
        } catch {
            refuse(name, error)
            return nil
        }
    }
}

// The kinds of field.
extension Form {
    func string<Value>(
        _ name: String,
        required: Bool = false,
        _ make: (String) throws(Invalid) -> Value
    ) -> Value? {
        guard let value = value(name, required: required) else { return nil }
        guard let text = value.stringValue else {
            refuse(name, .wrongType(expected: "string"))
            return nil
        }
        return made(name) { () throws(Invalid) in try make(text) }
    }

    func choice<Value: RawRepresentable<String> & CaseIterable>(
        _ name: String,
        required: Bool = false,
        of type: Value.Type = Value.self
    ) -> Value? {
        string(name, required: required) { text throws(Invalid) in
            guard let value = Value(rawValue: text) else {
                throw .unknownValue(allowed: Value.allCases.map(\.rawValue))
            }
            return value
        }
    }

    func integer(_ name: String, required: Bool = false, in bounds: ClosedRange<Int>) -> Int? {
        guard let value = value(name, required: required) else { return nil }
        guard let number = value.integerValue else {
            refuse(name, .wrongType(expected: "integer"))
            return nil
        }
        guard let fitting = Int(exactly: number), bounds.contains(fitting) else {
            refuse(name, .range(bounds))
            return nil
        }
        return fitting
    }

    func number<Value>(
        _ name: String,
        required: Bool = false,
        _ make: (Double) throws(Invalid) -> Value
    ) -> Value? {
        guard let value = value(name, required: required) else { return nil }
        guard let number = value.numberValue else {
            refuse(name, .wrongType(expected: "number"))
            return nil
        }
        return made(name) { () throws(Invalid) in try make(number) }
    }

    func bool(_ name: String, required: Bool = false) -> Bool? {
        guard let value = value(name, required: required) else { return nil }
        guard let flag = value.boolValue else {
            refuse(name, .wrongType(expected: "boolean"))
            return nil
        }
        return flag
    }

    func object<Value>(_ name: String, required: Bool = false, _ read: (Form) -> Value?) -> Value? {
        guard let value = value(name, required: required) else { return nil }
        return nested(value, at: JSONPointer.appending(name, to: pointer), read)
    }

    /// A list; empty where the field is absent.
    func objects<Value>(
        _ name: String,
        required: Bool = false,
        in bounds: ClosedRange<Int>,
        _ read: (Form) -> Value?
    ) -> [Value] {
        var values: [Value] = []
        var places: [Int] = []
        for (place, element) in elements(name, required: required, in: bounds).enumerated() {
            guard let value = nested(element.value, at: element.pointer, read) else { continue }
            values.append(value)
            places.append(place)
        }
        collected.read[JSONPointer.appending(name, to: pointer)] = places
        return values
    }

    /// An object of whatever form.
    func json(_ name: String) -> JSONObject? {
        guard let value = value(name, required: false) else { return nil }
        guard let object = value.objectValue else {
            refuse(name, .wrongType(expected: "object"))
            return nil
        }
        return object
    }

    /// A list of texts without repetitions; empty where the field is absent.
    func strings<Value: Hashable>(
        _ name: String,
        required: Bool = false,
        in bounds: ClosedRange<Int>,
        _ make: (String) throws(Invalid) -> Value
    ) -> [Value] {
        var seen: Set<Value> = []
        var values: [Value] = []
        var places: [Int] = []
        for (place, element) in elements(name, required: required, in: bounds).enumerated() {
            do throws(Invalid) {
                guard let text = element.value.stringValue else { throw .wrongType(expected: "string") }
                let value = try make(text)
                guard seen.insert(value).inserted else { throw .duplicate }
                values.append(value)
                places.append(place)
            } catch {
                collected.add(Fault(element.pointer, error))
            }
        }
        collected.read[JSONPointer.appending(name, to: pointer)] = places
        return values
    }

    private func elements(
        _ name: String,
        required: Bool,
        in bounds: ClosedRange<Int>
    ) -> [(value: JSONValue, pointer: String)] {
        guard let value = value(name, required: required) else { return [] }
        guard let elements = value.arrayValue else {
            refuse(name, .wrongType(expected: "array"))
            return []
        }
        guard bounds.contains(elements.count) else {
            refuse(name, .elements(bounds))
            return []
        }
        let list = JSONPointer.appending(name, to: pointer)
        return elements.enumerated().map { ($1, JSONPointer.appending($0, to: list)) }
    }

    private func nested<Value>(_ value: JSONValue, at pointer: String, _ read: (Form) -> Value?) -> Value? {
        guard let object = value.objectValue else {
            collected.add(Fault(pointer, .wrongType(expected: "object")))
            return nil
        }
        let form = Form(object, at: pointer, into: collected, from: reader)
        defer { form.refuseUnknown() }
        return read(form)
    }
}

extension JSONValue {
    /// Without the texts that stand beside what they name: `onLabel` beside `on`.
    fileprivate var withoutLabels: JSONValue {
        switch self {
        case .object(let object):
            let plain = object.filter { member in
                !(member.name.hasSuffix("Label") && object[String(member.name.dropLast(5))] != nil)
            }
            return .object(JSONObject(plain.map { ($0.name, $0.value.withoutLabels) }))
        case .array(let elements): return .array(elements.map(\.withoutLabels))
        case .null, .bool, .integer, .number, .string: return self
        }
    }
}
