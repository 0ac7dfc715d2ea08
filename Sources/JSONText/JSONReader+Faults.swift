extension JSONReader {
    /// A fault by its place in the bytes; line and column are counted at the end, and only then.
    struct Found {
        let code: JSONFault.Code
        let offset: Int
        var pointer: String
        let detail: String?
    }

    /// Notes a fault that does not end reading. False if there are now so many that it does.
    @discardableResult
    mutating func note(
        _ code: JSONFault.Code,
        at offset: Int,
        pointer: String = "",
        _ detail: String? = nil
    ) -> Bool {
        faults.append(Found(code: code, offset: offset, pointer: pointer, detail: detail))
        pointedLength += pathLength + pointer.utf8.count
        return faults.count < JSONFaults.most && pointedLength < JSONFaults.longest
    }

    /// Notes a fault that ends reading, here.
    @discardableResult
    mutating func end<Value>(_ code: JSONFault.Code, _ detail: String? = nil) -> Value? {
        if code == .syntax, at < bytes.count, bytes[at] >= 0x80, decode().scalar == nil {
            note(.notUTF8, at: at)
        } else {
            note(code, at: at, detail)
        }
        return nil
    }

    mutating func end(_ code: JSONFault.Code) {
        let _: JSONValue? = end(code, nil)
    }

    /// Puts the place of the value that was just read before the pointers of the faults found in it.
    mutating func prefix(_ token: String, from first: Int) {
        for index in first..<faults.count { faults[index].pointer = token + faults[index].pointer }
    }

    /// The faults in the order of the text, with lines and columns.
    func report() -> JSONFaults {
        var (offset, line, column) = (0, 1, 1)
        var reported: [JSONFault] = []
        for found in faults.sorted(by: { $0.offset < $1.offset }) {
            while offset < found.offset {
                switch bytes[offset] {
                case 0x0D where offset + 1 < bytes.count && bytes[offset + 1] == 0x0A: break
                case 0x0A, 0x0D: (line, column) = (line + 1, 1)
                case 0x80...0xBF: break
                default: column += 1
                }
                offset += 1
            }
            reported.append(
                JSONFault(code: found.code, pointer: found.pointer, line: line, column: column, detail: found.detail)
            )
        }
        return JSONFaults(faults: reported)
    }
}
