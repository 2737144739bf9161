import JSON

/// Keys of a config that may be sizes and were not read.
struct UnreadKeys {
  typealias Member = (key: JSONElement, value: JSONElement)

  /// The maximum number of unknown keys that are kept.
  static let most = 32
  /// The maximum number of keys in a message.
  private static let shown = 6

  /// Keys that no family reads.
  var unknown: [Member]
  /// Keys that other families read, and the model's family did not.
  var ignored: [Member] = []

  /// Makes a list of unknown keys.
  init(unknown: [Member]) { self.unknown = unknown }

  var isEmpty: Bool { unknown.isEmpty && ignored.isEmpty }
  /// The number of ``ignored`` keys with a value that can be a size.
  var ignoredSizeCount: Int { ignored.count { UnreadKeys.couldBeSize($0.value) } }

  /// Whether a value can be a size: a number above 0, or a list or an object that is not empty.
  static func couldBeSize(_ value: JSONElement) -> Bool {
    switch value.kind {
    case .number: value.isPositive
    case .array, .object: value.count > 0
    default: false
    }
  }

  /// Whether a value can have an effect in another family: a size, `true`, or a string.
  static func isMeant(_ value: JSONElement) -> Bool {
    // 0 and 1 have no effect: one expert, for example, is a dense feed-forward.
    if let number = value.int { return number > 1 }
    return couldBeSize(value) || value.bool == true || value.isString
  }

  /// The keys in one line, for a message.
  ///
  /// - Parameter family: the name of the model's family, which does not read the ``ignored`` keys.
  func text(family: String) -> String {
    let parts = [
      unknown.isEmpty ? nil : "unknown keys \(UnreadKeys.list(unknown))",
      ignored.isEmpty ? nil : "\(family) does not use \(UnreadKeys.list(ignored))",
    ]
    return "config.json has values that are not read: " + parts.compactMap { $0 }.joined(separator: "; ")
  }

  /// Keys with their values: the first few, and how many more there are.
  static func list(_ members: [Member]) -> String {
    let names = members.prefix(shown).map { "'\($0.key.string ?? "")' (\(ConfigError.describe($0.value)))" }
    let rest = members.count > shown ? " and \(members.count - shown) more" : ""
    return names.joined(separator: ", ") + rest
  }
}
