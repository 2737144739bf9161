import CommandLineTool
import Platform

/// What a command line asks hf-fetch for: the options and the environment, settled.
struct FetchOptions: Sendable {
  /// What it does.
  enum Action: Sendable {
    case fetch
    case discover(Discovery)
    /// Serves the Model Context Protocol; each call runs hf-fetch with these options.
    case serve([String])
  }

  /// What to do.
  var action: Action
  /// The models that are named on the command line: ids, addresses or directories.
  var models: [String]
  /// The path of a list of models; `-` is standard input.
  var listPath: String?
  /// The revision of requests that name none.
  var revision: String?
  /// What `--params` and `--context` state.
  var overrides: OptionOverrides
  /// Whether a failure ends nothing but its own request.
  var continuesOnError: Bool
  /// Whether to indent the output.
  var isPretty: Bool

  /// The Hub.
  var endpoint: Endpoint
  /// How requests prove who asks.
  var credential: Credential
  /// Who uses hf-fetch, for the User-Agent header; printable ASCII.
  var userAgentOrigin: String?
  /// How many models at once.
  var jobs: Int
  /// How long nothing may arrive, in seconds.
  var timeoutSeconds: Int
  /// How often to try again.
  var retries: Int
  /// Whether to read headers even where the Hub gives a count.
  var readsHeaders: Bool
  /// Whether to fetch evaluation results too.
  var fetchesBenchmarks: Bool
  /// Whether no request may be made.
  var isOffline: Bool
  /// Whether the cache is neither read nor written.
  var skipsCache: Bool
  /// The cache of repositories.
  var cacheDirectory: String
  /// The folder of what is kept beside it.
  var home: String

  /// Settles the options.
  ///
  /// - Throws: ``ToolError`` for an endpoint that is not an address, and a range that is not one.
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
    credential = Credential.find(in: environment)
    userAgentOrigin = environment.value("HF_HUB_USER_AGENT_ORIGIN").flatMap { origin in
      origin.utf8.allSatisfy { (0x20..<0x7F).contains($0) } ? origin : nil
    }
    jobs = arguments.integer("jobs")
    timeoutSeconds = arguments.integer("timeout")
    retries = arguments.integer("retries")
    readsHeaders = arguments.has("exact")
    fetchesBenchmarks = arguments.has("benchmarks")
    isOffline = arguments.has("offline")
    skipsCache = arguments.has("no-cache")
    home = environment.home
    cacheDirectory = arguments.value("cache-dir").map { environment.expand($0) } ?? environment.hubCache
  }
}
