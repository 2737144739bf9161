import JSON
import JSONSchema
import ModelSpec
import Patterns
import Platform

/// A condition on an entry that a schema cannot express.
struct EntryRule: Sendable {
  /// The severity of a violation.
  enum Severity: Sendable { case error, warning }

  /// The entries that a rule applies to, by their fields.
  struct FieldCondition: BitwiseCopyable {
    /// The fields that an entry must have.
    let with: FieldSet
    /// The fields that an entry must lack.
    let without: FieldSet

    /// Whether the rule applies to an entry with these fields.
    @inline(__always)
    func covers(_ present: FieldSet) -> Bool { present.isSuperset(of: with) && present.isDisjoint(with: without) }
  }

  /// A stable name, the `keyword` of a violation.
  let name: String
  /// Whether a violation makes an entry invalid.
  let severity: Severity
  /// The field that a violation is reported about.
  let field: EntryField
  /// Which entries the rule applies to.
  let scope: FieldCondition
  /// The message about an entry in ``scope`` that violates the rule; nil for one that does not.
  let message: @Sendable (Entry) -> String?

  /// Whether the rule reports or needs any of these fields, present or absent.
  @inline(__always)
  func concerns(_ fields: FieldSet) -> Bool {
    fields.contains(field) || !scope.with.isDisjoint(with: fields) || !scope.without.isDisjoint(with: fields)
  }

  private init(
    _ severity: Severity, _ name: String, _ field: EntryField, with present: FieldSet = [],
    without absent: FieldSet = [], _ message: @escaping @Sendable (Entry) -> String?
  ) {
    self.severity = severity
    self.name = name
    self.field = field
    scope = FieldCondition(with: present, without: absent)
    self.message = message
  }

  /// A rule that warns when a recommended field is missing, unless the entry has another one that can replace it. `why`
  /// says why calculations need the field.
  private static func recommended(
    _ field: EntryField, orElse other: EntryField? = nil, _ why: String,
    when applies: @escaping @Sendable (Entry) -> Bool = { _ in true }
  ) -> EntryRule {
    EntryRule(.warning, "recommended_field", field, without: [field, other ?? field]) { entry in
      applies(entry) ? "'\(field.name)' is missing: \(why)" : nil
    }
  }

  /// All rules.
  static let all: [EntryRule] = attention + experts + sizes + provenance + recommendations

  /// The scopes of all rules, in the same order. Most rules do not apply to an entry, and comparing the bits of two
  /// sets of fields shows it.
  static let scopes = ConstantArray(all.map(\.scope))

  private static let attention: [EntryRule] = [
    EntryRule(.error, "kv_heads_within_heads", .numKVHeads, with: [.numHeads, .numKVHeads]) { entry in
      guard let queryHeads = entry.int(.numHeads), let kvHeads = entry.int(.numKVHeads), kvHeads > queryHeads else {
        return nil
      }
      return "must be at most the number of query heads (\(queryHeads)), and is \(kvHeads)"
    },
    EntryRule(.error, "kv_heads_divide_heads", .numKVHeads, with: [.numHeads, .numKVHeads]) { entry in
      guard let queryHeads = entry.int(.numHeads), let kvHeads = entry.int(.numKVHeads), kvHeads > 0,
        kvHeads <= queryHeads, queryHeads % kvHeads != 0
      else { return nil }
      return "must divide the number of query heads (\(queryHeads)), and is \(kvHeads)"
    },
    EntryRule(.error, "attention_kind", .attention, with: [.attention, .numHeads, .numKVHeads]) { entry in
      guard let kind = entry[.attention], let queryHeads = entry.int(.numHeads), let kvHeads = entry.int(.numKVHeads)
      else { return nil }
      let expected: String? =
        if kind.equals(AttentionKind.mha.label) {
          kvHeads == queryHeads ? nil : "as many key/value heads as query heads"
        } else if kind.equals(AttentionKind.mqa.label) {
          kvHeads == 1 ? nil : "one key/value head"
        } else if kind.equals(AttentionKind.gqa.label) {
          kvHeads > 1 && kvHeads < queryHeads ? nil : "more than one key/value head, and fewer than query heads"
        } else {
          nil
        }
      return expected.map {
        "'\(kind.string ?? "")' needs \($0); the entry has \(kvHeads) key/value heads and \(queryHeads) query heads"
      }
    },
    EntryRule(.error, "head_dim_under_mla", .headDim, with: [.attention, .headDim]) { entry in
      guard entry[.attention]?.equals(AttentionKind.mla.label) == true else { return nil }
      return "multi-head latent attention has no single 'head_dim'; remove the field"
    },
    EntryRule(.warning, "head_dim_known", .headDim, with: [.hiddenSize, .numHeads], without: [.headDim]) { entry in
      guard entry[.attention]?.equals(AttentionKind.mla.label) != true, let width = entry.int(.hiddenSize),
        let heads = entry.int(.numHeads), heads > 0, width % heads != 0
      else { return nil }
      return "'head_dim' is missing, and \(heads) heads do not divide a hidden size of \(width)"
    },
  ]

