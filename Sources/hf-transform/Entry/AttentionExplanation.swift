import JSON
import ModelSpec

/// Explains the kind of attention and the cached elements with the numbers they are computed from.
struct AttentionExplanation {
  let values: EntryValues
  let model: Model

  /// The explanation of the kind of attention.
  var kind: String {
    switch values.entry.attention {
    case .hybrid: "rule: \(layout)"
    case .mla: "rule: latent attention, since there is a \(model.config.key(of: .keyValueRank))"
    case .mha, .mqa, .gqa: "rule: \(keyValueHeads) for \(values.entry.heads.value) query heads"
    }
  }

  /// The explanation of the cache: the layers that have one with the elements per token of each, and the other cached
  /// elements.
  var cache: String {
    let layout = model.layout
    let (sliding, compressed) = (slidingElements, compressedElements)
    // ``KVCache/full`` includes compressed elements, and those of sliding layers whose window is the whole context.
    let full = values.entry.cache.full - compressed - (layout.window == nil ? sliding : 0)
    var parts = [
      part(layout.cachedFull, of: layout.full, "full", full),
      part(layout.cachedSliding, of: layout.sliding, "sliding", sliding)
        .map { layout.window == nil ? $0 + ", whose window is the whole context" : $0 },
    ].compactMap { $0 }
    if compressed > 0 { parts.append("\(compressed.value) compressed elements") }
    let cache = values.entry.cache
    if cache.indexer > 0 { parts.append("\(cache.indexer.value) elements of indexer keys") }
    if cache.recurrent > 0 { parts.append("\(cache.recurrent.value) elements of state per sequence") }
    return parts.isEmpty ? "rule: no layer keeps a cache" : "rule: " + parts.joined(separator: ", ")
  }

  private var compressedElements: Count { (try? model.family.compressors?.elementsPerToken(model)) ?? 0 }

  private var slidingElements: Count {
    let block = model.family.slidingAttention ?? model.family.attention
    return (try? model.sum(over: .slidingCaches, block.cachedElements)) ?? 0
  }

  private func part(_ cached: Count, of layers: Count, _ name: String, _ elements: Count) -> String? {
    guard cached > 0 else { return nil }
    let each = elements / cached
    let which = cached == layers ? "\(cached.value)" : "\(cached.value) of \(layers.value)"
    return "\(which) \(name) layers x \(each.value) elements\(factors(of: each))"
  }

  /// How the elements of one layer are computed, in parentheses; empty unless they are the usual product, or with
  /// latent attention the usual sum.
  private func factors(of elements: Count) -> String {
    let rank = (try? model.size(.keyValueRank)) ?? 0
    let rope = (try? model.size(.ropeHeadDim)) ?? 0
    if model.family.attention.kind == .latent, elements == rank + rope {
      return " (\(model.config.key(of: .keyValueRank)) \(rank.value) + "
        + "\(model.config.key(of: .ropeHeadDim)) \(rope.value))"
    }
    guard elements == 2 * model.keyValueHeads * model.headDim else { return "" }
    return " (2 x \(keyValueHeads) x \(model.headDim.value))"
  }

  private var keyValueHeads: String { model.keyValueHeads.value.counting("key/value head") }

  private var layout: String {
    let layout = model.layout
    let parts = [(layout.full, "full"), (layout.sliding, "sliding"), (layout.recurrent, "recurrent")].filter {
      $0.0 > 0
    }
    return parts.map { "\($0.0.value) \($0.1)" }.joined(separator: ", ") + " layers"
  }
}
