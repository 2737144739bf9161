// swift-tools-version: 6.1
import PackageDescription

/// Strict imports: a file can use only modules that it imports itself, and a module's interface only those of a
/// `public import`.
let imports: [SwiftSetting] = [
  .enableUpcomingFeature("InternalImportsByDefault"), .enableUpcomingFeature("MemberImportVisibility"),
]
/// The settings of the tools. The gain of each flag of release builds was measured separately, in 31 pairs of runs:
/// hf-transform on 10,000 snapshots, hf-validate on 10,000 entries.
let optimized: [SwiftSetting] =
  imports + [
    // Modules are optimized together. Exclusive access to memory is not checked at run time: with the checks,
    // hf-transform takes 85 % more user CPU time, and hf-validate 35 %.
    .unsafeFlags(["-cross-module-optimization", "-enforce-exclusivity=unchecked"], .when(configuration: .release)),
    // Functions that are called for each byte, key or value are inlined across modules up to this size. With the
    // default limit, hf-validate takes 13 % more user CPU time, and hf-transform 5 %.
    .unsafeFlags(["-Xllvm", "-cmo-function-size-limit=200"], .when(configuration: .release)),
    // The compiler treats throws and calls that do not return as unlikely, and moves their code away from the normal
    // path: 3 % fewer misses of the instruction cache in hf-transform (simulated).
    .unsafeFlags(
      ["-Xfrontend", "-enable-throws-prediction", "-Xfrontend", "-enable-noreturn-prediction"],
      .when(configuration: .release)),
    // On Linux, debuggers unwind the stack by tables, so functions need no frame pointer. Without it, hf-transform
    // executes 2 % fewer instructions.
    .unsafeFlags(
      ["-Xcc", "-Xclang", "-Xcc", "-mframe-pointer=none"], .when(platforms: [.linux], configuration: .release)),
  ]

/// The builds in which executables are linked statically.
let linuxRelease = BuildSettingCondition.when(platforms: [.linux], configuration: .release)

/// The setting of modules that do without the platform's library for regular expressions, which has `contains(_:)` and
/// `replacing(_:with:)` of strings too. Without the library, a static tool is 1.3 MB smaller and starts 4 % faster.
let withoutRegex: [SwiftSetting] = [
  .unsafeFlags(["-Xfrontend", "-disable-implicit-string-processing-module-import"])
]

/// The settings of hf-transform, hf-validate and models-merge. Scripts and CI jobs may start them once per model, so
/// they are fully static: a start takes 1.8 ms of processor time instead of 3.4.
let staticFilter = optimized + [.unsafeFlags(["-static-executable"], linuxRelease)]
/// The linker warns that a static executable contains `dlopen`, which these tools never call. `--no-warnings` of lld
/// suppresses the warning. `-s` leaves out symbols.
let staticLink: [LinkerSetting] = [
  .unsafeFlags(
    ["-static-executable", "-use-ld=lld", "-Xlinker", "--no-warnings", "-Xlinker", "-s"], linuxRelease)
]

/// The settings of hf-fetch. It loads the system's libcurl, which a static C library cannot do, so only Swift's
/// libraries are static.
let staticLibraries = optimized + [.unsafeFlags(["-static-stdlib"], linuxRelease)]
let staticLibrariesLink: [LinkerSetting] = [
  .unsafeFlags(
    [
      "-static-stdlib", "-use-ld=lld", "-Xlinker", "--no-warnings", "-Xlinker", "-s",
    ], linuxRelease)
]

/// A module that several tools use, in a folder of `Sources/Shared`.
func shared(
  _ name: String, uses dependencies: [Target.Dependency] = [], exclude: [String] = [],
  settings: [SwiftSetting] = withoutRegex
) -> Target {
  .target(
    name: name, dependencies: dependencies, path: "Sources/Shared/\(name)", exclude: exclude,
    swiftSettings: optimized + settings)
}

/// A tool that needs no network: hf-transform, hf-validate or models-merge.
func filter(
  _ name: String, uses dependencies: [Target.Dependency], settings: [SwiftSetting] = withoutRegex
) -> Target {
  .executableTarget(
    name: name, dependencies: dependencies, swiftSettings: staticFilter + settings, linkerSettings: staticLink)
}

/// A test target, in the folder of `Tests` with its name.
func tests(_ name: String, uses dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: imports)
}

/// A program in `Tests/Programs`, which make runs.
func program(
  _ name: String, in folder: String, uses dependencies: [Target.Dependency]
) -> Target {
  .executableTarget(
    name: name, dependencies: dependencies, path: "Tests/Programs/\(folder)", swiftSettings: imports)
}

