/// Reads the link to the next page from the `Link` header (RFC 8288).
enum LinkHeader {
  /// The target of the link with `rel="next"`; nil if the header has no such link. A header can have several links.
  static func next(_ header: String?) -> String? {
    guard let header else { return nil }
    for link in header.split(separator: "<", omittingEmptySubsequences: false).dropFirst() {
      let parts = link.split(separator: ">", maxSplits: 1)
      guard parts.count == 2 else { continue }
      let isNext = parts[1].split(separator: ";").contains { parameter in
        parameter.lowercased().filter { !" \",".contains($0) } == "rel=next"
      }
      if isNext { return String(parts[0]) }
    }
    return nil
  }

  /// The items of a URL's query, still percent-encoded.
  static func queryItems(of url: String) -> [String] {
    guard let mark = url.firstIndex(of: "?") else { return [] }
    return url[url.index(after: mark)...].prefix { $0 != "#" }.split(separator: "&").map(String.init)
  }
}
