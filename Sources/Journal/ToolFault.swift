/// Why a tool did not do what it was asked for. Each says where, and what to do.
public enum ToolFault: Error, Hashable, Sendable {
    /// What was read is wrong, or a call to the system failed.
    case data(JournalFault)
    /// The place for what is to be made is taken. Nothing was touched.
    case notEmpty(path: String)
    /// No backup: there is no manifest, and nothing else of one.
    case notABackup(path: String)
    /// A backup that was not brought to its end: it has no manifest.
    case unfinishedBackup(path: String)
    /// Nothing there leads to what was asked for.
    case outOfRange(wanted: String, possible: String)
    /// Files were removed while they were being copied: begin anew.
    case changed(path: String)
}

extension ToolFault: CustomStringConvertible {
    public var description: String {
        switch self {
        case .data(let fault):
            "\(fault)"
        case .notEmpty(let path):
            "\(path) is not empty; nothing was touched; remedy: name an empty or a new directory"
        case .notABackup(let path):
            "\(path) is not a backup: it has no MANIFEST.json; remedy: name a directory that backup create has made"
        case .unfinishedBackup(let path):
            "\(path) is a backup that was not finished: it has no MANIFEST.json; remedy: remove it and make another"
        case .outOfRange(let wanted, let possible):
            "\(wanted) is not there; possible: \(possible)"
        case .changed(let path):
            "\(path) was removed while it was being copied; remedy: try again"
        }
    }
}

/// Turns what the parts of a tool fail with into what the tool fails with.
func tool<Value>(_ work: () throws(JournalFault) -> Value) throws(ToolFault) -> Value {
    do { return try work() } catch { throw .data(error) }
}
