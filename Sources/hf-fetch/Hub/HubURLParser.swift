import JSON
import ModelSpec

/// Parses a model reference: an id, the URL of a page or of the API, or an `hf://` URL.
enum HubURLParser {
  /// The Hub's hosts; the endpoint's host is accepted too.
  private static let hosts: Set<String> = ["huggingface.co", "www.huggingface.co", "hf.co"]

  /// The path segments between a repository's id and a revision in the URL of a page.
  private static let revisionPages: Set<String> = [
    "tree", "blob", "resolve", "raw", "blame", "commit", "commits", "revision",
  ]

  /// The first path segments of pages that are not about a model, and what they are about, for messages.
  private static let otherSubjects: [String: String] = [
    "datasets": "a dataset", "dataset": "a dataset", "spaces": "a space", "space": "a space", "kernels": "a kernel",
    "buckets": "a bucket", "collections": "a collection", "papers": "a paper",
  ]

  /// The first path segments of the Hub's own pages, which are not organizations.
  private static let pages: Set<String> = [
    "settings", "docs", "blog", "join", "login", "pricing", "tasks", "learn", "chat", "new", "search", "organizations",
    "enterprise", "posts", "inference", "support",
  ]

  /// Parses an id or a URL.
  ///
  /// - Throws: ``ModelID/Invalid`` with the reason.
  static func parse(_ text: String, endpoint: Endpoint) throws(ModelID.Invalid) -> ModelReference {
    if let rest = text.dropping(prefix: "hf://") { return try parseHFScheme(rest) }
    for scheme in ["https://", "http://"] {
      guard let rest = text.dropping(prefix: scheme) else { continue }
      guard let path = pathOnHub(rest, endpoint) else {
        let mirror = endpoint.text == StandardLocation.hub ? "" : " or with \(endpoint.text)"
        throw ModelID.Invalid(
          reason: "it is not a URL of the Hub: expected one that starts with \(StandardLocation.hub)\(mirror)")
      }
      return try parsePage(path)
    }
    if text.contains("://") {
      let scheme = text.prefix { $0 != ":" }
      throw ModelID.Invalid(reason: "its scheme is '\(scheme)', expected https, http or hf")
    }
    if let path = pathOnHub(text, endpoint) { return try parsePage(path) }
    return try parsePlain(text)
  }

  /// The path segments of a URL on the Hub, without query and fragment; nil for other hosts, and outside the endpoint's
  /// path.
  ///
  /// - Parameter text: the URL without its scheme.
  private static func pathOnHub(_ text: String, _ endpoint: Endpoint) -> [String]? {
    let slash = UInt8(ascii: "/")
    let firstPart = text.utf8.drop { $0 == slash }.prefix {
      $0 != slash && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#")
    }
    let host = String(decoding: firstPart, as: UTF8.self).lowercased()
    guard hosts.contains(host) || host == endpoint.authority else { return nil }
    let location = text.prefix { $0 != "?" && $0 != "#" }
    let parts = location.split(separator: "/", omittingEmptySubsequences: true).map(String.init)
    if hosts.contains(host) { return Array(parts.dropFirst()) }
    guard parts.dropFirst().starts(with: endpoint.pathSegments) else { return nil }
    return Array(parts.dropFirst(1 + endpoint.pathSegments.count))
  }

  private static func parsePage(_ encoded: [String]) throws(ModelID.Invalid) -> ModelReference {
    var path: [String] = []
    for segment in encoded {
      guard let decoded = percentDecoded(segment) else {
        throw ModelID.Invalid(
          reason: "the percent-encoding of '\(segment)' is invalid: '%' must be followed by two hexadecimal digits, "
            + "and the result must be UTF-8")
      }
      path.append(decoded)
    }
    if path.first == "api" { path.removeFirst() }
    if path.first == "models" { path.removeFirst() }
    guard let first = path.first else { throw ModelID.Invalid(reason: "it is the Hub itself, not a model") }
    if let type = otherSubjects[first.lowercased()] { throw notAModel(type) }
    if pages.contains(first.lowercased()) { throw notAModel("a page of the Hub") }
    return try parseSegments(path)
  }

