extension [String] {
  /// The strings with commas between them: all, or the first five and how many more there are.
  func abbreviated(namingAll: Bool = false) -> String {
    let rest = namingAll ? 0 : Swift.max(count - 5, 0)
    return prefix(count - rest).joined(separator: ", ") + (rest > 0 ? ", and \(rest) more" : "")
  }
}
