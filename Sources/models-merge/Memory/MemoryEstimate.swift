import JSON
import ModelSpec

/// The memory that an entry implies: its weights at common precisions, and its caches at common context lengths.
///
/// An entry can hold any number. Where one makes no sense as a size, there is no estimate.
struct MemoryEstimate {
  private let parameters: Double?
  private let weightsBytes: Double?
  private let context: Int?
  private let cache: CacheSizes?

  /// Reads what an entry says.
  init(of entry: JSONElement) {
    parameters = entry[EntryField.parametersBillions.name]?.double.map { $0 * 1e9 }
    weightsBytes = entry[EntryField.weightsBytes.name]?.double
    context = entry[EntryField.defaultContextLength.name]?.int.flatMap { $0 > 0 ? $0 : nil }
    let members = entry[EntryField.kvCache.name]
    cache = CacheSizes { members?[$0]?.double }
  }

  /// The size of the published weight files; nil when the entry does not tell it.
  var publishedWeights: String? { weightsBytes.flatMap { ByteCount($0)?.description } }

  /// The size of the weights at 16, 8 and 4 bits a parameter; nil when the entry does not tell it.
  var weights: String? {
    guard let parameters else { return nil }
    return MemoryEstimate.list([16, 8, 4].map { ("\($0)-bit", parameters * Double($0) / 8) })
  }

  /// What one sequence keeps at 1k, 8k, 32k and the full context, as far as the model reaches: all of it, and what of
  /// it belongs to parts that a model need not have. Empty when the entry does not tell it.
  var caches: [(title: String, sizes: String)] {
    guard let cache, let whole = sizes(cache) else { return [] }
    var rows = [(title: "KV cache, 16-bit", sizes: whole)]
    if let indexer = cache.indexerPerToken, let sizes = sizes(CacheSizes(fullPerToken: indexer)) {
      rows.append(("  of it indexer", sizes))
    }
    if let recurrent = cache.recurrent, let size = ByteCount(recurrent * CacheSizes.bytesPerElement) {
      rows.append(("  of it recurrent", "\(size) at any length"))
    }
    return rows
  }

  private func sizes(_ cache: CacheSizes) -> String? {
    let full = context ?? Int.max
    var lengths = [1024, 8192, 32768].filter { $0 < full }.map { (label: "\($0 / 1024)k", tokens: $0) }
    if let context { lengths.append(("\(context) tokens", context)) }
    return MemoryEstimate.list(lengths.map { ($0.label, cache.bytes(tokens: Double($0.tokens))) })
  }

  /// Sizes with their labels; nil when one of them is not a size.
  private static func list(_ sizes: [(label: String, bytes: Double)]) -> String? {
    let texts = sizes.compactMap { label, bytes in ByteCount(bytes).map { "\(label) \($0)" } }
    return texts.count == sizes.count ? texts.joined(separator: ", ") : nil
  }
}
