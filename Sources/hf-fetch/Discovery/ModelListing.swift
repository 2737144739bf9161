import JSON
import ModelSpec

/// One model in a list of the Hub.
struct ListedModel: Sendable {
  let id: String
  /// The value by which it is ranked, the greatest first.
  let rank: SortValue
  /// The Hub's model info as JSON text; nil if it was not requested, or is larger than a page may be.
  let info: [UInt8]?

  /// The value of the property that a list is sorted by: a number, or a time in ISO 8601, which sorts as text.
  enum SortValue: Comparable, Sendable {
    /// The model lacks the property, so it comes last.
    case none
    case number(Double)
    case text(String)

    init(_ value: JSONElement?) {
      if let number = value?.double {
        self = .number(number)
      } else {
        self = value?.string.map { .text($0) } ?? .none
      }
    }
  }
}

/// One list of models on the Hub, read page by page.
///
/// Every page is requested from the endpoint. A mirror's link to the next page can name huggingface.co: only its query
/// is used.
struct ModelListing {
  private let client: HubClient
  private let sortKey: String
  private let query: [(name: String, value: String)]
  private let includesInfo: Bool
  private let maximumPageSize: Int

  /// The number of models to request in the next page; lower than the maximum after a page was too large.
  private var pageSize: Int
  /// The query items that request the next page; nil after the last page.
  private var position: [String]? = []
  /// The positions that were requested. A link to one of them is a failure, because the list would have no end.
  private var visited: Set<[String]> = []
  /// The ids of the models so far.
  private var ids: Set<String> = []
  /// The number of consecutive pages without a new model.
  private var repeatedPages = 0
  /// The models of the current page that ``skip()`` has not removed.
  private var page: ArraySlice<ListedModel> = []

  /// The maximum number of consecutive pages without a new model.
  private static let maximumRepeatedPages = 3
  /// The maximum size of a page. A larger page is requested again with fewer models.
  private static let maximumPageBytes = 10_000_000

  /// The properties of the model info that hf-fetch and later stages use. A list cannot include file sizes.
  private static let infoProperties = [
    "author", "cardData", "config", "createdAt", "disabled", "downloads", "evalResults", "gated", "gguf",
    "lastModified", "library_name", "likes", "model-index", "pipeline_tag", "private", "safetensors", "sha", "siblings",
    "tags", "transformersInfo",
  ]

  /// Describes a list; the first page is requested by the first ``peek()``.
  ///
  /// - Parameters:
  ///   - client: the client of the Hub.
  ///   - query: the filters and the order.
  ///   - sortKey: the property to sort by.
  ///   - includesInfo: whether to request the info of each model.
  ///   - pageSize: the maximum number of models per page.
  init(
    _ client: HubClient, query: [(name: String, value: String)], sortKey: String, includesInfo: Bool, pageSize: Int
  ) {
    self.client = client
    self.query = query
    self.sortKey = sortKey
    self.includesInfo = includesInfo
    maximumPageSize = pageSize
    self.pageSize = pageSize
  }

  /// The next model, which ``skip()`` removes; nil at the end.
  ///
  /// - Throws: ``Failure`` when a page cannot be fetched, or the pages do not end.
  mutating func peek() throws(Failure) -> ListedModel? {
    while page.isEmpty, let position {
      guard visited.insert(position).inserted else { throw endless("links to a page before it") }
      try load(position)
      let knownCount = ids.count
      ids.formUnion(page.map(\.id))
      repeatedPages = ids.count > knownCount ? 0 : repeatedPages + 1
      guard repeatedPages < ModelListing.maximumRepeatedPages || self.position == nil else {
        throw endless("has \(repeatedPages) pages without a new model")
      }
    }
    return page.first
  }

  private func endless(_ reason: String) -> Failure {
    Failure(
      .badResponse, stage: .fetch, message: "the list of models at '\(client.endpoint.text)' has no end: it \(reason)",
      hint: Endpoint.hint)
  }

  /// Skips the next model.
  mutating func skip() { _ = page.popFirst() }

  private mutating func load(_ position: [String]) throws(Failure) {
    var hasOnlyIDs = !includesInfo
    while true {
      do throws(Failure) {
        let response = try client.get(
          HTTPRequest(
            url: url(position, hasOnlyIDs: hasOnlyIDs),
            bodyLimit: BodyLimit(maximumBytes: ModelListing.maximumPageBytes)))
        try read(response, hasOnlyIDs: hasOnlyIDs)
        pageSize = min(pageSize * 2, maximumPageSize)
        return
      } catch {
        guard error.code == .tooLarge, !hasOnlyIDs || pageSize > 1 else { throw error }
        // If the info of a single model is too large, the model is listed without it.
        if pageSize == 1 { hasOnlyIDs = true }
        pageSize = max(1, pageSize / 4)
      }
    }
  }

  private func url(_ position: [String], hasOnlyIDs: Bool) -> String {
    let properties = hasOnlyIDs ? [sortKey] : ModelListing.infoProperties + [sortKey]
    // Not every mirror accepts a property that is requested twice.
    let expanded = Set(properties).sorted().map { (name: "expand", value: $0) }
    let base = client.endpoint.url(["api", "models"], query: query + expanded + [("limit", "\(pageSize)")])
    return ([base] + position).joined(separator: "&")
  }

  private mutating func read(_ response: HTTPResponse, hasOnlyIDs: Bool) throws(Failure) {
    guard response.status == 200 else {
      throw client.errorResponses.listingFailure(response)
    }
    guard let document = try? JSONDocument(response.body, options: .pythonLiterals), document.withRoot(\.isArray) else {
      throw Failure(
        .badResponse, stage: .fetch, message: "the list of models is not a JSON array",
        hint: Endpoint.hint, status: response.status)
    }
    page = document.withRoot { root in root.elements.compactMap { model($0, hasOnlyIDs: hasOnlyIDs) } }[...]
    position = next(LinkHeader.next(response.header("Link")))
  }

  private func model(_ item: JSONElement, hasOnlyIDs: Bool) -> ListedModel? {
    guard let id = (item["id"] ?? item["modelId"])?.string, (try? ModelID(id)) != nil else { return nil }
    return ListedModel(id: id, rank: .init(item[key: sortKey]), info: hasOnlyIDs ? nil : Array(item.source))
  }

  /// The query items that the link adds to this list's query: they name the start of the next page. nil without any.
  private func next(_ link: String?) -> [String]? {
    let own = Set(query.map(\.name) + ["expand", "expand[]", "expand%5B%5D", "limit"])
    let items = link.map { LinkHeader.queryItems(of: $0) }?.filter { item in
      !own.contains(String(item.prefix { $0 != "=" }))
    }
    return items?.isEmpty ?? true ? nil : items
  }
}
