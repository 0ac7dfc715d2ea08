import Councils

// The vocabulary of the domain, as it is sent.
extension Form {
    func line(_ name: String, required: Bool = false) -> Line? {
        string(name, required: required) { text throws(Invalid) in try Line(text) }
    }

    func prose(_ name: String, required: Bool = false) -> Prose? {
        string(name, required: required) { text throws(Invalid) in try Prose(text) }
    }

    func day(_ name: String, required: Bool = false) -> Day? {
        string(name, required: required) { text throws(Invalid) in try Day(text) }
    }

    func instant(_ name: String) -> Instant? {
        string(name) { text throws(Invalid) in try Instant(text) }
    }

    func address(_ name: String) -> WebAddress? {
        string(name) { text throws(Invalid) in try WebAddress(text) }
    }

    func councilID(_ name: String, required: Bool = false) -> ID<Council>? {
        string(name, required: required) { text throws(Invalid) in try ID(slug: text) }
    }

    func id<Entity>(_ name: String, required: Bool = false, of type: Entity.Type = Entity.self) -> ID<Entity>? {
        string(name, required: required) { text throws(Invalid) in try ID(uuid: text) }
    }

    func lines(_ name: String, in bounds: ClosedRange<Int>) -> [Line] {
        strings(name, in: bounds) { text throws(Invalid) in try Line(text) }
    }

    /// `from` and `until`.
    func period() -> Period? {
        let from = day("from", required: true)
        let until = day("until")
        guard let from else { return nil }
        do {
            return try Period(from: from, until: until)
        } catch {
            refuse("until", error)
            return nil
        }
    }

    func source() -> Source? {
        object("source") { form in
            let document = form.line("document", required: true)
            let section = form.line("section", required: true)
            guard let document, let section else { return nil }
            return Source(document: document, section: section)
        }
    }
}
