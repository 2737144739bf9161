import CommandLineTool
import Foundation
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
  /// Text that the names must hold.
  var search: String?
  /// The organisation or person that the models belong to.
  var author: String?

  /// The most that the Hub lists in one page.
  private static let largestPage = 100

  /// Reads the options; nil when `--discover` is not among them.
  init?(_ arguments: ParsedArguments) {
    guard let order = arguments.value("discover").flatMap(Order.init(rawValue:)) else { return nil }
    self.order = order
    limit = arguments.integer("limit")
    search = arguments.value("search")
    author = arguments.value("author")
  }

  /// Lists models page by page.
  ///
  /// - Parameters:
  ///   - client: the Hub.
  ///   - found: takes each id as its page arrives.
  /// - Throws: ``DiscoveryError`` when a page cannot be had, or an id not be delivered.
  func run(_ client: HubClient, found: (String) throws(SystemError) -> Void) throws(DiscoveryError) {
    var next: String? = client.endpoint.url(["api", "models"], query: query)
    var visited: Set<String> = []
    var seen: Set<String> = []
    while let url = next, seen.count < limit, visited.insert(url).inserted {
      let (ids, following) = try page(client, url)
      for id in ids where seen.count < limit && seen.insert(id).inserted {
        do throws(SystemError) { try found(id) } catch { throw .undelivered(error) }
      }
      next = following
    }
  }

  private var query: [(name: String, value: String)] {
    var query = [
      ("pipeline_tag", "text-generation"), ("sort", order.sortKey), ("direction", "-1"),
      ("limit", "\(min(limit, Discovery.largestPage))"),
    ]
    if let search { query.append(("search", search)) }
    if let author { query.append(("author", author)) }
    return query
  }

  private func page(_ client: HubClient, _ url: String) throws(DiscoveryError) -> ([String], String?) {
    let response: HTTPResponse
    do throws(Failure) {
      response = try client.get(HTTPRequest(url: url, body: BodyLimit(maximumBytes: ModelFetch.documentLimit)))
    } catch { throw .failure(error) }
    guard response.status == 200 else {
      let answers = HubAnswers(endpoint: client.endpoint, token: client.token)
      throw .failure(answers.listingFailure(response))
    }
    guard let document = try? JSONDocument(response.body, options: .pythonLiterals), let ids = Discovery.ids(document)
    else {
      throw .failure(
        Failure(
          .badResponse, stage: .fetch, message: "the list of models is not a JSON array",
          hint: "check that HF_ENDPOINT names a Hub", status: response.status))
    }
    let valid = ids.filter { (try? ModelID($0)) != nil }
    return (valid, LinkHeader.next(response.header("Link"), relativeTo: url))
  }
}

extension Discovery {
  /// The ids in a page of the list; nil when it is not an array.
  private static func ids(_ page: JSONDocument) -> [String]? {
    page.withRoot { $0.isArray ? $0.elements.compactMap { ($0["id"] ?? $0["modelId"])?.string } : nil }
  }
}

/// Why a listing ended early: the Hub failed, or whoever takes the ids did.
enum DiscoveryError: Error {
  case failure(Failure)
  case undelivered(SystemError)
}

/// The `Link` header (RFC 8288), of which one relation matters here.
enum LinkHeader {
  /// The target of `rel="next"`, which is one of several; nil when there is none, or no http address.
  static func next(_ header: String?, relativeTo base: String) -> String? {
    guard let header, let base = try? HTTPURL(base) else { return nil }
    for link in header.split(separator: "<", omittingEmptySubsequences: false).dropFirst() {
      let parts = link.split(separator: ">", maxSplits: 1)
      guard parts.count == 2 else { continue }
      let isNext = parts[1].split(separator: ";").contains { parameter in
        let text = parameter.lowercased().filter { !" \",".contains($0) }
        return text == "rel=next"
      }
      if isNext, let url = try? HTTPURL(String(parts[0]), relativeTo: base) { return url.text }
    }
    return nil
  }
}
