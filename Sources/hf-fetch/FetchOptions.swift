import Shared

/// How to fetch: the options and the environment, settled.
struct FetchSettings: Sendable {
  /// The Hub.
  var endpoint: Endpoint
  /// The token, if one may be sent.
  var token: Token?
  /// How many models at once.
  var jobs = 8
  /// How long nothing may arrive, in seconds.
  var timeoutSeconds = 10
  /// How often to try again.
  var retries = 5
  /// Whether to read headers even where the Hub gives a count.
  var readsHeaders = false
  /// Whether no request may be made.
  var isOffline = false
  /// Whether the cache is neither read nor written.
  var skipsCache = false
  /// The cache of repositories.
  var cacheDirectory: String
  /// The folder of what is kept beside it.
  var home: String

  /// Settles the options.
  ///
  /// - Throws: ``ToolError`` for a value that is none.
  init(_ arguments: ParsedArguments, environment: HubEnvironment = HubEnvironment()) throws(ToolError) {
    endpoint = try Endpoint(arguments.value("endpoint") ?? environment.value("HF_ENDPOINT") ?? Endpoint.standardText)
    token = Token.find(in: environment)
    jobs = try arguments.integer("jobs", in: 1...64) ?? 8
    timeoutSeconds = try arguments.integer("timeout", in: 1...3600) ?? FetchSettings.timeout(in: environment)
    retries = try arguments.integer("retries", in: 0...100) ?? 5
    readsHeaders = arguments.has("exact")
    isOffline = arguments.has("offline") || environment.isOffline
    skipsCache = arguments.has("no-cache")
    home = environment.home
    cacheDirectory = arguments.value("cache-dir").map { environment.expand($0) } ?? environment.hubCache
    if isOffline, skipsCache {
      throw .usage(
        code: "conflict", "--offline reads the cache, which --no-cache forbids", hint: "leave one of them out")
    }
  }

  /// The official client's variable, in whole seconds; 10 where it is unset or 0.
  private static func timeout(in environment: HubEnvironment) -> Int {
    guard let seconds = environment.value("HF_HUB_DOWNLOAD_TIMEOUT").flatMap({ Int($0) }), (1...3600).contains(seconds)
    else {
      return 10
    }
    return seconds
  }
}
