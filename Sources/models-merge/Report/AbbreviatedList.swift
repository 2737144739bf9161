extension [String] {
  /// The maximum number of names in a sentence.
  static var namedCount: Int { 5 }

  /// Whether the list is too long for a sentence.
  var isAbbreviated: Bool { count > Self.namedCount }

  /// The strings with commas between them: all, or the first five and how many more there are.
  func abbreviated(namingAll: Bool = false) -> String {
    guard isAbbreviated, !namingAll else { return joined(separator: ", ") }
    return "\(prefix(Self.namedCount).joined(separator: ", ")), and \(count - Self.namedCount) more"
  }
}
