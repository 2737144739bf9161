import Foundation
import Shared

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
  var limit = 20
  /// Text that the names must hold.
  var search: String?
  /// The organisation or person that the models belong to.
  var author: String?

  /// The most that the Hub lists in one page.
  private static let largestPage = 100

  /// Reads the options; nil when `--discover` is not among them.
  ///
  /// - Throws: ``ToolError`` for values that are none, or options that need `--discover`.
  init?(_ arguments: ParsedArguments) throws(ToolError) {
    guard let name = arguments.value("discover") else {
      for option in ["limit", "search", "author"] where arguments.has(option) {
        throw .usage(code: "conflict", "--\(option) needs --discover", hint: "add --discover trending")
      }
      return nil
    }
    guard let order = Order(rawValue: name) else {
      let known = Order.allCases.map(\.rawValue)
      throw .usage(
        code: "invalid_value", "'\(name)' is no valid value of --discover",
        hint: "give one of \(known.joined(separator: ", "))")
    }
    self.order = order
    limit = try arguments.integer("limit", in: 1...100_000) ?? 20
    search = arguments.value("search")
    author = arguments.value("author")
    guard arguments.operands.isEmpty, !["model", "url", "file"].contains(where: arguments.has) else {
      throw .usage(code: "conflict", "--discover finds models by itself", hint: "leave the models out")
    }
  }

  /// Lists models page by page.
  ///
  /// - Parameters:
  ///   - client: the Hub.
  ///   - found: takes each id as its page arrives.
  /// - Throws: ``DiscoveryError`` when a page cannot be had, or an id not be delivered.
  func run(_ client: HubClient, found: (String) throws(SystemError) -> Void) throws(DiscoveryError) {
    var next = client.endpoint.url(["api", "models"], query: query)
    var visited: Set<URL> = []
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

  private func page(_ client: HubClient, _ url: URL) throws(DiscoveryError) -> ([String], URL?) {
    let response: HTTPResponse
    do throws(Failure) {
      response = try client.get(HTTPRequest(url: url, body: BodyLimit(maximumBytes: RepositoryFetch.documentLimit)))
    } catch { throw .failure(error) }
    guard response.status == 200 else {
      let answers = HubAnswers(endpoint: client.endpoint, token: client.token)
      throw .failure(answers.listingFailure(response))
    }
    guard let document = try? JSONDocument(response.body, options: .pythonLiterals), document.root.isArray else {
      throw .failure(
        Failure(
          .badResponse, stage: .fetch, message: "the list of models is not a JSON array",
          hint: "check that HF_ENDPOINT names a Hub", status: response.status))
    }
    let ids = document.root.elements.compactMap { ($0["id"] ?? $0["modelId"])?.string }
    let valid = ids.filter { (try? ModelID($0)) != nil }
    return (valid, LinkHeader.next(response.header("Link"), relativeTo: url))
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
  static func next(_ header: String?, relativeTo base: URL) -> URL? {
    guard let header else { return nil }
    for link in header.split(separator: "<", omittingEmptySubsequences: false).dropFirst() {
      let parts = link.split(separator: ">", maxSplits: 1)
      guard parts.count == 2 else { continue }
      let isNext = parts[1].split(separator: ";").contains { parameter in
        let text = parameter.lowercased().filter { !" \",".contains($0) }
        return text == "rel=next"
      }
      guard isNext, let url = URL(string: String(parts[0]), relativeTo: base)?.absoluteURL, Origin(url) != nil else {
        continue
      }
      return url
    }
    return nil
  }
}
