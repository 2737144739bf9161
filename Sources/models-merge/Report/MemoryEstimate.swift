import Shared

/// The memory that an entry implies: its weights at common precisions, and its KV cache at common context lengths.
struct MemoryEstimate {
  /// The bytes of a cached element: keys and values are kept in 16 bits.
  private static let bytesPerElement = 2.0

  private let parameters: Double
  private let context: Int?
  private let cache: JSONElement?

  /// Reads what an entry says.
  init(of entry: JSONElement) {
    parameters = (entry["parameters_billions"]?.double ?? 0) * 1e9
    context = entry["default_context_length"]?.int
    cache = entry["kv_cache"]
  }

  /// The size of the weights at 16, 8 and 4 bits a parameter.
  var weights: String {
    [16, 8, 4].map { "\($0)-bit \(readableSize(parameters * Double($0) / 8))" }.joined(separator: ", ")
  }

  /// The size of the KV cache of one sequence at 1k, 8k, 32k and the full context, as far as the model reaches.
  var keyValueCache: String? {
    guard let cache, cache["full_elements_per_token"] != nil || cache["sliding_elements_per_token"] != nil else {
      return nil
    }
    let full = context ?? Int.max
    var lengths = [1024, 8192, 32768].filter { $0 < full }.map { (label: "\($0 / 1024)k", tokens: $0) }
    if let context { lengths.append(("\(context) tokens", context)) }
    return lengths.map { "\($0.label) \(readableSize(cacheBytes(tokens: $0.tokens)))" }.joined(separator: ", ")
  }

  /// The bytes that a sequence keeps: full-attention layers keep every token, sliding ones no more than their window.
  func cacheBytes(tokens: Int) -> Double {
    let full = cache?["full_elements_per_token"]?.double ?? 0
    let sliding = cache?["sliding_elements_per_token"]?.double ?? 0
    let window = cache?["sliding_window"]?.double ?? Double(tokens)
    let elements = full * Double(tokens) + sliding * min(Double(tokens), window)
    return elements * MemoryEstimate.bytesPerElement
  }
}

/// A size in bytes for reading: decimal units, three significant digits.
func readableSize(_ bytes: Double) -> String {
  guard bytes.isFinite else { return "beyond measure" }
  var value = bytes
  var unit = 0
  let units = ["B", "kB", "MB", "GB", "TB", "PB"]
  while value >= 999.5, unit < units.count - 1 {
    value /= 1000
    unit += 1
  }
  let scale = unit == 0 || value >= 99.95 ? 1.0 : value >= 9.995 ? 10.0 : 100.0
  let rounded = (value * scale).rounded() / scale
  let text = rounded == rounded.rounded() && rounded < 1e18 ? "\(Int(rounded))" : "\(rounded)"
  return "\(text) \(units[unit])"
}
