import Foundation
import Testing

/// Who may import whom. The arrows are the architecture: another one is a decision, not a convenience.
@Suite struct Imports {
    /// For each module: the modules of ours and the packages that it may import. The standard library's own
    /// (`Synchronization`, `Dispatch`, `Glibc`) are named where they are allowed.
    private static let arrows: [String: Set<String>] = [
        "Councils": [],
        "JSONText": ["Foundation"],
        "Journal": ["Crypto", "FoundationEssentials", "Glibc", "Synchronization"],
        "Store": [
            "Councils", "Journal", "JSONText", "Crypto", "HashTreeCollections", "IssueReporting", "Dispatch",
            "Synchronization",
        ],
        "CLinux": [],
        "COpenAPI": [],
        "Listener": ["CLinux", "FlyingSocks", "HTTPTypes", "Logging", "Glibc", "Synchronization"],
        "Web": ["JSONText", "HTTPTypes", "Crypto"],
        "API": [
            "Councils", "Store", "Web", "JSONText", "HTTPTypes", "Logging", "Crypto", "IssueReporting", "Foundation",
            "Synchronization",
        ],
        "kyogikai": [
            "API", "ArgumentParser", "COpenAPI", "Configuration", "Councils", "Foundation", "HTTPTypes",
            "IssueReporting", "Journal", "JSONText", "Listener", "Logging", "ServiceLifecycle", "Store",
            "Synchronization", "UnixSignals", "Web", "Yams",
        ],
    ]

    private static let inC: Set = ["CLinux", "COpenAPI"]

    private static let sources = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Sources")

    private func files(of module: String) throws -> [URL] {
        let folder = Self.sources.appending(path: module)
        let paths = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
        return paths.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
    }

    private func imports(in text: String) -> [String] {
        text.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ").map(String.init)
            guard let place = words.firstIndex(of: "import"), place <= 2, place + 1 < words.count,
                words[..<place].allSatisfy({
                    ["public", "package", "internal", "private"].contains($0) || $0.hasPrefix("@")
                })
            else { return nil }
            let kinds = ["struct", "class", "enum", "func", "protocol", "typealias", "var", "let"]
            let name = kinds.contains(words[place + 1]) ? words[min(place + 2, words.count - 1)] : words[place + 1]
            return String(name.prefix { $0 != "." })
        }
    }

    @Test func everyModuleHasItsArrows() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: Self.sources.path)
        #expect(Set(folders) == Set(Self.arrows.keys))
    }

    @Test(arguments: arrows.keys.sorted())
    func aModuleImportsOnlyWhatTheArchitectureAllows(_ module: String) throws {
        let files = try files(of: module)
        let allowed = try #require(Self.arrows[module])
        #expect(!files.isEmpty || Self.inC.contains(module))
        for file in files {
            let text = try String(contentsOf: file, encoding: .utf8)
            for name in imports(in: text) where !allowed.contains(name) {
                Issue.record("\(module)/\(file.lastPathComponent) imports \(name)")
            }
        }
    }

    @Test func noArrowIsThereThatNobodyUses() throws {
        for (module, allowed) in Self.arrows {
            let used = Set(try files(of: module).flatMap { imports(in: try String(contentsOf: $0, encoding: .utf8)) })
            #expect(
                allowed.subtracting(used).isEmpty,
                "\(module) no longer needs \(allowed.subtracting(used).sorted())"
            )
        }
    }

    @Test(arguments: [
        ("public import HTTPTypes", ["HTTPTypes"]), ("import struct Foundation.Data", ["Foundation"]),
        ("@testable import Store", ["Store"]), ("/// import nothing", []), ("let import = 1", []),
    ])
    func anImportIsFoundInEveryForm(_ line: String, _ names: [String]) {
        #expect(imports(in: line) == names)
    }
}
