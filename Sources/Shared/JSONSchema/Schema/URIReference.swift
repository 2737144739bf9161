/// A URI or a relative reference, split into its parts as RFC 3986 defines them. An absent part is nil, but a path is
/// empty.
struct URIReference {
  var scheme: String?
  var authority: String?
  var path: String
  var query: String?
  /// The text after `#`, not decoded.
  var fragment: String?

  /// Splits a text into parts. This never fails: only the characters of a scheme are checked.
  init(_ text: String) {
    // As characters of a `String`, a separator and a combining mark after it would be one character.
    var rest = text.unicodeScalars[...]
    if let hash = rest.firstIndex(of: "#") {
      fragment = String(rest[rest.index(after: hash)...])
      rest = rest[..<hash]
    }
    if let mark = rest.firstIndex(of: "?") {
      query = String(rest[rest.index(after: mark)...])
      rest = rest[..<mark]
    }
    if let colon = rest.firstIndex(of: ":"), URIReference.isScheme(rest[..<colon]) {
      scheme = String(rest[..<colon])
      rest = rest[rest.index(after: colon)...]
    }
    if rest.starts(with: "//".unicodeScalars) {
      rest = rest.dropFirst(2)
      let end = rest.firstIndex(of: "/") ?? rest.endIndex
      authority = String(rest[..<end])
      rest = rest[end...]
    }
    path = String(rest)
  }

  private static func isScheme(_ text: Substring.UnicodeScalarView) -> Bool {
    let bytes = Substring(text).utf8
    guard let first = bytes.first, first.isASCIILetter else { return false }
    return bytes.allSatisfy { $0.isASCIILetter || $0.isDigit || "+-.".utf8.contains($0) }
  }

  /// Whether the reference has a scheme.
  var isAbsolute: Bool { scheme != nil }

  /// The reference without its fragment.
  var withoutFragment: URIReference {
    var copy = self
    copy.fragment = nil
    return copy
  }

  /// The URI of a reference in a document whose URI is this one (RFC 3986, section 5.2.2).
  func resolving(_ reference: URIReference) -> URIReference {
    var target = reference
    if reference.scheme != nil {
      target.path = URIReference.withoutDotSegments(reference.path)
      return target
    }
    target.scheme = scheme
    if reference.authority != nil {
      target.path = URIReference.withoutDotSegments(reference.path)
      return target
    }
    target.authority = authority
    if reference.path.isEmpty {
      target.path = path
      if reference.query == nil { target.query = query }
    } else if reference.path.unicodeScalars.first == "/" {
      target.path = URIReference.withoutDotSegments(reference.path)
    } else {
      target.path = URIReference.withoutDotSegments(merged(with: reference.path))
    }
    return target
  }

  private func merged(with relativePath: String) -> String {
    if authority != nil, path.isEmpty { return "/" + relativePath }
    guard let slash = path.unicodeScalars.lastIndex(of: "/") else { return relativePath }
    return path[...slash] + relativePath
  }

  private static func withoutDotSegments(_ path: String) -> String {
    guard path.utf8.contains(UInt8(ascii: ".")) else { return path }
    var kept: [Substring] = []
    let segments = path.unicodeScalars.split(separator: "/", omittingEmptySubsequences: false).map(Substring.init)
    for (index, segment) in segments.enumerated() {
      let isLast = index == segments.count - 1
      switch segment {
      case ".":
        if isLast { kept.append("") }
      case "..":
        if kept.count > 1 || (kept.count == 1 && kept[0] != "") { kept.removeLast() }
        if isLast { kept.append("") }
      default: kept.append(segment)
      }
    }
    return kept.joined(separator: "/")
  }
}

extension URIReference: CustomStringConvertible {
  var description: String {
    var text = ""
    if let scheme { text += scheme + ":" }
    if let authority { text += "//" + authority }
    text += path
    if let query { text += "?" + query }
    if let fragment { text += "#" + fragment }
    return text
  }
}
