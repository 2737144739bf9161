import JSON
import ModelSpec

/// The memory that a model needs according to its entry: its weights at common precisions, and its caches at common
/// context lengths.
///
/// The numbers of an entry may be invalid. Those that cannot be a size, such as negative ones, give no estimate.
struct MemoryEstimate {
  private let parameters: Double?
  private let weightsBytes: Double?
  private let context: Int?
  private let cache: CacheSizes?

  init(of entry: JSONElement) {
    parameters = entry[EntryField.parametersBillions.name]?.double.map { $0 * 1e9 }
    weightsBytes = entry[EntryField.weightsBytes.name]?.double
    context = entry[EntryField.defaultContextLength.name]?.int.flatMap { $0 > 0 ? $0 : nil }
    let members = entry[EntryField.kvCache.name]
    cache = CacheSizes { members?[$0]?.double }
  }

  /// The size of the published weight files with its unit; nil when the entry does not have it.
  var publishedWeights: String? { weightsBytes.flatMap { ByteCount($0)?.description } }

  /// The size of the weights with 16, 8 and 4 bits per parameter; nil when the entry has no valid parameter count.
  var weights: String? {
    guard let parameters else { return nil }
    return MemoryEstimate.list([16, 8, 4].map { ("\($0)-bit", parameters * Double($0) / 8) })
  }

  /// The size of one sequence's cache at 1k, 8k and 32k tokens, if they are less than the context length, and at the
  /// context length. Further rows have the shares of indexers and recurrent layers. Empty when the entry has no valid
  /// `kv_cache`.
  var caches: [(title: String, sizes: String)] {
    guard let cache, let whole = sizes(cache) else { return [] }
    var rows = [(title: "KV cache, 16-bit", sizes: whole)]
    if let indexer = cache.indexerPerToken, let sizes = sizes(CacheSizes(fullPerToken: indexer)) {
      rows.append(("  of which indexer", sizes))
    }
    if let recurrent = cache.recurrent, let size = ByteCount(recurrent * CacheSizes.bytesPerElement) {
      rows.append(("  of which recurrent", "\(size) at any length"))
    }
    return rows
  }

  private func sizes(_ cache: CacheSizes) -> String? {
    let full = context ?? Int.max
    var lengths = [1024, 8192, 32768].filter { $0 < full }.map { (label: "\($0 / 1024)k", tokens: $0) }
    if let context { lengths.append(("\(context) tokens", context)) }
    return MemoryEstimate.list(lengths.map { ($0.label, cache.bytes(tokens: Double($0.tokens))) })
  }

  /// Labels and sizes as a list; nil when one of the numbers cannot be a size.
  private static func list(_ sizes: [(label: String, bytes: Double)]) -> String? {
    let texts = sizes.compactMap { label, bytes in ByteCount(bytes).map { "\(label) \($0)" } }
    return texts.count == sizes.count ? texts.joined(separator: ", ") : nil
  }
}
