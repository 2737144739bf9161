import JSON

/// The metadata of a GGUF file by its own keys: `weights.gguf` of a snapshot.
struct GGUFMetadata {
  /// A key of the file, and its value.
  typealias Member = (key: JSONElement, value: JSONElement)

  /// The value of `general.architecture`, the prefix of the other keys.
  let architecture: JSONElement
  /// The value of `general.type`: `model`, `adapter`, `mmproj`.
  private(set) var generalType: JSONElement?
  /// The type of most weights by `general.file_type`, if PyTorch has it too.
  private(set) var dtype: StaticString?
  /// The value of `tokenizer.ggml.tokens`: a list, or its length.
  private(set) var tokens: JSONElement?
  private var members: [GGUFKey: Member] = [:]

  private static let architectureKey = JSONKey("general.architecture")
  private static let lengthKey = JSONKey("length")
  /// Values of `general.file_type` for weights without quantization (llama.h, `llama_ftype`).
  private static let plainFileTypes: [(number: Int, name: StaticString)] = [
    (0, "float32"), (1, "float16"), (32, "bfloat16"),
  ]
  /// The key of the vocabulary's tokens.
  static let tokensKey: StaticString = "tokenizer.ggml.tokens"

  /// Finds the keys of the file's architecture; nil without `general.architecture`.
  init?(_ object: JSONElement) {
    guard let architecture = object[GGUFMetadata.architectureKey], let name = architecture.string else { return nil }
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

  /// A key's member; nil when it is absent.
  subscript(key: GGUFKey) -> Member? { members[key] }

  /// A key with the architecture's name before it.
  func name(of key: GGUFKey) -> String {
    members[key]?.key.string ?? "\(architecture.string ?? "ARCHITECTURE").\(key.rawValue)"
  }

  /// The number of tokens in the vocabulary; nil when the file does not list them.
  var tokenCount: Int? {
    guard let tokens else { return nil }
    return tokens.isArray ? tokens.count : tokens[GGUFMetadata.lengthKey]?.int
  }

  /// An integer; nil when it is absent or 0, which means the same.
  ///
  /// - Throws: ``ConfigError`` when the value is anything else.
  func number(_ key: GGUFKey) throws(ConfigError) -> Int? {
    guard let member = members[key] else { return nil }
    guard let number = member.value.int, (0...1 << 40).contains(number) else {
      throw .invalid(name(of: key), member.value, expected: "a whole number from 0")
    }
    return number > 0 ? number : nil
  }

  /// A list with a number for each layer, truth values as 1 and 0; nil when the value is absent or a
  /// single number.
  ///
  /// - Throws: ``ConfigError`` when it is shorter, or holds anything else.
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
      guard let number = element.int ?? element.bool.map({ $0 ? 1 : 0 }), (0...1 << 20).contains(number) else {
        throw .invalid(name(of: key), element, expected: "a list of whole numbers from 0")
      }
      numbers.append(number)
    }
    return numbers
  }
}
