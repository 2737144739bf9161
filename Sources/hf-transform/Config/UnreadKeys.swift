import JSON

/// Keys of a config that may matter to a model's size and that nobody has read.
struct UnreadKeys {
  typealias Member = (key: JSONElement, value: JSONElement)

  /// How many unknown keys are kept of a config.
  static let most = 32
  /// How many are named in a message.
  private static let shown = 6

  /// Those that mean nothing to any family.
  var unknown: [Member]
  /// Those that other families read.
  var ignored: [Member] = []

  /// Makes a list of unknown keys.
  init(unknown: [Member]) { self.unknown = unknown }

  var isEmpty: Bool { unknown.isEmpty && ignored.isEmpty }
  /// How many of those that other families read are more than flags and names.
  var sizes: Int { ignored.count { UnreadKeys.couldBeSize($0.value) } }

  /// Whether a value can be a size: a number above 0, or a list or an object that is not empty.
  static func couldBeSize(_ value: JSONElement) -> Bool {
    switch value.kind {
    case .number: value.double ?? 0 > 0
    case .array, .object: value.count > 0
    default: false
    }
  }

  /// Whether a value that a family ignores would mean something to another: a size, a flag that is set, or a name.
  static func isMeant(_ value: JSONElement) -> Bool {
    // One head or one expert is what a model without them has.
    if let number = value.int { return number > 1 }
    return couldBeSize(value) || value.bool == true || value.isString
  }

  /// In one line.
  ///
  /// - Parameter family: the name of the family that ignores what others read.
  func text(family: String) -> String {
    let parts = [
      unknown.isEmpty ? nil : "nothing is known of \(UnreadKeys.list(unknown))",
      ignored.isEmpty ? nil : "\(family) does not use \(UnreadKeys.list(ignored))",
    ]
    return "config.json states what is not read: " + parts.compactMap { $0 }.joined(separator: "; ")
  }

  /// Keys with their values: the first few, and how many more there are.
  static func list(_ members: [Member]) -> String {
    let names = members.prefix(shown).map { "'\($0.key.string ?? "")' (\(describe($0.value)))" }
    let rest = members.count > shown ? " and \(members.count - shown) more" : ""
    return names.joined(separator: ", ") + rest
  }

  private static func describe(_ value: JSONElement) -> String {
    switch value.kind {
    case .object: "an object"
    case .array: "a list"
    default: String(decoding: value.source.prefix(40), as: UTF8.self)
    }
  }
}
