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
  /// Keys that only other families read.
  var ignored: [Member] = []

  /// Makes a list of unknown keys.
  init(unknown: [Member]) { self.unknown = unknown }

  var isEmpty: Bool { unknown.isEmpty && ignored.isEmpty }
  /// The number of keys that other families read as sizes.
  var sizes: Int { ignored.count { UnreadKeys.couldBeSize($0.value) } }

  /// Whether a value can be a size: a number above 0, or a list or an object that is not empty.
  static func couldBeSize(_ value: JSONElement) -> Bool {
    switch value.kind {
    case .number: value.isPositive
    case .array, .object: value.count > 0
    default: false
    }
  }

  /// Whether a value would have an effect in another family: a size, a flag that is set, or a name.
  static func isMeant(_ value: JSONElement) -> Bool {
    // 1 means the same as no heads or experts.
    if let number = value.int { return number > 1 }
    return couldBeSize(value) || value.bool == true || value.isString
  }

  /// In one line.
  ///
  /// - Parameter family: the name of the family that ignores what others read.
  func text(family: String) -> String {
    let parts = [
      unknown.isEmpty ? nil : "unknown keys \(UnreadKeys.list(unknown))",
      ignored.isEmpty ? nil : "\(family) does not use \(UnreadKeys.list(ignored))",
    ]
    return "config.json states what is not read: " + parts.compactMap { $0 }.joined(separator: "; ")
  }

  /// Keys with their values: the first few, and how many more there are.
  static func list(_ members: [Member]) -> String {
    let names = members.prefix(shown).map { "'\($0.key.string ?? "")' (\(ConfigError.describe($0.value)))" }
    let rest = members.count > shown ? " and \(members.count - shown) more" : ""
    return names.joined(separator: ", ") + rest
  }
}
