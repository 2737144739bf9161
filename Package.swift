// swift-tools-version: 6.1
import PackageDescription

/// Each file imports what it uses, so the imports of a module show all that it needs. A module passes on only what its
/// interface names.
let imports: [SwiftSetting] = [
  .enableUpcomingFeature("InternalImportsByDefault"), .enableUpcomingFeature("MemberImportVisibility"),
]
/// What each flag gains was measured alone, in 31 pairs of runs on 10,000 snapshots or entries.
let optimized: [SwiftSetting] =
  imports + [
    // With checks of exclusive access at run time, hf-transform takes 85 % more user CPU time, and hf-validate 35 %.
    .unsafeFlags(["-cross-module-optimization", "-enforce-exclusivity=unchecked"], .when(configuration: .release)),
    // Functions that are called for each byte, key or value are inlined across modules up to this size. With the
    // default limit, hf-validate takes 13 % more user CPU time, and hf-transform 5 %.
    .unsafeFlags(["-Xllvm", "-cmo-function-size-limit=200"], .when(configuration: .release)),
    // Code that throws moves out of the way of code that does not: 3 % fewer misses of the instruction cache in
    // hf-transform (simulated).
    .unsafeFlags(
      ["-Xfrontend", "-enable-throws-prediction", "-Xfrontend", "-enable-noreturn-prediction"],
      .when(configuration: .release)),
    // Debuggers unwind by tables on Linux, so functions need no frame pointer: without it, hf-transform takes 2 % fewer
    // instructions.
    .unsafeFlags(
      ["-Xcc", "-Xclang", "-Xcc", "-mframe-pointer=none"], .when(platforms: [.linux], configuration: .release)),
  ]

/// The filters are started once per model by scripts and CI jobs, so on Linux they are linked fully static: a start
/// then takes 1.8 ms of processor time instead of 3.4. hf-fetch loads the system's libcurl, which a static C library
/// cannot do, so of it only Swift's own libraries are static.
let linuxRelease = BuildSettingCondition.when(platforms: [.linux], configuration: .release)
let staticFilter = optimized + [.unsafeFlags(["-static-executable"], linuxRelease)]
/// The static C library warns about a `dlopen` that is not called here; lld can suppress the warning.
let staticLink: [LinkerSetting] = [
  .unsafeFlags(
    ["-static-executable", "-use-ld=lld", "-Xlinker", "--no-warnings", "-Xlinker", "-s"], linuxRelease)
]

let staticLibraries = optimized + [.unsafeFlags(["-static-stdlib"], linuxRelease)]
let staticLibrariesLink: [LinkerSetting] = [
  .unsafeFlags(
    [
      "-static-stdlib", "-use-ld=lld", "-Xlinker", "--no-warnings", "-Xlinker", "-s",
    ], linuxRelease)
]

/// What several tools need: a module for each folder of `Sources/Shared`, so that the compiler keeps who may use what.
func shared(_ name: String, uses dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, path: "Sources/Shared/\(name)", swiftSettings: optimized)
}

/// One of the pure filters: a stage that needs no network.
func filter(_ name: String, uses dependencies: [Target.Dependency]) -> Target {
  .executableTarget(
    name: name, dependencies: dependencies, swiftSettings: staticFilter, linkerSettings: staticLink)
}

/// Tests: a folder a target.
func tests(_ name: String, uses dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: imports)
}

