import CommandLineTool
import Platform

/// The parsed options of one run of hf-fetch, and its settings from environment variables.
/// `FetchDescription+OptionTable.swift` has the option table.
struct FetchOptions: Sendable {
  /// What the command line asks for.
  enum Action: Sendable {
    case fetch
    case discover(Discovery)
    /// Serve the Model Context Protocol. The server starts hf-fetch with these options.
    case serve([String])
  }

  var action: Action
  /// The models named on the command line: ids, URLs or directories.
  var models: [String]
  /// The path of a list of models; `-` is standard input.
  var listPath: String?
  /// The revision of models that are named without one; nil without `--revision`.
  var revision: String?
  /// The values of `--params` and `--context`.
  var overrides: OptionOverrides
  /// Whether to continue after a failure.
  var continuesOnError: Bool
  /// Whether to indent the output.
  var isPretty: Bool

  /// The Hub or mirror to which HTTP requests are sent.
  var endpoint: Endpoint
  /// How HTTP requests are authorized.
  var credential: Credential
  /// The name of the calling program for the User-Agent header; nil unless it is set and printable ASCII.
  var userAgentOrigin: String?
  /// How many models to fetch at once.
  var jobs: Int
  /// An HTTP request fails when no data arrives for this many seconds.
  var timeoutSeconds: Int
  /// The maximum number of retries of an HTTP request.
  var retries: Int
  /// Whether to read the headers of the weight files even if the Hub has a parameter count.
  var readsHeaders: Bool
  /// Whether to fetch evaluation results too.
  var fetchesBenchmarks: Bool
  /// Whether to send no HTTP requests, and read only the cache.
  var isOffline: Bool
  /// The path of a file of recorded snapshots, which replaces the Hub and the cache; nil without one.
  var snapshotsPath: String?
  /// Whether the cache is neither read nor written.
  var skipsCache: Bool
  /// The directory of cached repositories.
  var cacheDirectory: String
  /// The directory that `HF_HOME` names, or its default. Its subdirectory `hf-fetch` has the cache files that
  /// huggingface_hub does not know.
  var home: String

  /// Reads the command line and the environment.
  ///
  /// - Throws: ``ToolError`` for an invalid endpoint, `--parameters` range or token.
  init(_ arguments: ParsedArguments, environment: HubEnvironment = HubEnvironment()) throws(ToolError) {
    let discovery = try Discovery(arguments)
    let isServer = arguments.has("mcp")
    action =
      isServer
      ? .serve(arguments.words(of: ToolDescription.servedOptions)) : discovery.map { .discover($0) } ?? .fetch
    models = arguments.occurrences.filter { [nil, "model", "url"].contains($0.option) }.map(\.value)
    listPath = arguments.value("file")
    revision = arguments.value("revision")
    overrides = OptionOverrides(arguments)
    continuesOnError = arguments.has("continue-on-error")
    isPretty = arguments.has("pretty")
    endpoint = try Endpoint(arguments.text("endpoint"))
    userAgentOrigin = environment.value("HF_HUB_USER_AGENT_ORIGIN").flatMap { origin in
      origin.utf8.allSatisfy { (0x20..<0x7F).contains($0) } ? origin : nil
    }
    jobs = arguments.integer("jobs")
    timeoutSeconds = arguments.integer("timeout")
    retries = arguments.integer("retries")
    readsHeaders = arguments.has("exact")
    fetchesBenchmarks = arguments.has("benchmarks")
    isOffline = arguments.has("offline")
    snapshotsPath = arguments.value("snapshots")
    credential = isOffline || snapshotsPath != nil ? .none : try Credential.find(in: environment)
    skipsCache = arguments.has("no-cache")
    home = environment.home
    cacheDirectory = arguments.value("cache-dir").map { environment.expand($0) } ?? environment.hubCache
  }
}
