extension String {
  /// The text for messages, with the user name and password of the URL in it masked: everything between `://` and the
  /// last `@`, even characters that a URL must encode.
  ///
  /// An `@` in a path, as in `https://hub.example:8080/org/name@v1`, is not taken for the end of a password if only a
  /// host, perhaps with a port, is before the path.
  func maskingUserInformation() -> String {
    guard let start = firstRange(of: "://")?.upperBound, let end = self[start...].lastIndex(of: "@") else {
      return self
    }
    let user = self[start..<end]
    let host = user.prefix { $0 != "/" }
    let port = host.lastIndex(of: ":").map { host[host.index(after: $0)...] }
    let isPassword = port.map { $0.isEmpty || !$0.allSatisfy(\.isNumber) } ?? false
    guard user.contains("/") ? isPassword || user.dropFirst(host.count).contains(":") : true else { return self }
    return self[..<start] + "***" + self[end...]
  }
}
