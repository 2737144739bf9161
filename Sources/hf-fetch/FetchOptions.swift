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
  /// The token, if one may be sent.
  var token: Token?
  /// How many models at once.
  var jobs: Int
  /// How long nothing may arrive, in seconds.
  var timeoutSeconds: Int
  /// How often to try again.
  var retries: Int
  /// Whether to read headers even where the Hub gives a count.
  var readsHeaders: Bool
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
  /// - Throws: ``ToolError`` for an endpoint that is not an address.
  init(_ arguments: ParsedArguments, environment: HubEnvironment = HubEnvironment()) throws(ToolError) {
    let discovery = Discovery(arguments)
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
    token = Token.find(in: environment)
    jobs = arguments.integer("jobs")
    timeoutSeconds = arguments.integer("timeout")
    retries = arguments.integer("retries")
    readsHeaders = arguments.has("exact")
    isOffline = arguments.has("offline")
    skipsCache = arguments.has("no-cache")
    home = environment.home
    cacheDirectory = arguments.value("cache-dir").map { environment.expand($0) } ?? environment.hubCache
  }
}
