// swift-tools-version: 6.2
import PackageDescription

// Targets stand in the order of flow; each may import only what it names, and the explicit-import check of
// deploy/test holds it to that. Monetary, BillingCalendar, Billing, BillingRun, BillingFormats and Simulation build
// without the headers of libpq, libcurl, zlib, HarfBuzz and FriBidi.

let swift: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]
/// Kill points and wrong variants for the fault campaign are in debug builds; a release build has no trace of them.
let withFaults = swift + [.define("FAULT_INJECTION", .when(configuration: .debug))]
let c: [CSetting] = [.treatAllWarnings(as: .error), .enableWarning("all"), .enableWarning("extra")]

let money: [Target.Dependency] = ["Monetary", "BillingCalendar"]
let nio: [Target.Dependency] = [
    .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
    .product(name: "NIOHTTP1", package: "swift-nio"),
]
let heap: Target.Dependency = .product(name: "HeapModule", package: "swift-collections")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")

let core: [Target] = [
    .target(name: "Monetary", swiftSettings: swift),
    .target(name: "BillingCalendar", swiftSettings: swift),
    .target(name: "SystemTimeZones", dependencies: ["BillingCalendar"], swiftSettings: swift),
    .target(name: "Billing", dependencies: money, swiftSettings: swift),
]

let documents: [Target] = [
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(
        name: "PDFWriter", dependencies: ["CZlib"], exclude: ["Fonts/Master/OFL.txt"], swiftSettings: swift),
    .systemLibrary(name: "CHarfBuzz", pkgConfig: "harfbuzz", providers: [.apt(["libharfbuzz-dev"])]),
    .systemLibrary(name: "CFriBidi", pkgConfig: "fribidi", providers: [.apt(["libfribidi-dev"])]),
    .target(
        name: "TextShaping", dependencies: ["CFriBidi", "CHarfBuzz", "PDFWriter"], swiftSettings: swift),
    .target(
        name: "InvoiceDocument", dependencies: money + ["Billing", "PDFWriter"], swiftSettings: swift),
]

let run: [Target] = [
    .target(name: "FaultInjection", swiftSettings: withFaults),
    .target(name: "BillingRun", dependencies: money + ["Billing", "FaultInjection"], swiftSettings: swift),
    .target(
        name: "BillingFormats", dependencies: money + ["Billing", .product(name: "Yams", package: "Yams")],
        swiftSettings: swift),
    .target(
        name: "Simulation",
        dependencies: money + ["Billing", "BillingRun", "BillingFormats", "SystemTimeZones", heap],
        swiftSettings: swift),
]

let store: [Target] = [
    .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .target(name: "CPosixSpawn", cSettings: c),
    .target(name: "Postgres", dependencies: ["CLibPQ"], swiftSettings: swift),
    .target(name: "PrivatePostgres", dependencies: ["CPosixSpawn", "Postgres"], swiftSettings: swift),
    .executableTarget(name: "embed-sql", swiftSettings: swift),
    .plugin(
        name: "EmbedSQL", capability: .buildTool(), dependencies: ["embed-sql"],
        path: "Sources/EmbedSQLPlugin"),
    .target(
        name: "BillingStore",
        dependencies: money + ["Billing", "BillingRun", "Postgres", "SystemTimeZones"],
        swiftSettings: swift, plugins: ["EmbedSQL"]),
]

