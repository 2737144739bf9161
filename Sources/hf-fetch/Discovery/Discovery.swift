import CommandLineTool
import JSON
import ModelSpec
import Platform

/// Lists models in the order of one of the Hub's rankings. `--discover` prints them as requests.
struct Discovery: Sendable {
  /// How models are ranked.
  var order: DiscoveryOrder
  /// The maximum number of models to list.
  var limit: Int
  /// The tasks of the models, as the Hub names them.
  var tasks: [String]
  /// The words that the models' names must contain; nil for any name.
  var search: String?
  /// The organization or person that the models belong to; nil for any.
  var author: String?
  /// The range of parameter counts; nil for any.
  var parameters: ParameterRange?
  /// Whether each printed request contains the Hub's info about its model.
  var includesInfo: Bool

  /// The default tasks: those of language models and of multimodal models. Many new large models have only the second.
  static let defaultTasks = ["text-generation", "image-text-to-text"]

  /// The maximum number of models per page that the Hub's API allows.
  private static let maximumPageSize = 100

  /// Reads the options; nil without `--discover`.
  ///
  /// - Throws: ``ToolError`` for an invalid value of `--parameters`.
  init?(_ arguments: ParsedArguments) throws(ToolError) {
    guard let order = arguments.value("discover").flatMap(DiscoveryOrder.init(rawValue:)) else { return nil }
    self.order = order
    limit = arguments.integer("limit")
    let tasks = arguments.values("task")
    self.tasks = tasks.isEmpty ? Discovery.defaultTasks : tasks
    search = arguments.value("search")
    author = arguments.value("author")
    includesInfo = arguments.has("with-info")
    guard let range = arguments.value("parameters") else { return }
    parameters = ParameterRange(range)
    guard parameters != nil else {
      throw .usage(
        code: "invalid_value", "'\(range)' is not a valid value of --parameters",
        hint: "give a minimum and a maximum, such as 6B:128B, :8B or 500M:")
    }
  }

  /// Lists models page by page, each model once. The lists of several tasks are merged by rank.
  ///
  /// - Parameters:
  ///   - client: the client of the Hub.
  ///   - found: called with each model, in order.
  /// - Throws: ``DiscoveryError`` when a page cannot be fetched, or `found` throws.
  func run(_ client: HubClient, found: (ListedModel) throws(SystemError) -> Void) throws(DiscoveryError) {
    var listings = tasks.map { task in
      ModelListing(
        client, query: query(task), sortKey: order.sortKey, includesInfo: includesInfo,
        pageSize: min(limit, Discovery.maximumPageSize))
    }
    var seen: Set<String> = []
    while seen.count < limit, let (index, model) = try next(&listings) {
      listings[index].skip()
      guard seen.insert(model.id).inserted else { continue }
      do throws(SystemError) { try found(model) } catch { throw .cannotPrint(error) }
    }
  }

  /// The model with the highest rank among the next models of all lists, and the index of its list; nil when all lists
  /// have ended.
  private func next(_ listings: inout [ModelListing]) throws(DiscoveryError) -> (index: Int, model: ListedModel)? {
    var best: (index: Int, model: ListedModel)?
    do throws(Failure) {
      for index in listings.indices {
        guard let model = try listings[index].peek() else { continue }
        if best.map({ $0.model.rank < model.rank }) ?? true { best = (index, model) }
      }
    } catch { throw .failure(error) }
    return best
  }

  private func query(_ task: String) -> [(name: String, value: String)] {
    var query = [("pipeline_tag", task), ("sort", order.sortKey), ("direction", "-1")]
    if let search { query.append(("search", search)) }
    if let author { query.append(("author", author)) }
    if let parameters { query.append(("num_parameters", parameters.query)) }
    return query
  }
}

/// Why a discovery ended early: a request failed, or a model could not be printed.
enum DiscoveryError: Error {
  case failure(Failure)
  case cannotPrint(SystemError)
}

extension DiscoveryOrder {
  /// The property by which the Hub sorts.
  var sortKey: String {
    switch self {
    case .trending: "trendingScore"
    case .downloads: "downloads"
    case .likes: "likes"
    case .recent: "lastModified"
    }
  }
}