  private static let experts: [EntryRule] = [
    EntryRule(.error, "experts_per_token_within_experts", .expertsPerToken, with: [.expertsPerToken, .numExperts]) {
      entry in
      guard let visited = entry.int(.expertsPerToken), let experts = entry.int(.numExperts), visited > experts else {
        return nil
      }
      return "must be at most 'num_experts' (\(experts)), and is \(visited)"
    },
    EntryRule(.error, "experts_without_moe", .architecture) { entry in
      guard entry[.numExperts] != nil || entry[.expertsPerToken] != nil, !entry.isMixtureOfExperts else { return nil }
      return "must be 'moe' for a model with experts, and is '\(entry.string(.architecture) ?? "")'"
    },
    EntryRule(
      .error, "active_within_total", .activeParametersBillions, with: [.activeParametersBillions, .parametersBillions]
    ) { entry in
      guard let active = entry[.activeParametersBillions], let total = entry[.parametersBillions],
        active.isNumber(above: total)
      else { return nil }
      return "must be at most 'parameters_billions' (\(total.excerpt)), and is \(active.excerpt)"
    },
    EntryRule(.warning, "active_without_moe", .activeParametersBillions, with: [.activeParametersBillions]) { entry in
      guard !entry.isMixtureOfExperts else { return nil }
      return "only a mixture of experts has 'active_parameters_billions'; remove the field"
    },
  ]

  private static let sizes: [EntryRule] = [
    EntryRule(.warning, "sliding_window_within_context", .kvCache, with: [.kvCache, .defaultContextLength]) { entry in
      guard let window = entry[.kvCache]?[.slidingWindow]?.int, let context = entry.int(.defaultContextLength),
        window > context
      else { return nil }
      return "the sliding window of \(window) tokens is longer than the context of \(context) tokens"
    },
    EntryRule(.error, "kv_cache_empty", .kvCache, with: [.kvCache, .attention]) { entry in
      guard let cache = entry[.kvCache], let kind = entry[.attention], !kind.equals(AttentionKind.hybrid.label),
        cache[.fullElementsPerToken]?.int == 0, (cache[.slidingElementsPerToken]?.int ?? 0) == 0
      else { return nil }
      return "attention '\(kind.string ?? "")' caches keys and values, but 'kv_cache' counts no elements"
    },
    EntryRule(.warning, "kv_cache_plausible", .kvCache, with: [.kvCache, .numLayers, .numKVHeads, .headDim]) { entry in
      guard let cached = entry.cachedElementsPerToken, let expected = entry.expectedCachedElementsPerToken,
        cached > expected, cached / 4 > expected
      else { return nil }
      return
        "\(cached) cached elements per token are more than four times the \(expected) of full attention in all layers"
    },
    EntryRule(
      .warning, "parameters_plausible", .parametersBillions,
      with: [.parametersBillions, .numLayers, .hiddenSize, .intermediateSize]
    ) { entry in
      guard !entry.isMixtureOfExperts, let total = entry[.parametersBillions]?.double,
        let minimum = entry.minimumFeedForwardParameters, total * 1e9 < minimum / 2
      else { return nil }
      return "\(total.formatted) billion parameters are fewer than the feed-forward layers alone have (at least "
        + "\((minimum / 1e9).formatted) billion); perhaps packed tensors of a quantized model were counted"
    },
    EntryRule(.error, "quantization_bits", .quantization, with: [.quantization]) { entry in
      guard let quantization = entry[.quantization], let written = quantization[.method],
        let bits = quantization[.bits]?.double,
        let expected = QuantizationMethod.named(written)?.fixedBits, bits != expected
      else { return nil }
      return "the method '\(written.string ?? "")' has \(expected.formatted) bits per weight, not \(bits.formatted)"
    },
  ]

