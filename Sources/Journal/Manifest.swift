internal import FoundationEssentials
internal import Glibc

/// What a backup holds: `MANIFEST.json`, written last, so that a backup without one was not finished.
/// ```
/// {"format":"kyogikai-backup","version":1,"store":"…","seq":420,"at":1750000000000,"files":[
/// {"name":"FORMAT","bytes":63,"sha256":"…"},
/// …
/// ],"sum":"<SHA-256 of everything before ,"sum">"}
/// ```
public struct Manifest: Hashable, Sendable {
    public struct File: Hashable, Sendable, Decodable {
        /// Below the directory of the backup: `journal/0000000001.ndjson`.
        public let name: String
        public let bytes: Int64
        public let sha256: String
    }

    public let store: String
    /// The last entry that is in it.
    public let seq: UInt64
    /// When it was made, in milliseconds since 1970.
    public let at: Int64
    /// In the order of their names.
    public let files: [File]

    /// Of all files but the manifest.
    public var bytes: Int64 { files.reduce(0) { $0 + $1.bytes } }

    static let name = "MANIFEST.json"
    static let unfinished = name + DataDirectory.unfinished

    var text: [UInt8] {
        var text =
            #"{"format":"kyogikai-backup","version":\#(Format.version),"store":\#(Format.quoted(store)),"#
            + #""seq":\#(seq),"at":\#(at),"files":["# + "\n"
        text += files.map {
            #"{"name":\#(Format.quoted($0.name)),"bytes":\#($0.bytes),"sha256":"\#($0.sha256)"}"#
        }.joined(separator: ",\n")
        text += "\n]"
        let bytes = Array(text.utf8)
        let sum = bytes.withUnsafeBytes { Sum(of: $0) }
        return bytes + Array(#","sum":"\#(sum.text)"}"#.utf8) + [Format.newline]
    }

    init(store: String, seq: UInt64, at: Int64, files: [File]) {
        self.store = store
        self.seq = seq
        self.at = at
        self.files = files
    }

    /// Reads that of a backup. Fails with `.notABackup`, `.unfinishedBackup`, and `.data` for one that is damaged.
    static func read(_ directory: DataDirectory) throws(ToolFault) -> Manifest {
        let disk = directory.disk
        let path = directory.path + "/" + name
        let bytes = try tool { () throws(JournalFault) in
            try harmless { () throws(CallFailure) -> [UInt8]? in
                guard let size = try disk.find(path)?.size else { return nil }
                let file = try disk.file(path, O_RDONLY)
                defer { file.close() }
                return try file.read(Int(size), at: 0)
            }
        }
        guard let bytes else {
            throw directory.isUnfinishedBackup
                ? .unfinishedBackup(path: directory.path) : .notABackup(path: directory.path)
        }
        let fields = try? JSONDecoder().decode(Fields.self, from: Data(bytes))
        if let version = fields?.version, version > Format.version {
            throw .data(.newerFormat(path: path, version: version))
        }
        guard let fields, let store = fields.store, let seq = fields.seq, let at = fields.at, let files = fields.files
        else { throw .data(.damaged(file: path, offset: 0, reason: "it is not a manifest")) }
        let manifest = Manifest(store: store, seq: seq, at: at, files: files)
        guard manifest.text == bytes else {
            throw .data(.damaged(file: path, offset: 0, reason: "it is not what was written"))
        }
        return manifest
    }

    private struct Fields: Decodable {
        var version: Int?
        var store: String?
        var seq: UInt64?
        var at: Int64?
        var files: [File]?
    }
}

extension DataDirectory {
    /// A backup begins with the file that becomes its manifest at the end.
    var isUnfinishedBackup: Bool {
        func isThere(_ path: String) -> Bool { ((try? disk.find(path)) ?? nil) != nil }
        return isThere(path + "/" + Manifest.unfinished) && !isThere(path + "/" + Manifest.name)
    }
}
