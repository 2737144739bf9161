import JSON
import ModelSpec

/// The memory that an entry implies: its weights at common precisions, and its caches at common context lengths.
///
/// An entry can hold any number. Where one makes no sense as a size, there is no estimate.
struct MemoryEstimate {
  /// The bytes of a cached element: caches are kept in 16 bits.
  private static let bytesPerElement = 2.0

  private let parameters: Double?
  private let weightsBytes: Double?
  private let context: Int?
  private let cache: JSONElement?

  /// Reads what an entry says.
  init(of entry: JSONElement) {
    parameters = entry[EntryField.parametersBillions.name]?.double.map { $0 * 1e9 }
    weightsBytes = entry[EntryField.weightsBytes.name]?.double
    context = entry[EntryField.defaultContextLength.name]?.int.flatMap { $0 > 0 ? $0 : nil }
    cache = entry[EntryField.kvCache.name].flatMap { $0.isObject ? $0 : nil }
  }

  /// The size of the published weight files; nil when the entry does not tell it.
  var publishedWeights: String? { weightsBytes.flatMap { ByteCount($0)?.description } }

  /// The size of the weights at 16, 8 and 4 bits a parameter; nil when the entry does not tell it.
  var weights: String? {
    guard let parameters else { return nil }
    return MemoryEstimate.list([16, 8, 4].map { ("\($0)-bit", parameters * Double($0) / 8) })
  }

  /// What one sequence keeps at 1k, 8k, 32k and the full context, as far as the model reaches: all of it, and what of
  /// it belongs to the parts that a model need not have. Empty when the entry does not tell it.
  var caches: [(title: String, sizes: String)] {
    guard let whole = sizes(cacheBytes) else { return [] }
    var rows = [(title: "KV cache, 16-bit", sizes: whole)]
    if element("indexer_elements_per_token") != nil, let sizes = sizes(indexerBytes) {
      rows.append(("  of it indexer", sizes))
    }
    if let recurrent = element("recurrent_elements"), let size = ByteCount(recurrent * MemoryEstimate.bytesPerElement) {
      rows.append(("  of it recurrent", "\(size) at any length"))
    }
    return rows
  }

  /// The bytes that a sequence of this length keeps: in layers with full attention every token, in those with a window
  /// no more than that, in indexers every token, in recurrent layers the same whatever the length.
  func cacheBytes(tokens: Int) -> Double {
    let length = Double(tokens)
    let full = element("full_elements_per_token") ?? 0
    let sliding = element("sliding_elements_per_token") ?? 0
    let window = element("sliding_window") ?? length
    let elements = full * length + sliding * min(length, window) + (element("recurrent_elements") ?? 0)
    return elements * MemoryEstimate.bytesPerElement + indexerBytes(tokens: tokens)
  }

  /// The bytes that the cache of one sequence has at the full context; nil when the entry does not tell it.
  var fullCacheBytes: Double? {
    guard let context, hasCache else { return nil }
    return cacheBytes(tokens: context)
  }

  private func indexerBytes(tokens: Int) -> Double {
    (element("indexer_elements_per_token") ?? 0) * Double(tokens) * MemoryEstimate.bytesPerElement
  }

  private func element(_ name: StaticString) -> Double? { cache?[name]?.double }

  private static let elementCounts: [StaticString] = [
    "full_elements_per_token", "sliding_elements_per_token", "indexer_elements_per_token", "recurrent_elements",
  ]

  private var hasCache: Bool { MemoryEstimate.elementCounts.contains { element($0) != nil } }

  private func sizes(_ bytes: (Int) -> Double) -> String? {
    guard hasCache else { return nil }
    let full = context ?? Int.max
    var lengths = [1024, 8192, 32768].filter { $0 < full }.map { (label: "\($0 / 1024)k", tokens: $0) }
    if let context { lengths.append(("\(context) tokens", context)) }
    return MemoryEstimate.list(lengths.map { ($0.label, bytes($0.tokens)) })
  }

  /// Sizes with their labels; nil when one of them is not a size.
  private static func list(_ sizes: [(label: String, bytes: Double)]) -> String? {
    let texts = sizes.compactMap { label, bytes in ByteCount(bytes).map { "\(label) \($0)" } }
    return texts.count == sizes.count ? texts.joined(separator: ", ") : nil
  }
}
