import JSON

/// What an option or operand accepts as its value: the name in help, the type, and the default.
public struct OptionValue: Sendable, ExpressibleByStringLiteral {
  /// The types of values.
  public enum ValueType: Sendable, Equatable {
    case text, file, directory
    /// One of several words.
    case words([String])
    /// An integer in a range.
    case integer(ClosedRange<Int>)
    /// A number in JSON's notation, above zero and at most `upTo`.
    case number(upTo: Int)
  }

  /// The name in help, such as `FILE`.
  public let name: String
  /// The type, which determines the allowed values.
  public let type: ValueType
  /// The default, written as on a command line; nil without one.
  public let defaultText: String?
  /// The default in words, such as `all cores`, if it is not always the same value; nil otherwise.
  private let otherwise: String?

  private init(_ name: String, _ type: ValueType, default defaultText: String? = nil, otherwise: String? = nil) {
    self.name = name
    self.type = type
    self.defaultText = defaultText
    self.otherwise = otherwise
  }

  /// Any text.
  public static func text(_ name: String, default text: String? = nil) -> OptionValue {
    OptionValue(name, .text, default: text)
  }

  /// Any text; the literal is its name in help.
  public init(stringLiteral name: String) { self.init(name, .text) }

  /// The path of a file.
  public static func file(_ name: String, default path: String? = nil, otherwise: String? = nil) -> OptionValue {
    OptionValue(name, .file, default: path, otherwise: otherwise)
  }

  /// The path of a directory.
  public static func directory(_ name: String, default path: String? = nil, otherwise: String? = nil) -> OptionValue {
    OptionValue(name, .directory, default: path, otherwise: otherwise)
  }

  /// One of these words.
  public static func words(_ name: String, _ words: [String]) -> OptionValue { OptionValue(name, .words(words)) }

  /// An integer in a range.
  ///
  /// - Parameters:
  ///   - name: its name in help.
  ///   - range: the allowed numbers.
  ///   - number: the default.
  ///   - otherwise: the default in words, such as `all cores`, if it is not always the same value.
  public static func integer(
    _ name: String, in range: ClosedRange<Int>, default number: Int? = nil, otherwise: String? = nil
  ) -> OptionValue {
    OptionValue(name, .integer(range), default: number.map(String.init), otherwise: otherwise)
  }

  /// A number above zero in JSON's notation, at most `limit`.
  public static func number(_ name: String, upTo limit: Int) -> OptionValue { OptionValue(name, .number(upTo: limit)) }

  /// Whether a text is a valid value.
  func accepts(_ text: String) -> Bool {
    switch type {
    case .text: true
    case .file, .directory: !text.isEmpty
    case .words(let words): words.contains(text)
    case .integer(let range):
      // `Int` also accepts a plus sign.
      Int(text).map(range.contains) == true && text.utf8.allSatisfy { $0 != UInt8(ascii: "+") }
    case .number(let limit): ExactDecimal(text).map { $0 > .zero && $0 <= ExactDecimal(limit) } == true
    }
  }

  /// What to give instead of a value that is not accepted, as a hint.
  var requirement: String {
    switch type {
    case .text, .file, .directory: "give \(name)"
    case .words(let words): "give \(words.listed("or"))"
    case .integer(let range) where range.upperBound == Int.max: "give a whole number of at least \(range.lowerBound)"
    case .integer(let range): "give a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .number(let limit): "give a number above 0 and at most \(limit), such as 7.5"
    }
  }

  /// The default, for help, such as `default 10`; nil without one.
  var defaultNote: String? { otherwise.map { "default: " + $0 } ?? defaultText.map { "default " + $0 } }

  /// The words to choose from, for help; nil for a value of another type.
  var choices: String? {
    guard case .words(let words) = type else { return nil }
    return words.listed("or")
  }

  /// The allowed values and the default, for the manual page and the page in `docs`: a sentence without a full stop.
  /// Nil if there is neither.
  var rangeAndDefault: String? {
    let range: String? =
      switch type {
      case .text, .file, .directory: nil
      case .words(let words): "One of " + words.map { "`\($0)`" }.listed("or")
      case .integer(let range) where range.upperBound == Int.max: "At least \(range.lowerBound)"
      case .integer(let range): "From \(range.lowerBound) to \(range.upperBound)"
      case .number(let limit): "Above 0, at most \(limit)"
      }
    let standard = otherwise ?? defaultText.map { "`\($0)`" }
    guard let range else { return standard.map { "Default: \($0)" } }
    return range + (standard.map { " (default: \($0))" } ?? "")
  }
}

extension [String] {
  /// The strings as a list in a sentence: `a, b or c`.
  public func listed(_ conjunction: String) -> String {
    guard let last, count > 1 else { return first ?? "" }
    return dropLast().joined(separator: ", ") + " \(conjunction) \(last)"
  }
}
