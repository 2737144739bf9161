import JSON
import ModelSpec
import Patterns

/// Determines which tensors of a checkpoint have weights, and how many, by the layout of its quantization method.
struct PackedTensors {
  /// The role of a pattern's tensors.
  enum TensorRole {
    /// Weights; the number is that of all tensors of the pattern.
    case weights(Count)
    /// Scales, zero points, group indices, shapes.
    case auxiliary
    /// Integers and flags that are not weights, such as position ids.
    case buffer
    /// Weights with an unknown packing.
    case unknown
  }

  /// How the tensors are packed; nil when neither the config nor the tensors show it.
  private let scheme: QuantizationScheme?
  /// The layout of the method; nil when it is not known.
  let layout: PackedLayout?
  /// Whether the config names a method, or the tensors show one.
  let isQuantized: Bool
  /// The patterns by their names.
  let patterns: [String: [TensorPattern]]
  /// The method that the tensors' names and types show; nil when the config names a method, or when they show none.
  let inferredMethod: QuantizationMethod?

  /// Prepares to interpret the tensors of a checkpoint.
  ///
  /// - Parameters:
  ///   - patterns: all tensors.
  ///   - scheme: how the config says that they are packed; nil when it does not.
  ///   - isQuantized: whether the config names a method.
  init(_ patterns: [TensorPattern], _ scheme: QuantizationScheme?, isQuantized: Bool) {
    self.patterns = Dictionary(grouping: patterns, by: \.name)
    inferredMethod = isQuantized ? nil : PackedTensors.method(inferredFrom: patterns)
    self.scheme = scheme ?? inferredMethod.map { QuantizationScheme(inferred: $0) }
    layout = self.scheme?.layout
    self.isQuantized = isQuantized || inferredMethod != nil
  }

  /// The role of a pattern's tensors.
  ///
  /// - Parameter steps: how many steps comparing names with expressions may still take; reduced by those taken.
  func role(of pattern: TensorPattern, steps: inout StepBudget) -> TensorRole {
    guard isQuantized else { return isCacheScale(pattern) ? .auxiliary : roleOfUnpacked(pattern) }
    if isAuxiliary(pattern) { return .auxiliary }
    guard let layout, let scheme else { return isContainer(pattern) ? .unknown : roleOfUnpacked(pattern) }
    guard let row = layout.packed.first(where: { $0.fits(pattern) }) else { return roleOfUnpacked(pattern) }
    return weights(of: pattern, row, scheme, &steps)
  }

  /// The role of tensors that are not packed: one weight per element, except in tables of 64-bit integers, such as
  /// position ids, and of flags.
  private func roleOfUnpacked(_ pattern: TensorPattern) -> TensorRole {
    let tables: [StaticString] = ["I64", "U64", "BOOL"]
    let isTable = tables.contains { pattern.dtypeName.equals($0) }
    return isTable ? .buffer : .weights(pattern.total)
  }

  /// Whether each of the tensors is a single scale. A model without quantized weights can have such scales for a
  /// quantized KV cache.
  private func isCacheScale(_ pattern: TensorPattern) -> Bool {
    pattern.elements == 1 && PackedLayout.commonAuxiliary.contains { pattern.lastPart == $0.description }
  }

  /// Whether an element can contain several weights: in a matrix of integers, or in more than 1,024 integers.
  private func isContainer(_ pattern: TensorPattern) -> Bool {
    pattern.dtype?.content == .integer && (pattern.shape.count >= 2 || pattern.elements > 1024)
  }

  private func weights(
    of pattern: TensorPattern, _ row: PackedTensor, _ scheme: QuantizationScheme, _ steps: inout StepBudget
  ) -> TensorRole {
    switch row.weights {
    case .perElement(let number): return .weights(pattern.total * Count(number))
    case .perTile(let weights): return .weights(tiles(of: pattern) * Count(weights) * pattern.copies)
    case .perCode: return total(of: pattern, scheme.weightsPerCode)
    case .twiceByBits: return byBits(pattern, .none, scheme, times: 2, &steps)
    case .byBits(let companions):
      return byBits(pattern, companions, scheme, times: scheme.sparsity == .packed ? 2 : 1, &steps)
    case .asConfigured:
      var sum: Count = 0
      for (copies, settings) in scheme.settings(of: pattern, modules: modules(of: pattern), steps: &steps) {
        guard let weights = settings.weights else { return .unknown }
        sum += weights * copies
      }
      return .weights(sum)
    }
  }

  /// The number of tiles in one tensor: the product of the dimensions before the last one.
  private func tiles(of pattern: TensorPattern) -> Count { pattern.shape.dropLast().reduce(1) { $0 * Count($1) } }

  private func total(of pattern: TensorPattern, _ weightsPerElement: Double) -> TensorRole {
    guard let each = Count(computed: (Double(pattern.elements.value) * weightsPerElement).rounded())
    else { return .unknown }
    return .weights(each * pattern.copies)
  }

  private func byBits(
    _ pattern: TensorPattern, _ companions: PackedTensor.CompanionShape, _ scheme: QuantizationScheme,
    times factor: Int,
    _ steps: inout StepBudget
  ) -> TensorRole {
    guard let width = pattern.dtype.map({ Double($0.bits) }) else { return .unknown }
    var sum: Count = 0
    for (copies, settings) in scheme.settings(of: pattern, modules: modules(of: pattern), steps: &steps) {
      let stored = Double(pattern.elements.value) * width
      if factor == 1, let weights = count(of: pattern, from: companions, settings.groupSize),
        weights.isPlausible(bits: stored)
      {
        sum += weights * copies
      } else if let bits = settings.bits, bits > 0, let each = Count(computed: (stored / min(bits, width)).rounded()) {
        sum += each * copies * Count(factor)
      } else {
        return .unknown
      }
    }
    return .weights(sum)
  }

  /// The names that a packed tensor's module can have in a config, as dotted parts, the likeliest first.
  private func modules(of pattern: TensorPattern) -> [[Substring]] {
    let module = pattern.module
    guard pattern.lastPart != "weight" else { return [module] }
    for ending in PackedLayout.packedEndings where !ending.description.isEmpty {
      let text = ending.description
      guard pattern.lastPart.hasSuffix(text), pattern.lastPart.count > text.count else { continue }
      let stem = pattern.lastPart.dropLast(text.count)
      return stem == "weight" || stem == "_weight" ? [module] : [module + [stem], module]
    }
    return [module]
  }
}

extension Count {
  /// Whether this number of weights can be packed in this number of bits: with about one to eight bits each.
  fileprivate func isPlausible(bits: Double) -> Bool {
    self > 0 && (0.99...8.5).contains(bits / Double(value))
  }
}
