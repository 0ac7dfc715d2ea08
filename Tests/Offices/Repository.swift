import API
import Foundation

/// The files that this package ships.
enum Repository {
    /// The folder that has `Package.swift` and `config`, above this file.
    static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func councilFiles() throws -> [Bootstrap.File] {
        try ["gunma", "japan", "nagano", "saitama", "tokyo"].map { name in
            let path = root.appending(path: "config/councils/\(name).json")
            return Bootstrap.File(name: name + ".json", bytes: Array(try Data(contentsOf: path)))
        }
    }
}

/// A directory for as long as somebody holds it.
final class Directory: Sendable {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "kyogikai-" + UUID().uuidString)
        path = url.path(percentEncoded: false)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The contents of all its files, one after another.
    func text(of folder: String = "") throws -> String {
        let path = folder.isEmpty ? path : path + "/" + folder
        let names = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
        return try names.sorted().map { name in
            var isDirectory: ObjCBool = false
            let file = path + "/" + name
            guard FileManager.default.fileExists(atPath: file, isDirectory: &isDirectory), !isDirectory.boolValue else {
                return ""
            }
            return String(decoding: try Data(contentsOf: URL(fileURLWithPath: file)), as: UTF8.self)
        }.joined(separator: "\n")
    }
}
