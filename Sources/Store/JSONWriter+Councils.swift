package import Councils
package import JSONText

/// The vocabulary of the domain as JSON, on disk and in answers alike.
extension JSONWriter {
    package mutating func member(_ name: StaticString, _ value: Line?) { member(name, value?.text) }
    package mutating func member(_ name: StaticString, _ value: Prose?) { member(name, value?.text) }
    package mutating func member(_ name: StaticString, _ value: WebAddress?) { member(name, value?.text) }
    package mutating func member(_ name: StaticString, _ value: Day?) { member(name, value?.description) }
    package mutating func member(_ name: StaticString, _ value: ID<some Any>?) { member(name, value?.text) }

    package mutating func member<Value: RawRepresentable>(_ name: StaticString, _ value: Value?)
    where Value.RawValue == String {
        member(name, value?.rawValue)
    }

    package mutating func member(_ name: StaticString, _ value: Source?) {
        guard let value else { return }
        self.name(name)
        object { json in
            json.member("document", value.document)
            json.member("section", value.section)
        }
    }

    package mutating func member(_ period: Period) {
        member("from", period.from)
        member("until", period.until)
    }

    package mutating func lines(_ name: StaticString, _ values: [Line]) {
        member(name, each: values) { $0.string($1.text) }
    }
}
