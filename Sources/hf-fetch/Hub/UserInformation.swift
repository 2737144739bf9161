extension String {
  /// The text for messages, with the user name and password of the URL in it masked: everything between `://` and the
  /// last `@`, even characters that a URL must encode.
  ///
  /// An `@` in a path, as in `https://hub.example/org/name@v1`, is not taken for the end of a password if there is no
  /// colon before it.
  func maskingUserInformation() -> String {
    guard let start = firstRange(of: "://")?.upperBound, let end = self[start...].lastIndex(of: "@") else {
      return self
    }
    let user = self[start..<end]
    guard user.contains(":") || !user.contains("/") else { return self }
    return self[..<start] + "***" + self[end...]
  }
}
