// swift-tools-version: 6.2

import PackageDescription

let package = Package(
    name: "kyogikai",
    products: [
        .executable(name: "kyogikai", targets: ["kyogikai"])
    ],
    dependencies: [
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
        .package(
            url: "https://github.com/apple/swift-configuration",
            from: "1.4.0",
            traits: [.defaults, "CommandLineArguments", "Logging"]
        ),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/pointfreeco/xctest-dynamic-overlay", from: "1.13.1"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // The domain: values and rules.
        .target(name: "Councils"),
        // JSON as bytes and values: a strict reader, a writer.
        .target(name: "JSONText"),
        // Bytes on disk.
        .target(name: "Journal", dependencies: [.crypto]),
        // Memory and transactions.
        .target(
            name: "Store",
            dependencies: ["Councils", "Journal", "JSONText", .crypto, .hashTreeCollections, .issueReporting]
        ),
        // epoll, eventfd and accept4, which the Glibc module leaves out.
        .systemLibrary(name: "CLinux"),
        // Sockets and HTTP/1.1.
        .target(name: "Listener", dependencies: ["CLinux", .flyingSocks, .httpTypes, .logging]),
        // Routing, problems, conditions, lists.
        .target(name: "Web", dependencies: ["JSONText", .httpTypes, .crypto]),
        // The councils' resources over HTTP.
        .target(
            name: "API",
            dependencies: [
                "Councils", "Store", "Web", "JSONText", .httpTypes, .logging, .crypto, .issueReporting,
            ]
        ),
        // The description of the API as bytes of the program; in C, which takes in a file without reading it as code.
        .target(name: "COpenAPI"),
        // The process: settings, commands, signals.
        .executableTarget(
            name: "kyogikai",
            dependencies: [
                "API", "Councils", "COpenAPI", "Journal", "JSONText", "Listener", "Store", "Web",
                .argumentParser, .configuration, .httpTypes, .issueReporting, .logging, .serviceLifecycle, .unixSignals,
                .yams,
            ]
        ),

        // Simulated and failing disks, for tests alone.
        .target(name: "Disks", dependencies: ["Journal"], path: "Tests/Disks"),
        // A whole office on a store of its own, and what it is asked, for tests alone.
        .target(
            name: "Offices",
            dependencies: ["API", "Councils", "Journal", "JSONText", "Store", "Web", .httpTypes, .logging],
            path: "Tests/Offices"
        ),

        .testTarget(name: "CouncilsTests", dependencies: ["Councils"]),
        .testTarget(name: "JSONTextTests", dependencies: ["JSONText"]),
        .testTarget(name: "JournalTests", dependencies: ["Journal", "Disks"]),
        .testTarget(
            name: "StoreTests",
            dependencies: ["Store", "Councils", "Journal", "JSONText", "Disks", .crypto, .issueReportingTests]
        ),
        .testTarget(
            name: "ListenerTests",
            dependencies: ["Listener", .flyingSocks, .httpTypes, .logging],
            resources: [.copy("Corpus")]
        ),
        .testTarget(name: "WebTests", dependencies: ["Web", "JSONText", .httpTypes]),
        .testTarget(
            name: "APITests",
            dependencies: [
                "API", "Councils", "Journal", "Store", "Web", "JSONText", "Offices", .httpTypes, .issueReporting,
                .issueReportingTests, .logging,
            ]
        ),
        .testTarget(
            name: "ConfidentialityTests",
            dependencies: [
                "API", "Councils", "JSONText", "Store", "Web", "Offices", "Disks", .httpTypes, .issueReportingTests,
                .yams,
            ]
        ),
        .testTarget(
            name: "kyogikaiTests",
            dependencies: [
                "kyogikai", "API", "Councils", "JSONText", "Listener", "Web", "Offices", .httpTypes, .yams,
                .issueReportingTests,
            ],
            // What is compared is read where it stands.
            exclude: ["policy.txt"]
        ),
        .testTarget(name: "ArchitectureTests"),
    ],
    cLanguageStandard: .gnu2x
)

// Set where a change is judged, so that a newer compiler's warnings stop nobody else.
let strictness: [SwiftSetting] =
    Context.environment["WARNINGS_AS_ERRORS"] == nil ? [] : [.treatAllWarnings(as: .error)]

for target in package.targets where target.type != .system {
    target.swiftSettings =
        [
            .swiftLanguageMode(.v6),
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .enableUpcomingFeature("InternalImportsByDefault"),
        ] + strictness
}

extension Target.Dependency {
    static let argumentParser = product(name: "ArgumentParser", package: "swift-argument-parser")
    static let configuration = product(name: "Configuration", package: "swift-configuration")
    static let crypto = product(name: "Crypto", package: "swift-crypto")
    static let flyingSocks = product(name: "FlyingSocks", package: "FlyingFox")
    static let hashTreeCollections = product(name: "HashTreeCollections", package: "swift-collections")
    static let httpTypes = product(name: "HTTPTypes", package: "swift-http-types")
    static let issueReporting = product(name: "IssueReporting", package: "xctest-dynamic-overlay")
    static let issueReportingTests = product(name: "IssueReportingTestSupport", package: "xctest-dynamic-overlay")
    static let logging = product(name: "Logging", package: "swift-log")
    static let yams = product(name: "Yams", package: "Yams")
    static let unixSignals = product(name: "UnixSignals", package: "swift-service-lifecycle")
    static let serviceLifecycle = product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
}
