import JSON
import ModelSpec

/// One model of a listing.
struct ListedModel: Sendable {
  /// Its id.
  let id: String
  /// The value by which it is ranked, the greatest first.
  let rank: SortValue
  /// The Hub's model info as JSON text; nil in a short listing.
  let info: [UInt8]?

  /// The value of the key that a listing is sorted by: a number, or a time as the Hub writes it.
  enum SortValue: Comparable, Sendable {
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

/// The models of one listing of the Hub, page by page.
///
/// Every page is requested from the endpoint, even when the link to the next one names huggingface.co.
struct ModelListing {
  private let client: HubClient
  private let sortKey: String
  private let query: [(name: String, value: String)]
  private let listsInfo: Bool
  private let largestPage: Int

  private var pageSize: Int
  /// The items of the query that lead to the next page; nil after the last.
  private var position: [String]? = []
  private var visited: Set<[String]> = []
  private var page: ArraySlice<ListedModel> = []

  /// The maximum size of a page, in bytes. A larger page is requested again in parts.
  private static let largestPageBytes = 10_000_000

  /// The properties of a model info that a fetch or later stages use. A listing has no file sizes.
  private static let infoProperties = [
    "author", "cardData", "config", "createdAt", "disabled", "downloads", "evalResults", "gated", "gguf",
    "lastModified",
    "library_name", "likes", "model-index", "pipeline_tag", "private", "safetensors", "sha", "siblings", "tags",
    "transformersInfo",
  ]

  /// Describes a listing; the first request is made for the first model.
  ///
  /// - Parameters:
  ///   - query: the filters and the order.
  ///   - sortKey: the property to sort by.
  ///   - listsInfo: whether each model comes with its info.
  ///   - pageSize: the number of models per request.
  init(
    _ client: HubClient, query: [(name: String, value: String)], sortKey: String, listsInfo: Bool, pageSize: Int
  ) {
    self.client = client
    self.query = query
    self.sortKey = sortKey
    self.listsInfo = listsInfo
    largestPage = pageSize
    self.pageSize = pageSize
  }

  /// The next model, without moving on; nil at the end.
  ///
  /// - Throws: ``Failure`` when a page cannot be fetched.
  mutating func peek() throws(Failure) -> ListedModel? {
    while page.isEmpty, let position, visited.insert(position).inserted { try load(position) }
    return page.first
  }

  /// Moves on to the model after the next one.
  mutating func skip() { _ = page.popFirst() }

  private mutating func load(_ position: [String]) throws(Failure) {
    var isShort = !listsInfo
    while true {
      do throws(Failure) {
        let response = try client.get(
          HTTPRequest(
            url: url(position, isShort: isShort), body: BodyLimit(maximumBytes: ModelListing.largestPageBytes)))
        try take(response, isShort: isShort)
        pageSize = min(pageSize * 2, largestPage)
        return
      } catch {
        guard error.code == .tooLarge, !isShort || pageSize > 1 else { throw error }
        // If the info of a single model is too large, it is listed without its info.
        if pageSize == 1 { isShort = true }
        pageSize = max(1, pageSize / 4)
      }
    }
  }

  private func url(_ position: [String], isShort: Bool) -> String {
    let properties = isShort ? [sortKey] : ModelListing.infoProperties + [sortKey]
    // Not every mirror accepts a property that is requested twice.
    let expanded = Set(properties).sorted().map { (name: "expand", value: $0) }
    let base = client.endpoint.url(["api", "models"], query: query + expanded + [("limit", "\(pageSize)")])
    return ([base] + position).joined(separator: "&")
  }

  private mutating func take(_ response: HTTPResponse, isShort: Bool) throws(Failure) {
    guard response.status == 200 else {
      throw client.answers.listingFailure(response)
    }
    guard let document = try? JSONDocument(response.body, options: .pythonLiterals), document.withRoot(\.isArray) else {
      throw Failure(
        .badResponse, stage: .fetch, message: "the list of models is not a JSON array",
        hint: "check that HF_ENDPOINT names a Hub", status: response.status)
    }
    page = document.withRoot { root in root.elements.compactMap { model($0, isShort: isShort) } }[...]
    position = next(LinkHeader.next(response.header("Link")))
  }

  private func model(_ item: JSONElement, isShort: Bool) -> ListedModel? {
    guard let id = (item["id"] ?? item["modelId"])?.string, (try? ModelID(id)) != nil else { return nil }
    return ListedModel(id: id, rank: .init(item[key: sortKey]), info: isShort ? nil : Array(item.source))
  }

  /// The query items that the link adds: the start of the next page.
  private func next(_ link: String?) -> [String]? {
    let own = Set(query.map(\.name) + ["expand", "expand[]", "expand%5B%5D", "limit"])
    let items = link.map { LinkHeader.queryItems(of: $0) }?.filter { item in
      !own.contains(String(item.prefix { $0 != "=" }))
    }
    return items?.isEmpty ?? true ? nil : items
  }
}
