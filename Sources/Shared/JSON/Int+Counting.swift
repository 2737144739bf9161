extension Int {
  /// The number with a noun in the singular or plural, for messages: `1 character`, `2 characters`. Without a plural,
  /// the plural is the singular and an `s`.
  public func counting(_ singular: String, _ plural: String? = nil) -> String {
    "\(self) \(self == 1 ? singular : plural ?? singular + "s")"
  }
}
