// swift-tools-version: 6.1
import PackageDescription

/// The filters are started once per model by scripts and CI jobs, so on Linux they are linked fully static:
/// that halves what a start costs. hf-fetch stays dynamic, because FoundationNetworking has no static form.
let linuxRelease = BuildSettingCondition.when(platforms: [.linux], configuration: .release)
let optimised: [SwiftSetting] = [
  .unsafeFlags(["-cross-module-optimization", "-enforce-exclusivity=unchecked"], .when(configuration: .release)),
  // Functions of Shared that are called for each byte, key or value are inlined into the tools up to this size: with the
  // default limit, iterating over members took calls.
  .unsafeFlags(["-Xllvm", "-cmo-function-size-limit=200"], .when(configuration: .release)),
]
let staticFilter = optimised + [.unsafeFlags(["-static-executable"], linuxRelease)]
/// The static C library warns that it holds a `dlopen` nobody calls here; lld can be told to keep that to itself.
let staticLink: [LinkerSetting] = [
  .unsafeFlags(
    ["-static-executable", "-use-ld=lld", "-Xlinker", "--no-warnings", "-Xlinker", "-s"], linuxRelease)
]

/// One of the pure filters: a stage that needs neither Foundation nor a network.
func filter(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .executableTarget(
    name: name, dependencies: ["Shared"] + dependencies, swiftSettings: staticFilter, linkerSettings: staticLink)
}

/// What several tools need, each in a module of its own, so that the compiler keeps who may use what.
func shared(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, path: "Sources/Shared/\(name)", swiftSettings: optimised)
}

let package = Package(
  name: "hf-model-import",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "hf-fetch", targets: ["hf-fetch"]),
    .executable(name: "hf-transform", targets: ["hf-transform"]),
    .executable(name: "hf-validate", targets: ["hf-validate"]),
    .executable(name: "models-merge", targets: ["models-merge"]),
  ],
  targets: [
    shared("Platform", []),
    shared("JSON", ["Platform"]),
    shared("CommandLineTool", ["JSON", "Platform"]),
    shared("ModelSpec", ["JSON"]),
    shared("Streams", ["CommandLineTool", "JSON", "ModelSpec", "Platform"]),
    shared("Files", ["CommandLineTool", "JSON", "Platform"]),
    shared("JSONSchema", ["JSON", "Platform"]),
    .target(
      name: "Shared", dependencies: ["CommandLineTool", "Files", "JSON", "ModelSpec", "Platform", "Streams"],
      path: "Sources/Shared",
      exclude: ["CommandLineTool", "Files", "JSON", "JSONSchema", "ModelSpec", "Platform", "Streams"],
      sources: ["Shared.swift"], swiftSettings: optimised),
    .target(
      name: "MCP", dependencies: ["Shared"], path: "Sources/hf-fetch/MCP", swiftSettings: optimised),
    .systemLibrary(name: "CLibcurl", path: "Sources/hf-fetch/Libcurl"),
    .executableTarget(
      name: "hf-fetch", dependencies: ["CLibcurl", "MCP", "Shared"], exclude: ["Libcurl", "MCP"],
      swiftSettings: optimised),
    filter("hf-transform"),
    filter("hf-validate", ["JSONSchema"]),
    filter("models-merge"),
    .target(name: "TestSupport", dependencies: ["Shared"], path: "Tests/TestSupport"),
    .testTarget(
      name: "SharedTests", dependencies: ["CommandLineTool", "JSON", "Shared", "Streams"]),
    .testTarget(name: "EndToEndTests", dependencies: ["Shared", "StubHub", "TestSupport"]),
    .testTarget(name: "ValidateTests", dependencies: ["hf-validate", "JSONSchema", "Shared", "TestSupport"]),
    .executableTarget(
      name: "conformance", dependencies: ["Shared", "TestSupport"], path: "Tests/Programs/Conformance"),
    .target(name: "StubHub", dependencies: ["Shared"], path: "Tests/Programs/StubHub/Library"),
    .executableTarget(name: "stub-hub", dependencies: ["Shared", "StubHub"], path: "Tests/Programs/StubHub/Command"),
    .executableTarget(
      name: "benchmarks", dependencies: ["Shared"], path: "Tests/Programs/Benchmarks", exclude: ["Models", "Peers"],
      swiftSettings: staticFilter, linkerSettings: staticLink),
    .testTarget(name: "MergeTests", dependencies: ["models-merge", "Shared", "TestSupport"]),
    .executableTarget(
      name: "crash-test", dependencies: ["models-merge", "TestSupport"], path: "Tests/Programs/CrashTest"),
    .executableTarget(name: "check-corpus", dependencies: ["Shared", "StubHub"], path: "Tests/Programs/CorpusCheck"),
    .testTarget(
      name: "TransformTests",
      dependencies: ["hf-transform", "hf-validate", "JSONSchema", "models-merge", "Shared", "TestSupport"],
      exclude: ["Fixtures"]),
    .testTarget(
      name: "FetchTests", dependencies: ["hf-fetch", "Shared", "StubHub", "TestSupport"], exclude: ["http2-hub.py"]),
    .testTarget(name: "CatalogueTests", dependencies: ["Shared", "TestSupport"], exclude: ["visit.js"]),
    .testTarget(
      name: "MCPTests", dependencies: ["hf-fetch", "MCP", "Shared", "StubHub", "TestSupport"],
      exclude: ["official-client.py"]),
  ],
  swiftLanguageModes: [.v6]
)
