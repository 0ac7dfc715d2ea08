extension JSONValue {
    /// This value changed by a merge patch (RFC 7396): the patch's members replace, `null` removes, objects merge,
    /// anything else replaces the whole. Linear in the two values.
    public func merging(_ patch: JSONValue) -> JSONValue {
        guard case .object(let changes) = patch else { return patch }
        return .object((objectValue ?? JSONObject()).merging(changes))
    }
}

extension JSONObject {
    /// This object changed by a merge patch (RFC 7396). Members keep their places; new ones follow.
    public func merging(_ patch: JSONObject) -> JSONObject {
        var merged: [Element] = []
        merged.reserveCapacity(count + patch.count)
        var isUsed = [Bool](repeating: false, count: patch.count)
        for member in self {
            guard let place = patch.place(of: member.name) else {
                merged.append(member)
                continue
            }
            isUsed[place] = true
            let change = patch.members[place].value
            if !change.isNull { merged.append((member.name, member.value.merging(change))) }
        }
        for (change, isUsed) in zip(patch, isUsed) where !isUsed && !change.value.isNull {
            merged.append((change.name, JSONValue.null.merging(change.value)))
        }
        return JSONObject(unique: merged)
    }
}
