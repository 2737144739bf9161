import JSON
import ModelSpec

/// How much memory a wrong field of an entry is worth: weights in 16 bits, and the caches of one full context.
struct MemoryEffect {
  private let entry: JSONElement

  /// Looks at an entry.
  init(of entry: JSONElement) { self.entry = entry }

  /// The bytes by which the estimates differ; 0 for a field that no estimate reads.
  func bytes(of field: String, from old: JSONElement?, to new: JSONElement?) -> Double {
    let (before, after) = (estimate(field, old?.double), estimate(field, new?.double))
    let difference = abs(after - before)
    return difference.isFinite ? difference : 0
  }

  /// The estimate with one field replaced.
  private func estimate(_ field: String, _ value: Double?) -> Double {
    func number(_ name: EntryField, orElse usual: Double = 0) -> Double {
      name.name.description == field ? value ?? usual : entry[name.name]?.double ?? usual
    }
    func cached(_ member: String) -> Double? {
      field == "kv_cache.\(member)" ? value : entry[EntryField.kvCache.name]?[key: member]?.double
    }
    let context = number(.defaultContextLength)
    let weights = number(.parametersBillions) * 1e9 * 2
    let heads = number(.numHeads, orElse: 1)
    let width = number(.headDim, orElse: heads > 0 ? number(.hiddenSize) / heads : 0)
    let usual = CacheSizes(fullPerToken: 2 * number(.numLayers) * number(.numKVHeads, orElse: heads) * width)
    let cache = CacheSizes { cached("\($0)") } ?? usual
    return weights + cache.bytes(tokens: context)
  }
}
