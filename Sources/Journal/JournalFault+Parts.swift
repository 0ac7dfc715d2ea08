/// A fault in parts, for lists of them.
extension JournalFault {
    /// One word for programs.
    public var code: String {
        switch self {
        case .locked: "locked"
        case .insecureMode: "insecureMode"
        case .foreign: "foreign"
        case .otherStore: "otherStore"
        case .newerFormat: "newerFormat"
        case .damaged: "damaged"
        case .diskFull: "diskFull"
        case .failed: "failed"
        case .unusable: "unusable"
        case .notALine: "notALine"
        case .abandoned: "abandoned"
        }
    }

    /// The file or directory that it is about.
    public var path: String? {
        switch self {
        case .insecureMode(let path, _), .foreign(let path), .otherStore(let path, _, _), .newerFormat(let path, _),
            .damaged(let path, _, _), .diskFull(let path), .failed(_, let path, _), .unusable(let path, _, _):
            path
        case .locked, .notALine, .abandoned: nil
        }
    }

    /// Where in the file, in bytes from its start.
    public var offset: Int64? {
        if case .damaged(_, let offset, _) = self { offset } else { nil }
    }
}