let processors: [Target] = [
    .systemLibrary(name: "CLibcurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .target(name: "CCurl", dependencies: ["CLibcurl"], cSettings: c),
    .target(name: "HTTPTransport", dependencies: ["CCurl", "CLibcurl"], swiftSettings: swift),
    .target(
        name: "PaymentGateways", dependencies: ["Billing", "HTTPTransport", "Monetary", crypto],
        swiftSettings: swift),
    .target(name: "ProcessorSandbox", dependencies: nio + [crypto, "HTTPTransport"], swiftSettings: swift),
]

let notices: [Target] = [
    .target(name: "WebhookServer", dependencies: nio, swiftSettings: swift),
    .target(
        name: "MailTransport", dependencies: ["BillingCalendar", "CCurl", "CLibcurl"], swiftSettings: swift),
    .target(
        name: "NoticeDelivery",
        dependencies: money + [
            "Billing", "BillingRun", "HTTPTransport", "MailTransport", crypto,
            .product(name: "Mustache", package: "swift-mustache"),
        ], swiftSettings: swift),
]

let command: [Target] = [
    .target(name: "CCoreDump", cSettings: c),
    .target(
        name: "DatabaseSimulation",
        dependencies: [
            "Billing", "BillingFormats", "BillingRun", "BillingStore", "HTTPTransport", "PaymentGateways",
            "ProcessorSandbox", "Simulation",
        ], swiftSettings: swift),
    .executableTarget(
        name: "dueday",
        dependencies: money + [
            "Billing", "BillingFormats", "BillingRun", "BillingStore", "CCoreDump", "DatabaseSimulation",
            "HTTPTransport", "FaultInjection", "InvoiceDocument", "MailTransport", "NoticeDelivery",
            "PaymentGateways", "PDFWriter", "Postgres", "PrivatePostgres", "ProcessorSandbox", "Simulation",
            "SystemTimeZones", "TextShaping", "WebhookServer", crypto,
            .product(name: "ArgumentParser", package: "swift-argument-parser"),
            .product(name: "Configuration", package: "swift-configuration"),
            .product(name: "Mustache", package: "swift-mustache"),
            .product(name: "SystemPackage", package: "swift-system"),
            .product(name: "Yams", package: "Yams"),
        ],
        swiftSettings: withFaults),
]

let benchmarks: [Target] = [
    .executableTarget(name: "rules-benchmark", dependencies: money + ["Billing"], swiftSettings: swift),
    .executableTarget(
        name: "charge-benchmark", dependencies: ["Billing", "HTTPTransport", "PaymentGateways"],
        swiftSettings: swift),
]

let tests: [Target] = [
    .target(
        name: "PostgresTestKit", dependencies: ["CPosixSpawn", "Postgres", "PrivatePostgres"],
        swiftSettings: swift),
    .target(name: "PropertyTestKit", swiftSettings: swift),
    .target(
        name: "ScenarioGenerator",
        dependencies: money + ["Billing", "BillingFormats", "BillingRun", "Simulation", "SystemTimeZones"],
        swiftSettings: swift),
    .target(
        name: "FaultCampaign",
        dependencies: money + [
            "Billing", "BillingFormats", "BillingRun", "BillingStore", "FaultInjection", "HTTPTransport",
            "Postgres",
            "PostgresTestKit", "PrivatePostgres", "ProcessorSandbox", "ScenarioGenerator",
        ], swiftSettings: swift),
    .executableTarget(
        name: "fault-campaign",
        dependencies: [
            "FaultCampaign", "FaultInjection",
            .product(name: "ArgumentParser", package: "swift-argument-parser"),
        ], swiftSettings: swift),
    .testTarget(
        name: "FaultCampaignTests",
        dependencies: [
            "Billing", "BillingStore", "FaultCampaign", "FaultInjection", "ProcessorSandbox", "dueday",
        ],
        swiftSettings: swift),
    .testTarget(name: "MonetaryTests", dependencies: ["Monetary", "PropertyTestKit"], swiftSettings: swift),
    .testTarget(
        name: "BillingCalendarTests",
        dependencies: ["BillingCalendar", "PropertyTestKit", "SystemTimeZones"],
        swiftSettings: swift),
    .testTarget(name: "PDFWriterTests", dependencies: ["PDFWriter"], swiftSettings: swift),
    .testTarget(
        name: "TextShapingTests", dependencies: ["PDFWriter", "TextShaping"], exclude: ["Readers"],
        swiftSettings: swift),
    .testTarget(
        name: "InvoiceDocumentTests",
        dependencies: money + [
            "Billing", "InvoiceDocument", "PDFWriter", "PropertyTestKit", "ScenarioGenerator",
            "SystemTimeZones",
            "TextShaping",
        ],
        exclude: ["Goldens"], swiftSettings: swift),
    .testTarget(
        name: "BillingFormatsTests", dependencies: money + ["Billing", "BillingFormats", "PropertyTestKit"],
        exclude: ["Fixtures"],
        swiftSettings: swift),
    .testTarget(
        name: "BillingTests", dependencies: money + ["Billing", "PropertyTestKit", "SystemTimeZones"],
        swiftSettings: swift),
    .testTarget(
        name: "SimulationTests",
        dependencies: money + [
            "Billing", "BillingFormats", "BillingRun", "ScenarioGenerator", "Simulation", "SystemTimeZones",
        ], swiftSettings: swift),
    .testTarget(
        name: "DatabaseSimulationTests",
        dependencies: [
            "BillingFormats", "BillingStore", "DatabaseSimulation", "Postgres", "PostgresTestKit",
            "ScenarioGenerator", "Simulation",
        ], swiftSettings: swift),
    .testTarget(
        name: "PostgresTests", dependencies: ["CLibPQ", "Postgres", "PostgresTestKit", "PropertyTestKit"],
        swiftSettings: swift),
    .testTarget(
        name: "PrivatePostgresTests", dependencies: ["Postgres", "PrivatePostgres"], swiftSettings: swift),
    .testTarget(name: "EmbedSQLTests", dependencies: ["embed-sql"], swiftSettings: swift),
    .testTarget(
        name: "BillingStoreTests",
        dependencies: money + [
            "Billing", "BillingRun", "BillingStore", "Postgres", "PostgresTestKit", "PropertyTestKit",
            "ScenarioGenerator", "Simulation", "SystemTimeZones",
        ], swiftSettings: swift),
    .testTarget(
        name: "WorkerTests",
        dependencies: money + [
            "Billing", "BillingFormats", "BillingRun", "BillingStore", "HTTPTransport", "PaymentGateways",
            "Postgres", "PostgresTestKit", "ProcessorSandbox", "dueday",
        ], exclude: ["Goldens"], swiftSettings: swift),
    .testTarget(name: "WebhookServerTests", dependencies: ["WebhookServer"], swiftSettings: swift),
    .testTarget(
        name: "NoticeDeliveryTests",
        dependencies: money + [
            "Billing", "BillingRun", "HTTPTransport", "MailTransport", "NoticeDelivery",
        ], swiftSettings: swift),
    .testTarget(
        name: "GalleryTests",
        dependencies: money + [
            "Billing", "BillingFormats", "BillingRun", "InvoiceDocument", "PDFWriter", "ScenarioGenerator",
            "Simulation", "dueday",
        ],
        exclude: ["Goldens", "Validators"], swiftSettings: swift),
    .testTarget(
        name: "HTTPTransportTests", dependencies: ["HTTPTransport"] + nio, swiftSettings: swift),
    .testTarget(
        name: "PaymentGatewaysTests",
        dependencies: ["Billing", "HTTPTransport", "PaymentGateways", "ProcessorSandbox", "PropertyTestKit"],
        exclude: ["Fixtures"], swiftSettings: swift),
    .testTarget(
        name: "ProcessorSandboxTests",
        dependencies: nio + ["Billing", "HTTPTransport", "PaymentGateways", "ProcessorSandbox"],
        swiftSettings: swift),
]

let package = Package(
    name: "dueday",
    products: [.executable(name: "dueday", targets: ["dueday"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: ["YAML"]),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: core + documents + run + store + processors + notices + command + benchmarks + tests,
    swiftLanguageModes: [.v6])
