import JSON
import ModelSpec

extension PackedTensors {
  /// The number of weights of one tensor, computed from the shape of its scales or index tensors; nil if there are
  /// none.
  func count(of pattern: TensorPattern, from companions: PackedTensor.CompanionShape, _ groupSize: Int?) -> Count? {
    switch companions {
    case .none: nil
    case .inputs(let name): companion(name, of: pattern).flatMap { inputs(pattern, $0) }
    case .scales(let name):
      companion(name, of: pattern).flatMap { scales in groupSize.map { scales.elements * Count($0) } }
    case .groups(let scales, let indices):
      grouped(pattern, scales: companion(scales, of: pattern), indices: companion(indices, of: pattern), groupSize)
    }
  }

  private func inputs(_ pattern: TensorPattern, _ vector: TensorPattern) -> Count? {
    guard let outputs = pattern.shape.last, pattern.shape.count == 2, vector.shape.count == 1 else { return nil }
    return vector.elements * Count(outputs)
  }

  /// GPTQ packs along the inputs, AWQ along the outputs: the last dimension of the scales is the number of outputs, and
  /// the others are the number of groups. Where the inputs are not the groups' sizes together, weights of several
  /// outputs are interleaved (AWQ's `gemv_fast`), and the scales alone give the number.
  private func grouped(
    _ pattern: TensorPattern, scales: TensorPattern?, indices: TensorPattern?, _ groupSize: Int?
  ) -> Count? {
    guard let scales, let outputs = scales.shape.last, let last = pattern.shape.last, scales.shape.count >= 2 else {
      return nil
    }
    let matrices = pattern.shape.dropLast(2).reduce(Count(1)) { $0 * Count($1) }
    if last < outputs {
      let rows = pattern.shape.dropLast().reduce(Count(1)) { $0 * Count($1) }
      let inputs = groupSize.map { scales.shape.dropLast().reduce(Count($0)) { $0 * Count($1) } }
      return rows == inputs ?? rows ? rows * Count(outputs) : scales.elements * Count(groupSize ?? 0)
    }
    guard last == outputs else { return nil }
    if let indices, let inputs = indices.shape.last { return matrices * Count(inputs) * Count(outputs) }
    return groupSize.map { scales.elements * Count($0) }
  }

  /// The tensor of the same module with another last part; nil when the module lacks it.
  private func companion(_ name: StaticString, of pattern: TensorPattern) -> TensorPattern? {
    let found = patterns[(pattern.parts.dropLast() + [Substring(name.description)]).joined(separator: ".")]
    return found?.first { $0.covers(pattern) }
  }

  /// Whether the tensors are auxiliary: scales, zero points, group indices, shapes.
  func isAuxiliary(_ pattern: TensorPattern) -> Bool {
    let part = pattern.lastPart
    if PackedLayout.commonAuxiliary.contains(where: { part == $0.description }) { return true }
    // VPTQ's centroids are modules, with a tensor 'weight'.
    let name = part == "weight" ? pattern.module.last ?? part : part
    if let layout, layout.auxiliary.contains(where: { PackedTensors.fits(name, $0.description) }) { return true }
    return isCompanion(pattern)
  }

  /// Whether the pattern's tensors are companions of another tensor: `X_scale` of `X` or `X_packed`, or `scale` or any
  /// single number of a `weight` of small numbers.
  private func isCompanion(_ pattern: TensorPattern) -> Bool {
    let part = pattern.lastPart
    let module = pattern.parts.dropLast()
    let isNamedScale = part == "scale" || part == "scales"
    if isNamedScale || pattern.elements == 1 && pattern.shape.count <= 1 {
      let content = patterns[(module + ["weight"]).joined(separator: ".")]?.first?.dtype?.content
      if content == .smallFloat || content == .integer { return true }
    }
    if isNamedScale { return false }
    for ending in PackedLayout.companionEndings.map(\.description) where part.hasSuffix(ending) {
      let stem = part.dropLast(ending.count)
      let names = PackedLayout.packedEndings.map { (module + [stem + $0.description]).joined(separator: ".") }
      if names.contains(where: { patterns[$0] != nil }) { return true }
    }
    return false
  }

  /// The method whose packed tensors and auxiliary tensors are both among the tensors, or, with scales beside bytes,
  /// the method of such bytes; nil if no method's are.
  static func method(inferredFrom tensors: [TensorPattern]) -> QuantizationMethod? {
    let packing = QuantizationMethod.table.first { method in
      guard let layout = method.layout, !layout.auxiliary.isEmpty else { return false }
      return tensors.contains { tensor in layout.packed.contains { $0.fits(tensor) } }
        && tensors.contains { tensor in
          layout.auxiliary.contains { fits(tensor.lastPart, $0.description) }
        }
    }
    let hasIntegers = tensors.contains { $0.dtype?.content == .integer }
    return hasIntegers ? packing ?? methodOfScaledBytes(tensors) : methodOfScaledBytes(tensors)
  }

  /// INT8 or FP8, when a `weight` of such bytes has a scale beside it; nil otherwise.
  private static func methodOfScaledBytes(_ tensors: [TensorPattern]) -> QuantizationMethod? {
    let scaled = Set(tensors.filter { $0.lastPart.hasPrefix("weight_scale") }.map { $0.parts.dropLast() })
    let bytes = tensors.first { tensor in
      tensor.lastPart == "weight" && tensor.shape.count >= 2 && tensor.dtype?.bits == 8
        && !tensor.dtypeName.equals("U8") && scaled.contains(tensor.parts.dropLast())
    }
    return bytes.map { $0.dtype?.content == .integer ? .int8 : .fp8 }
  }

  /// Whether the last part of a name matches a text, which may have a `*` at its start or its end.
  static func fits(_ part: Substring, _ text: String) -> Bool {
    if text.hasPrefix("*") { return part.hasSuffix(text.dropFirst()) }
    return text.hasSuffix("*") ? part.hasPrefix(text.dropLast()) : part == text
  }
}

extension PackedTensor {
  /// Whether this row is for a pattern's tensors.
  func fits(_ pattern: TensorPattern) -> Bool {
    let hasName =
      switch name {
      case .any: true
      case .lastPart(let part): pattern.lastPart == part.description
      case .ending(let ending): pattern.lastPart.hasSuffix(ending.description)
      }
    return hasName && elements.hold(pattern)
  }
}

extension PackedTensor.Elements {
  fileprivate func hold(_ pattern: TensorPattern) -> Bool {
    guard let dtype = pattern.dtype else { return false }
    switch self {
    case .integers: return dtype.content == .integer
    case .bytes: return dtype.content == .integer && dtype.bits == 8
    case .unsignedBytes: return pattern.dtypeName.equals("U8")
    case .unsignedWords: return pattern.dtypeName.equals("U32")
    case .column: return pattern.shape.count == 2 && pattern.shape.last == 1
    }
  }
}
