// swift-tools-version: 6.2

import PackageDescription

let package = Package(
    name: "kyogikai",
    targets: [
        // The domain: values and rules.
        .target(name: "Councils"),
        // JSON as bytes and values: a strict reader, a writer.
        .target(name: "JSONText"),

        .testTarget(name: "CouncilsTests", dependencies: ["Councils"]),
        .testTarget(name: "JSONTextTests", dependencies: ["JSONText"]),
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