  private static func notAModel(_ type: String) -> ModelID.Invalid {
    ModelID.Invalid(reason: "it is \(type), not a model")
  }

  /// Parses `name` or `org/name`, optionally followed by a page, a revision and a file.
  private static func parseSegments(_ path: [String]) throws(ModelID.Invalid) -> ModelReference {
    let hasNoOrganization = path.count == 1 || revisionPages.contains(path[1])
    let length = hasNoOrganization ? 1 : 2
    let id = try ModelID(path.prefix(length).joined(separator: "/"))
    guard path.count > length else { return try ModelReference(target: .repository(id)) }
    guard revisionPages.contains(path[length]) else {
      throw ModelID.Invalid(reason: "'/\(path[length])' is not a page that shows a model's files")
    }
    let (revision, file) = splitRevision(Array(path.dropFirst(length + 1)))
    return try ModelReference(target: .repository(id), revision: revision, file: file)
  }

  /// Splits a path into the revision, which has one segment, or three like `refs/pr/1`, and the path of a file.
  private static func splitRevision(_ path: [String]) -> (revision: String?, file: String?) {
    guard let first = path.first else { return (nil, nil) }
    let isReference = first == "refs" && path.count >= 3 && ["pr", "convert", "heads", "tags"].contains(path[1])
    let length = isReference ? 3 : 1
    let file = path.dropFirst(length).joined(separator: "/")
    return (path.prefix(length).joined(separator: "/"), file.isEmpty ? nil : file)
  }

  /// Parses `[models/]org/name[@revision][/path]`. An `@` elsewhere is part of the file's path.
  private static func parseHFScheme(_ text: String) throws(ModelID.Invalid) -> ModelReference {
    var path = text.split(separator: "/", omittingEmptySubsequences: true).map(String.init)
    if path.first == "models" { path.removeFirst() }
    if let first = path.first, let type = otherSubjects[first] { throw notAModel(type) }
    if path.first == "model" { throw ModelID.Invalid(reason: "write 'hf://models/org/name' or 'hf://org/name'") }
    return try parseWithRevision(path)
  }

  private static func parseWithRevision(_ path: [String]) throws(ModelID.Invalid) -> ModelReference {
    let length = min(path.first?.contains("@") == true ? 1 : 2, path.count)
    let parts = path.prefix(length).joined(separator: "/").split(
      separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    let id = try ModelID(parts.first.map(String.init) ?? "")
    let rest = Array(path.dropFirst(length))
    guard parts.count > 1 else {
      return try ModelReference(target: .repository(id), file: rest.isEmpty ? nil : rest.joined(separator: "/"))
    }
    let (revision, file) = splitRevision([percentDecoded(String(parts[1])) ?? ""] + rest)
    return try ModelReference(target: .repository(id), revision: revision, file: file)
  }

  /// Parses `name` or `org/name`, each with an optional `@revision`; a slash after the name is ignored.
  private static func parsePlain(_ text: String) throws(ModelID.Invalid) -> ModelReference {
    let mark = text.utf8.firstIndex(of: UInt8(ascii: "@"))
    var name = text[..<(mark ?? text.endIndex)]
    while name.utf8.last == UInt8(ascii: "/") { name.removeLast() }
    if let slash = name.utf8.firstIndex(of: UInt8(ascii: "/")), let type = otherSubjects[String(name[..<slash])] {
      throw notAModel(type)
    }
    let id = try ModelID(String(name))
    return try ModelReference(
      target: .repository(id), revision: mark.map { String(text[text.utf8.index(after: $0)...]) })
  }
}

extension StringProtocol {
  /// The rest after a prefix, which is given in lower case and may be in any case here; nil without the prefix.
  func dropping(prefix: String) -> String? {
    guard self.prefix(prefix.count).lowercased() == prefix else { return nil }
    return String(dropFirst(prefix.count))
  }
}
