import Shared

/// The memory that an entry implies: its weights at common precisions, and its KV cache at common context lengths.
///
/// An entry can hold any number. Where one makes no sense as a size, there is no estimate.
struct MemoryEstimate {
  /// The bytes of a cached element: keys and values are kept in 16 bits.
  private static let bytesPerElement = 2.0

  private let parameters: Double?
  private let context: Int?
  private let cache: JSONElement?

  /// Reads what an entry says.
  init(of entry: JSONElement) {
    parameters = entry["parameters_billions"]?.double.map { $0 * 1e9 }
    context = entry["default_context_length"]?.int.flatMap { $0 > 0 ? $0 : nil }
    cache = entry["kv_cache"]
  }

  /// The size of the weights at 16, 8 and 4 bits a parameter; nil when the entry does not tell it.
  var weights: String? {
    guard let parameters else { return nil }
    return MemoryEstimate.list([16, 8, 4].map { ("\($0)-bit", parameters * Double($0) / 8) })
  }

  /// The size of the KV cache of one sequence at 1k, 8k, 32k and the full context, as far as the model reaches; nil when
  /// the entry does not tell it.
  var keyValueCache: String? {
    guard let cache, cache["full_elements_per_token"] != nil || cache["sliding_elements_per_token"] != nil else {
      return nil
    }
    let full = context ?? Int.max
    var lengths = [1024, 8192, 32768].filter { $0 < full }.map { (label: "\($0 / 1024)k", tokens: $0) }
    if let context { lengths.append(("\(context) tokens", context)) }
    return MemoryEstimate.list(lengths.map { ($0.label, cacheBytes(tokens: $0.tokens)) })
  }

  /// The bytes that a sequence keeps: full-attention layers keep every token, sliding ones no more than their window.
  func cacheBytes(tokens: Int) -> Double {
    let full = cache?["full_elements_per_token"]?.double ?? 0
    let sliding = cache?["sliding_elements_per_token"]?.double ?? 0
    let window = cache?["sliding_window"]?.double ?? Double(tokens)
    let elements = full * Double(tokens) + sliding * min(Double(tokens), window)
    return elements * MemoryEstimate.bytesPerElement
  }

  /// Sizes with their labels; nil when one of them is not a size.
  private static func list(_ sizes: [(label: String, bytes: Double)]) -> String? {
    let texts = sizes.compactMap { label, bytes in ByteCount(bytes).map { "\(label) \($0)" } }
    return texts.count == sizes.count ? texts.joined(separator: ", ") : nil
  }
}