/// The modules and tools that the fuzzers use.
let fuzzed: [Target.Dependency] = [
  "CommandLineTool", "Files", "JSON", "JSONSchema", "ModelSpec", "Patterns", "Platform", "Streams", "TestSupport",
  "hf-fetch", "hf-transform", "hf-validate", "models-merge",
]

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
    // The C library (Glibc, Musl or Darwin) as one module; system errors, threads, environment variables.
    shared("Platform"),
    // Parses and writes JSON. Numbers keep their text.
    shared("JSON", uses: ["CByteVectors", "Platform"], exclude: ["ByteVectors"]),
    // The vector operation of the JSON parser that Swift does not have.
    .systemLibrary(name: "CByteVectors", path: "Sources/Shared/JSON/ByteVectors"),
    // The command line of the four tools: option tables, help and pages, messages, exit statuses.
    shared("CommandLineTool", uses: ["JSON", "Platform"]),
    // Definitions that several stages use: fields of an entry, keys of a snapshot, ids, quantization methods, failures.
    shared("ModelSpec", uses: ["JSON"]),
    // Reads and writes streams of JSON documents in order, with one thread or several.
    shared("Streams", uses: ["CommandLineTool", "JSON", "ModelSpec", "Platform"]),
    // Replaces files atomically, locks them, and reads their status.
    shared("Files", uses: ["CommandLineTool", "JSON", "Platform"]),
    // Matches regular expressions, with a limit on the work.
    shared("Patterns", uses: ["JSON"]),
    // Compiles JSON Schemas, and validates values.
    shared("JSONSchema", uses: ["JSON", "Patterns"], settings: []),

    // The declarations of the system's libcurl, which hf-fetch loads at its first request.
    .systemLibrary(name: "CLibcurl", path: "Sources/hf-fetch/Libcurl"),
    // The Model Context Protocol server. It runs the tools as separate programs, and uses none of their code.
    .target(
      name: "MCP", dependencies: ["CommandLineTool", "Files", "JSON", "ModelSpec", "Platform", "Streams"],
      path: "Sources/hf-fetch/MCP", swiftSettings: optimized),
    // Fetches snapshots from the Hub. It is the only tool that uses the network.
    .executableTarget(
      name: "hf-fetch",
      dependencies: ["CLibcurl", "CommandLineTool", "Files", "JSON", "MCP", "ModelSpec", "Platform", "Streams"],
      exclude: ["Libcurl", "MCP"], swiftSettings: staticLibraries, linkerSettings: staticLibrariesLink),
    // Makes entries from snapshots.
    filter("hf-transform", uses: ["CommandLineTool", "JSON", "ModelSpec", "Patterns", "Platform", "Streams"]),
    // Checks entries against their schema and further rules, or any JSON against a schema.
    filter(
      "hf-validate",
      uses: ["CommandLineTool", "Files", "JSON", "JSONSchema", "ModelSpec", "Patterns", "Platform", "Streams"],
      settings: []),
    // Writes entries into a database.
    filter("models-merge", uses: ["CommandLineTool", "Files", "JSON", "ModelSpec", "Platform", "Streams"]),

    // Helpers of the tests: they run commands, and make temporary directories and terminals.
    .target(
      name: "TestSupport", dependencies: ["JSON", "JSONSchema", "ModelSpec", "Platform"], path: "Tests/TestSupport",
      swiftSettings: imports),
    // A Hub on the loopback interface. Tests use it as a library; the program stub-hub runs it alone.
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
      uses: [
        "CommandLineTool", "Files", "JSON", "JSONSchema", "ModelSpec", "Patterns", "Platform", "Streams", "TestSupport",
      ]),
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
        "CommandLineTool", "JSON", "JSONSchema", "ModelSpec", "Patterns", "Streams", "StubHub", "TestSupport",
        "hf-fetch", "hf-transform", "hf-validate", "models-merge",
      ], exclude: ["Fixtures"]),
    tests("ValidateTests", uses: ["JSON", "JSONSchema", "ModelSpec", "TestSupport", "hf-validate"]),
    tests("MergeTests", uses: ["CommandLineTool", "Files", "JSON", "TestSupport", "models-merge"]),
    tests("CatalogTests", uses: ["JSON", "TestSupport", "models-merge"], exclude: ["visit.js"]),
    tests("EndToEndTests", uses: ["JSON", "ModelSpec", "StubHub", "TestSupport"], exclude: ["Imports/own-stage.py"]),
    // The fuzzers without libFuzzer, so that they are compiled whenever the tools change.
    .testTarget(
      name: "FuzzTests", dependencies: fuzzed, path: "Tests/Programs/Fuzz", exclude: ["main.swift"],
      swiftSettings: imports),
  ],
  swiftLanguageModes: [.v6]
)

// The fuzzers need libFuzzer, which few toolchains have, so only 'make fuzz' builds them: it sets FUZZ. They import the
// tools. An executable cannot be linked into another one, so the tools are then libraries, without their main.swift.
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
    .executableTarget(
      name: "fuzz", dependencies: fuzzed, path: "Tests/Programs/Fuzz", exclude: ["FuzzTargetTests.swift"],
      swiftSettings: imports))
}