/// A program of the tests, which a user runs through make.
func program(
  _ name: String, in folder: String, uses dependencies: [Target.Dependency]
) -> Target {
  .executableTarget(
    name: name, dependencies: dependencies, path: "Tests/Programs/\(folder)", swiftSettings: imports)
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
    // The C library under one name, its errors, threads, environment variables.
    shared("Platform"),
    // JSON as text, tape and views, written and read; numbers without loss.
    shared("JSON", uses: ["Platform"]),
    // The user interface of the four tools: option tables and all that is made from them, messages, exit statuses.
    shared("CommandLineTool", uses: ["JSON", "Platform"]),
    // What the stages agree on: an entry's fields, ids, quantization methods, GGML types, failures.
    shared("ModelSpec", uses: ["JSON"]),
    // Documents in and documents out, in order, by one worker or several.
    shared("Streams", uses: ["CommandLineTool", "JSON", "ModelSpec", "Platform"]),
    // Files that are replaced whole, locked, and checked before they are.
    shared("Files", uses: ["CommandLineTool", "JSON", "Platform"]),
    // JSON Schema: compiled once, then applied to value after value.
    shared("JSONSchema", uses: ["JSON"]),

    // The header of the system's libcurl, which is loaded at the first request.
    .systemLibrary(name: "CLibcurl", path: "Sources/hf-fetch/Libcurl"),
    // A Model Context Protocol server that runs the four tools as programs; it knows none of their code.
    .target(
      name: "MCP", dependencies: ["CommandLineTool", "Files", "JSON", "ModelSpec", "Platform", "Streams"],
      path: "Sources/hf-fetch/MCP", swiftSettings: optimized),
    // Requests to snapshots: the only tool that speaks to a network.
    .executableTarget(
      name: "hf-fetch",
      dependencies: ["CLibcurl", "CommandLineTool", "Files", "JSON", "MCP", "ModelSpec", "Platform", "Streams"],
      exclude: ["Libcurl", "MCP"], swiftSettings: staticLibraries, linkerSettings: staticLibrariesLink),
    // Snapshots to entries.
    filter("hf-transform", uses: ["CommandLineTool", "JSON", "JSONSchema", "ModelSpec", "Platform", "Streams"]),
    // Entries, or any JSON, against a schema and the rules beyond it.
    filter(
      "hf-validate", uses: ["CommandLineTool", "Files", "JSON", "JSONSchema", "ModelSpec", "Platform", "Streams"]),
    // Entries into a database.
    filter("models-merge", uses: ["CommandLineTool", "Files", "JSON", "ModelSpec", "Platform", "Streams"]),

    // Commands, scratch directories and terminals for tests.
    .target(
      name: "TestSupport", dependencies: ["JSON", "JSONSchema", "ModelSpec", "Platform"], path: "Tests/TestSupport",
      swiftSettings: imports),
    // A Hub on loopback, for tests and as a program.
    .target(
      name: "StubHub", dependencies: ["Files", "JSON", "Platform"], path: "Tests/Programs/StubHub/Library",
      swiftSettings: imports),
    program("stub-hub", in: "StubHub/Command", uses: ["CommandLineTool", "JSON", "Platform", "StubHub"]),
    program("conformance", in: "Conformance", uses: ["JSON", "Platform", "TestSupport"]),
    program(
      "check-corpus", in: "CorpusCheck", uses: ["CommandLineTool", "JSON", "ModelSpec", "StubHub", "TestSupport"]),
    program("crash-test", in: "CrashTest", uses: ["JSON", "models-merge", "TestSupport"]),
    .executableTarget(
      name: "benchmarks", dependencies: ["CommandLineTool", "Files", "JSON", "Platform", "Streams"],
      path: "Tests/Programs/Benchmarks", exclude: ["Models", "Peers"], swiftSettings: staticFilter,
      linkerSettings: staticLink),

    tests(
      "SharedTests",
      uses: ["CommandLineTool", "Files", "JSON", "JSONSchema", "ModelSpec", "Platform", "Streams", "TestSupport"]),
    tests(
      "FetchTests",
      uses: ["CommandLineTool", "Files", "JSON", "ModelSpec", "Platform", "StubHub", "TestSupport", "hf-fetch"],
      exclude: ["Support/http2-hub.py"]),
    tests(
      "MCPTests", uses: ["JSON", "MCP", "Platform", "StubHub", "TestSupport", "hf-fetch"],
      exclude: ["Runs/official-client.py"]),
    tests(
      "TransformTests",
      uses: [
        "CommandLineTool", "JSON", "JSONSchema", "ModelSpec", "Streams", "StubHub", "TestSupport", "hf-fetch",
        "hf-transform", "hf-validate", "models-merge",
      ], exclude: ["Fixtures"]),
    tests("ValidateTests", uses: ["JSON", "JSONSchema", "ModelSpec", "TestSupport", "hf-validate"]),
    tests("MergeTests", uses: ["CommandLineTool", "Files", "JSON", "TestSupport", "models-merge"]),
    tests("CatalogTests", uses: ["JSON", "TestSupport", "models-merge"], exclude: ["visit.js"]),
    tests("EndToEndTests", uses: ["JSON", "ModelSpec", "StubHub", "TestSupport"], exclude: ["Imports/own-stage.py"]),
  ],
  swiftLanguageModes: [.v6]
)

// The fuzzers need libFuzzer, which few toolchains have, so they are built only when 'make fuzz' asks for them. They
// reach into the tools, which are libraries then: an executable cannot be linked with another one.
if Context.environment["FUZZ"] != nil {
  let tools = package.products.map(\.name)
  package.products = []
  package.targets = package.targets.filter { $0.type != .test && $0.path?.hasPrefix("Tests/Programs") != true }
    .map { target in
      guard tools.contains(target.name) else { return target }
      return .target(
        name: target.name, dependencies: target.dependencies, exclude: target.exclude + ["main.swift"],
        swiftSettings: imports)
    }
  package.targets.append(
    program(
      "fuzz", in: "Fuzz",
      uses: [
        "CommandLineTool", "Files", "JSON", "JSONSchema", "ModelSpec", "Platform", "Streams", "TestSupport", "hf-fetch",
        "hf-transform", "hf-validate", "models-merge",
      ]))
}
