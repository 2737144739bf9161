import JSON

/// The metadata of a GGUF file: `weights.gguf` of a snapshot.
struct GGUFMetadata {
  /// A key as the file has it, and its value.
  typealias Member = (key: JSONElement, value: JSONElement)

  /// The value of `general.architecture`, which is before each key of ``GGUFKey`` in the file, with a dot.
  let architecture: JSONElement
  /// The value of `general.type`, such as `model`, `adapter` or `mmproj`; nil when it is absent.
  private(set) var generalType: JSONElement?
  /// PyTorch's name for the type of most weights, by `general.file_type`; nil when that is absent or a quantized type.
  private(set) var dtype: StaticString?
  /// The value of `tokenizer.ggml.tokens`: a list, or an object with the list's length; nil when it is absent.
  private(set) var tokens: JSONElement?
  private var members: [GGUFKey: Member] = [:]

  /// The largest number that ``number(_:)`` returns, and the largest item of ``numbers(_:layers:)``.
  private static let (largestNumber, largestItem) = (1 << 40, 1 << 20)
  private static let architectureKey = JSONKey("general.architecture")
  private static let lengthKey = JSONKey("length")
  /// Values of `general.file_type` for weights without quantization (llama.h, `llama_ftype`).
  private static let plainFileTypes: [(number: Int, name: StaticString)] = [
    (0, "float32"), (1, "float16"), (32, "bfloat16"),
  ]
  /// The key of the vocabulary's tokens.
  static let tokensKey: StaticString = "tokenizer.ggml.tokens"

  /// Finds the keys of the file's architecture.
  ///
  /// - Throws: ``ConfigError`` when `general.architecture` is absent or not a string.
  init(_ object: JSONElement) throws(ConfigError) {
    let found = object[GGUFMetadata.architectureKey]
    guard let architecture = found, let name = architecture.string else {
      throw .invalid(
        key: "general.architecture", found: found.map(ConfigError.describe) ?? "absent",
        expected: "the name of an architecture")
    }
    self.architecture = architecture
    let prefix = name + "."
    for (key, value) in object.members {
      guard let text = key.string else { continue }
      if text.utf8.starts(with: prefix.utf8) {
        let suffix = String(Substring(text.utf8.dropFirst(prefix.utf8.count)))
        if let known = GGUFKey(rawValue: suffix) { members[known] = (key, value) }
      } else if key.equals("general.type") {
        generalType = value
      } else if key.equals("general.file_type") {
        dtype = GGUFMetadata.plainFileTypes.first { $0.number == value.int }?.name
      } else if key.equals(GGUFMetadata.tokensKey) {
        tokens = value
      }
    }
  }

  /// A key as the file has it, and its value; nil when the file does not have the key.
  subscript(key: GGUFKey) -> Member? { members[key] }

  /// The full name of a key, such as `llama.block_count`.
  func name(of key: GGUFKey) -> String {
    members[key]?.key.string ?? "\(architecture.string ?? "ARCHITECTURE").\(key.rawValue)"
  }

  /// The number of tokens in the vocabulary; nil when the file does not list them.
  var tokenCount: Int? {
    guard let tokens else { return nil }
    return tokens.isArray ? tokens.count : tokens[GGUFMetadata.lengthKey]?.int
  }

  /// The whole number under a key; nil when it is absent or 0, which mean the same.
  ///
  /// - Throws: ``ConfigError`` when the value is not a whole number from 0 to 2^40.
  func number(_ key: GGUFKey) throws(ConfigError) -> Int? {
    guard let member = members[key] else { return nil }
    guard let number = member.value.int, (0...GGUFMetadata.largestNumber).contains(number) else {
      throw .invalid(name(of: key), member.value, expected: "a whole number from 0 to \(GGUFMetadata.largestNumber)")
    }
    return number > 0 ? number : nil
  }

  /// The numbers of a list with one for each layer, where true is 1 and false is 0; nil when the value is absent, null
  /// or a single number.
  ///
  /// - Throws: ``ConfigError`` when the value is not a list, when it is too short, or when an item is neither true,
  ///   false nor a whole number from 0 to 2^20.
  func numbers(_ key: GGUFKey, layers: Int) throws(ConfigError) -> [Int]? {
    guard let list = members[key]?.value, !list.isNull, list.int == nil else { return nil }
    guard list.isArray else { throw .invalid(name(of: key), list, expected: "a number, or a list of numbers") }
    guard list.count >= layers else {
      let expected = "one item for each of the \(layers) layers"
      throw .invalid(key: name(of: key), found: "a list of \(list.count)", expected: expected)
    }
    var numbers: [Int] = []
    numbers.reserveCapacity(layers)
    for element in list.elements.prefix(layers) {
      guard let number = element.int ?? element.bool.map({ $0 ? 1 : 0 }),
        (0...GGUFMetadata.largestItem).contains(number)
      else {
        throw .invalid(
          name(of: key), element, expected: "a list of whole numbers from 0 to \(GGUFMetadata.largestItem)")
      }
      numbers.append(number)
    }
    return numbers
  }
}