  private static let provenance: [EntryRule] = [
    EntryRule(.warning, "id_of_model", .id, with: [.id, .hfModelID]) { entry in
      guard let id = entry[.id], let modelID = entry[.hfModelID], !EntryID.isUsual(id, for: modelID),
        entry[.overrides]?[.id] == nil, let usual = EntryID.usual(for: modelID.string ?? ""), let id = id.string
      else { return nil }
      return "the default id of \(modelID.excerpt) is '\(usual)', not '\(id)'"
    }
  ]

  private static let recommendations: [EntryRule] = [
    recommended(.hfModelID, "without it, the model on the Hub is unknown"),
    recommended(.numKVHeads, "without it, calculators assume as many key/value heads as query heads"),
    recommended(.intermediateSize, orElse: .moeIntermediateSize, "without it, the size of activations is unknown"),
    recommended(.vocabSize, "without it, the size of embeddings is unknown"),
    recommended(
      .numExperts, "without it, a mixture of experts cannot be calculated", when: { $0.isMixtureOfExperts }),
    recommended(
      .expertsPerToken, "without it, a mixture of experts cannot be calculated", when: { $0.isMixtureOfExperts }),
  ]
}

extension Entry {
  /// The cached elements per token in all layers, according to `kv_cache`; nil when it does not state them.
  fileprivate var cachedElementsPerToken: Int? {
    guard let cache = self[.kvCache], let full = cache[.fullElementsPerToken]?.int else { return nil }
    let (sum, overflow) = full.addingReportingOverflow(cache[.slidingElementsPerToken]?.int ?? 0)
    return overflow ? nil : sum
  }

  /// The cached elements per token if all layers have full attention: 2 × layers × key/value heads × head size; nil
  /// when one of these is missing, or when the product overflows.
  fileprivate var expectedCachedElementsPerToken: Int? {
    guard let layers = int(.numLayers), let heads = int(.numKVHeads), let size = int(.headDim) else { return nil }
    return product([2, layers, heads, size])
  }

  /// A lower bound of the feed-forward parameters: two matrices of hidden × intermediate size in each layer; nil when
  /// one of these is missing.
  fileprivate var minimumFeedForwardParameters: Double? {
    guard let layers = int(.numLayers), let width = int(.hiddenSize), let inner = int(.intermediateSize) else {
      return nil
    }
    return 2 * Double(layers) * Double(width) * Double(inner)
  }

  /// The product of the factors; nil when it overflows.
  private func product(_ factors: [Int]) -> Int? {
    factors.reduce(1) { product, factor in
      product.map { $0.multipliedReportingOverflow(by: factor) }.flatMap { $0.overflow ? nil : $0.partialValue }
    }
  }
}

extension EntryID {
  /// Whether an entry's id is the default one for its model.
  fileprivate static func isUsual(_ id: JSONElement, for modelID: JSONElement) -> Bool {
    id.withDecodedBytes { id in modelID.withDecodedBytes { isUsual(id, for: $0) } }
  }
}

extension Double {
  /// The number in a message: without a fraction if it is whole.
  fileprivate var formatted: String { Int(exactly: self).map(String.init) ?? description }
}
