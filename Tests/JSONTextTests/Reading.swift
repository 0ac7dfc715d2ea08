import JSONText

/// What reading came to: a value, or the codes of the faults in order.
enum Reading: Equatable {
    case value(JSONValue)
    case refused([JSONFault.Code])

    init(_ text: String, maximumDepth: Int = 32) { self.init(Array(text.utf8), maximumDepth: maximumDepth) }

    init(_ bytes: [UInt8], maximumDepth: Int = 32) {
        do throws(JSONFaults) {
            self = .value(try JSONValue(parsing: bytes, maximumDepth: maximumDepth))
        } catch {
            self = .refused(error.faults.map(\.code))
        }
    }
}

/// The faults of a text; none if it is read.
func faults(_ text: String) -> [JSONFault] {
    do throws(JSONFaults) {
        _ = try JSONValue(parsing: text.utf8)
        return []
    } catch {
        return error.faults
    }
}

/// The scalars of a text, so that canonically equal texts can be told apart.
func scalars(_ text: String?) -> [UInt32] { text?.unicodeScalars.map(\.value) ?? [] }
