import JSON
import ModelSpec

/// By how many bytes a wrong field changes the memory estimate of an entry: weights in 16 bits, and the caches of a
/// sequence as long as the context.
struct MemoryEffect {
  private let entry: JSONElement

  init(of entry: JSONElement) { self.entry = entry }

  /// The difference of the estimates with the old and the new value, in bytes; 0 for a field that the estimate does not
  /// use, and when the difference is not finite.
  func bytes(of field: String, from old: JSONElement?, to new: JSONElement?) -> Double {
    let (before, after) = (estimate(field, old?.double), estimate(field, new?.double))
    let difference = abs(after - before)
    return difference.isFinite ? difference : 0
  }

  /// The estimate in bytes with one field replaced.
  private func estimate(_ field: String, _ value: Double?) -> Double {
    func number(_ name: EntryField, default standard: Double = 0) -> Double {
      name.name.description == field ? value ?? standard : entry[name.name]?.double ?? standard
    }
    func cached(_ member: JSONKey) -> Double? {
      field == "\(EntryField.kvCache.name).\(member.text)" ? value : entry[EntryField.kvCache.name]?[member]?.double
    }
    let context = number(.defaultContextLength)
    let weights = number(.parametersBillions) * 1e9 * 2
    let heads = number(.numHeads, default: 1)
    let headDimension = number(.headDim, default: heads > 0 ? number(.hiddenSize) / heads : 0)
    let keysAndValues = 2 * number(.numLayers) * number(.numKVHeads, default: heads) * headDimension
    let cache = CacheSizes(cached) ?? CacheSizes(fullPerToken: keysAndValues)
    return weights + cache.bytes(tokens: context)
  }
}
