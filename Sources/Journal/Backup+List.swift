internal import Glibc

extension Backup {
    /// A directory that is a backup, or was to become one.
    public struct Listed: Hashable, Sendable {
        public let path: String
        /// Nil without a manifest that can be read.
        public let manifest: Manifest?
        /// What there is, in bytes, the manifest left out.
        public let bytes: Int64
        /// The manifest is there and every file has the size that it says. What is in them is not looked at.
        public let isComplete: Bool
    }

    /// The backups that lie in a directory, or the one that it is: newest first, unfinished ones last.
    public static func list(_ path: String, disk: Disk = .live) throws(ToolFault) -> [Listed] {
        let folder = DataDirectory(path: path, disk: disk).path
        if let one = listed(folder, disk) { return [one] }
        let names = try tool { () throws(JournalFault) in
            try harmless { () throws(CallFailure) in try disk.list(folder) }
        }
        let found = names.sorted().compactMap { listed(folder + "/" + $0, disk) }
        return found.sorted { ($0.manifest?.at ?? .min, $0.path) > ($1.manifest?.at ?? .min, $1.path) }
    }

    /// Nil for what is no backup.
    private static func listed(_ path: String, _ disk: Disk) -> Listed? {
        let directory = DataDirectory(path: path, disk: disk)
        let manifest: Manifest?
        do throws(ToolFault) {
            manifest = try Manifest.read(directory)
        } catch {
            if case .notABackup = error { return nil }
            manifest = nil
        }
        func size(_ name: String) -> Int64? { ((try? disk.find(path + "/" + name)) ?? nil)?.size }
        guard let manifest else {
            return Listed(path: path, manifest: nil, bytes: directory.bytesToRead, isComplete: false)
        }
        let sizes = manifest.files.map { size($0.name) }
        return Listed(
            path: path,
            manifest: manifest,
            bytes: sizes.reduce(0) { $0 + ($1 ?? 0) },
            isComplete: sizes == manifest.files.map(\.bytes)
        )
    }
}
