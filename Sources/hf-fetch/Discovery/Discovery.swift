import CommandLineTool
import JSON
import ModelSpec
import Platform

/// Lists models as the Hub ranks them: what `--discover` prints as requests.
struct Discovery: Sendable {
  /// How models are ranked.
  enum Order: String, CaseIterable, Sendable {
    case trending, downloads, likes, recent

    /// The Hub's name for it.
    var sortKey: String {
      switch self {
      case .trending: "trendingScore"
      case .downloads: "downloads"
      case .likes: "likes"
      case .recent: "lastModified"
      }
    }
  }

  /// How models are ranked.
  var order: Order
  /// How many to list.
  var limit: Int
  /// The tasks of the models, as the Hub names them.
  var tasks: [String]
  /// Text that the names must contain.
  var search: String?
  /// The organization or person that the models belong to.
  var author: String?
  /// The range of parameter counts.
  var parameters: ParameterRange?
  /// Whether each request has the Hub's info of its model.
  var listsInfo: Bool

  /// The default tasks: language models, and multimodal ones, since new flagship models are listed only under the
  /// second.
  static let usualTasks = ["text-generation", "image-text-to-text"]

  /// The largest page size.
  private static let largestPage = 100

  /// Reads the options; nil when `--discover` is not among them.
  ///
  /// - Throws: ``ToolError`` for an invalid range of parameters.
  init?(_ arguments: ParsedArguments) throws(ToolError) {
    guard let order = arguments.value("discover").flatMap(Order.init(rawValue:)) else { return nil }
    self.order = order
    limit = arguments.integer("limit")
    let tasks = arguments.values("task")
    self.tasks = tasks.isEmpty ? Discovery.usualTasks : tasks
    search = arguments.value("search")
    author = arguments.value("author")
    listsInfo = arguments.has("with-info")
    guard let range = arguments.value("parameters") else { return }
    parameters = ParameterRange(range)
    guard parameters != nil else {
      throw .usage(
        code: "invalid_value", "'\(range)' is not a valid value of --parameters",
        hint: "give the least and the most, such as 6B:128B, :8B or 500M:")
    }
  }

  /// Lists models, page by page; the listings of several tasks are merged by their rank.
  ///
  /// - Parameters:
  ///   - client: the Hub.
  ///   - found: receives each model in order.
  /// - Throws: ``DiscoveryError`` when a page cannot be fetched, or `found` throws.
  func run(_ client: HubClient, found: (ListedModel) throws(SystemError) -> Void) throws(DiscoveryError) {
    var listings = tasks.map { task in
      ModelListing(
        client, query: query(task), sortKey: order.sortKey, listsInfo: listsInfo,
        pageSize: min(limit, Discovery.largestPage))
    }
    var seen: Set<String> = []
    while seen.count < limit, let (index, model) = try next(&listings) {
      listings[index].skip()
      guard seen.insert(model.id).inserted else { continue }
      do throws(SystemError) { try found(model) } catch { throw .undelivered(error) }
    }
  }

  /// The model that ranks first among the next ones of all listings, and the listing that it is from.
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

/// Why a listing ended early: a request failed, or the receiver of the models did.
enum DiscoveryError: Error {
  case failure(Failure)
  case undelivered(SystemError)
}
