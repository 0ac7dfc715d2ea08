// swift-tools-version: 6.2

import PackageDescription

let package = Package(
    name: "kyogikai",
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    ],
    targets: [
        // The domain: values and rules.
        .target(name: "Councils"),
        // JSON as bytes and values: a strict reader, a writer.
        .target(name: "JSONText"),
        // Bytes on disk.
        .target(name: "Journal", dependencies: [.crypto]),

        .testTarget(name: "CouncilsTests", dependencies: ["Councils"]),
        .testTarget(name: "JSONTextTests", dependencies: ["JSONText"]),
        .testTarget(name: "JournalTests", dependencies: ["Journal"]),
    ]
)

// Set where a change is judged, so that a newer compiler's warnings stop nobody else.
let strictness: [SwiftSetting] =
    Context.environment["WARNINGS_AS_ERRORS"] == nil ? [] : [.treatAllWarnings(as: .error)]

for target in package.targets {
    target.swiftSettings =
        [
            .swiftLanguageMode(.v6),
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .enableUpcomingFeature("InternalImportsByDefault"),
        ] + strictness
}

extension Target.Dependency {
    static let crypto = product(name: "Crypto", package: "swift-crypto")
}
