import Councils

/// What is wrong with a form and with the objects within it, together.
final class FormFaults {
    private(set) var faults: [Fault] = []
    /// It is to be part of what the reader may see and not write.
    var isForeign = false
    /// Of a list, by its pointer: the places of the elements that could be read.
    var read: [String: [Int]] = [:]

    func add(_ fault: Fault) {
        if faults.count < Form.most { faults.append(fault) }
    }

    /// A pointer into the values that could be read, as one into the object: `/agenda/1/number` is `/agenda/2/number`
    /// if the second item of the agenda could not be read.
    func place(_ pointer: String) -> String {
        let parts = pointer.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count > 2, let index = Int(parts[2]), let places = read["/" + parts[1]],
            places.indices.contains(index)
        else { return pointer }
        return (["", String(parts[1]), String(places[index])] + parts.dropFirst(3).map(String.init)).joined(
            separator: "/"
        )
    }
}
