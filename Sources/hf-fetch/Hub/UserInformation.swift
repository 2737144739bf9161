import CommandLineTool

extension String {
  /// The start of the text, as messages show what a user or a server wrote: without passwords and control characters.
  var excerptForMessages: String { String(maskingUserInformation().prefix(200)).escapingControlCharacters() }

  /// The text for messages, with the user name and password of the URL in it masked: everything between `://` and the
  /// last `@`, even characters that a URL must encode.
  ///
  /// An `@` in a path, as in `https://hub.example:8080/org/name@v1`, is not taken for the end of a password if only a
  /// host, perhaps with a port, is before the path.
  func maskingUserInformation() -> String {
    guard let start = firstRange(of: "://")?.upperBound, let end = self[start...].lastIndex(of: "@") else {
      return self
    }
    return String.isHostAndPath(self[start..<end]) ? self : self[..<start] + "***" + self[end...]
  }

  /// Whether the text is a host, perhaps with a port, and a path without a colon.
  private static func isHostAndPath(_ text: Substring) -> Bool {
    guard let slash = text.firstIndex(of: "/"), !text[slash...].contains(":") else { return false }
    let parts = text[..<slash].split(separator: ":", omittingEmptySubsequences: false)
    return parts.count == 1 || !parts[parts.count - 1].isEmpty && parts[parts.count - 1].allSatisfy(\.isNumber)
  }
}
