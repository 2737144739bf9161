import JSON
import ModelSpec

extension PackedTensors {
  /// The number of weights of one tensor, computed from the shape of tensors of the same module, such as scales; nil if
  /// they are missing, or their shapes do not determine it.
  ///
  /// - Parameters:
  ///   - pattern: the tensor with packed weights.
  ///   - companions: which tensors determine the number, and how.
  ///   - groupSize: how many weights of a row share a scale; nil when that is unknown.
  func count(of pattern: TensorPattern, from companions: PackedTensor.CompanionShape, _ groupSize: Int?) -> Count? {
    switch companions {
    case .none: nil
    case .inputs(let name): companion(name, of: pattern).flatMap { weights(pattern, perInput: $0) }
    case .scales(let name):
      companion(name, of: pattern).flatMap { scales in groupSize.map { scales.elements * Count($0) } }
    case .groups(let scales, let indices):
      grouped(pattern, scales: companion(scales, of: pattern), indices: companion(indices, of: pattern), groupSize)
    }
  }

  /// The number of weights of a matrix: the length of a vector with one element per input, times the outputs.
  private func weights(_ pattern: TensorPattern, perInput vector: TensorPattern) -> Count? {
    guard let outputs = pattern.shape.last, pattern.shape.count == 2, vector.shape.count == 1 else { return nil }
    return vector.elements * Count(outputs)
  }

  /// The number of weights of a tensor of GPTQ or AWQ: inputs x outputs. The last dimension of the scales is the number
  /// of outputs, and the others multiply to the number of groups.
  ///
  /// AWQ packs along the outputs, so the rows of the tensor are the inputs. If they are not groups x group size, the
  /// weights of several outputs are interleaved (`gemv_fast`), and only the scales give the number. GPTQ packs along
  /// the inputs, so their number comes from the vector of group indices, else from the groups.
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

  /// The tensor of the same module whose name has this last part; nil when the module has none.
  private func companion(_ name: StaticString, of pattern: TensorPattern) -> TensorPattern? {
    let found = patterns[(pattern.parts.dropLast() + [Substring(name.description)]).joined(separator: ".")]
    return found?.first { $0.covers(pattern) }
  }

  /// Whether the tensors are auxiliary, such as scales, zero points, group indices and shapes.
  func isAuxiliary(_ pattern: TensorPattern) -> Bool {
    let part = pattern.lastPart
    if PackedLayout.commonAuxiliary.contains(where: { part == $0.description }) { return true }
    // VPTQ's centroids are a module: the tensor's last part is 'weight', and the part before it has the name.
    let name = part == "weight" ? pattern.module.last ?? part : part
    if let layout, layout.auxiliary.contains(where: { PackedTensors.fits(name, $0.description) }) { return true }
    return isCompanion(pattern)
  }

  /// Whether the pattern's tensors belong to another tensor of the module: `X_scale` to `X` or `X_packed`; `scale`,
  /// `scales` or any single number to a `weight` of integers or floats of at most 8 bits.
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

  /// The first method of the table whose packed and auxiliary tensors are both among the tensors; else INT8 or FP8, if
  /// bytes have scales; nil if neither is found. Without tensors of integers, only FP8 is possible.
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

  /// INT8 or FP8, if a module has a `weight` of such bytes and a scale; nil otherwise.
  private static func methodOfScaledBytes(_ tensors: [TensorPattern]) -> QuantizationMethod? {
    let scaled = Set(tensors.filter { $0.lastPart.hasPrefix("weight_scale") }.map { $0.parts.dropLast() })
    let bytes = tensors.first { tensor in
      tensor.lastPart == "weight" && tensor.shape.count >= 2 && tensor.dtype?.bits == 8
        && !tensor.dtypeName.equals("U8") && scaled.contains(tensor.parts.dropLast())
    }
    return bytes.map { $0.dtype?.content == .integer ? .int8 : .fp8 }
  }

  /// Whether a part of a name matches a text, in which a `*` at the start or at the end stands for any text.
  static func fits(_ part: Substring, _ text: String) -> Bool {
    if text.hasPrefix("*") { return part.hasSuffix(text.dropFirst()) }
    return text.hasSuffix("*") ? part.hasPrefix(text.dropLast()) : part == text
  }
}

extension PackedTensor {
  /// Whether this row of a layout applies to a pattern's tensors.
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
  /// Whether the elements of a pattern's tensors are of this type.
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
