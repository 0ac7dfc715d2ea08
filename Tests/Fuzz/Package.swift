// swift-tools-version: 6.2

import PackageDescription

// The listener's readers under libFuzzer; ./run builds and runs it. A package of its own, because all of it is compiled
// with the sanitizers, which the product must never be.
let package = Package(
    name: "fuzz",
    dependencies: [
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    ],
    targets: [
        .systemLibrary(name: "CLinux"),
        // The product's own sources through a symbolic link; testable, since the readers are internal.
        .target(
            name: "Listener",
            dependencies: [
                "CLinux",
                .product(name: "FlyingSocks", package: "FlyingFox"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: [.unsafeFlags(["-enable-testing"])]
        ),
        // How an input is cut, and how a broken rule is told.
        .target(name: "Pieces"),
        .executableTarget(
            name: "fuzz-head",
            dependencies: ["Listener", "Pieces", .product(name: "HTTPTypes", package: "swift-http-types")]
        ),
        .executableTarget(name: "fuzz-chunks", dependencies: ["Listener", "Pieces"]),
    ]
)

for target in package.targets where target.type != .system {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .swiftLanguageMode(.v6),
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .enableUpcomingFeature("InternalImportsByDefault"),
        ]
    // libFuzzer brings `main`.
    if target.type == .executable { target.swiftSettings?.append(.unsafeFlags(["-parse-as-library"])) }
}
