import JSON
import ModelSpec

/// Compares counts with the size of the weight files: a weight takes from one bit to 64.
extension CountJudge {
  /// Whether the Hub's count is plausible for the size of the files; true if the size is unknown. The size that follows
  /// from the count's dtypes must be 0.8 to 1.25 times that of the files. Without such a size, 1 to 64 bits per weight
  /// are plausible. A repository can declare any total, and in a GGUF repository the total can be that of another file.
  func fitsBytes(_ count: StoredCount) -> Bool {
    guard let size = evidence.sizeBytes else { return true }
    // For some quantization methods, the Hub counts unpacked weights under the dtype of the packed elements. So the
    // dtypes of quantized weights give no size.
    if quantization == nil, let bytes = count.bytes { return (0.8...1.25).contains(bytes / Double(size)) }
    return (1...64).contains(Double(size) * 8 / Double(max(count.parameters.value, 1)))
  }

  /// Whether the config's number of parameters can be stored in this number of bytes.
  func isPossible(in bytes: Int) -> Bool {
    let bits = Double(bytes) * 8 / Double(max(computed.value, 1))
    return leastBits <= bits && bits <= 64
  }

  /// The fewest bits that a weight takes on average. Unquantized weights have at least 8 bits; 7.5 leaves a tolerance
  /// for a count that includes a few parameters that are not stored. Quantized weights may take 20 % less than their
  /// bits, but at least one bit; with 2:4 sparsity, half of that, because only half of them are stored.
  var leastBits: Double {
    if evidence.format == .gguf { return 1 }
    guard quantization != nil else { return 7.5 }
    return max(0.8 * (scheme?.bits?.lowerBound ?? 1), 1) / (isStoredSparsely ? 2 : 1)
  }

  /// Whether the size of the files suits the config's count and the bits of its quantization; true if the size is
  /// unknown. If the bits are unknown, 1 to 17 bits per weight are plausible. Otherwise ``leastBits`` is the minimum.
  /// At most, embeddings have 32 bits per weight, and scales half as many bits as the weights, plus one bit per weight.
  /// The tolerance for the rest of a file is 20 % and a million bits.
  var isSizePlausible: Bool {
    guard let size = evidence.sizeBytes else { return true }
    guard let bits = scheme?.bits, let embeddings = try? model.family.embeddings.parameters(model) else {
      return (1...17).contains(Double(size) * 8 / Double(max(computed.value, 1)))
    }
    guard isPossible(in: size) else { return false }
    let most = Double(embeddings.value) * 32 + Double((computed - embeddings).value) * (bits.upperBound * 1.5 + 1)
    return Double(size) * 8 <= most * 1.2 + 1e6
  }

  /// The bits per weight of the files, if the weights of a model whose config states a quantization are not quantized:
  /// they have at least 16 bits on average, and all tensors are floats of 16 bits or more. If no header was read, the
  /// size must be larger than that of quantized weights with embeddings of 32 bits and with scales. Nil if the weights
  /// are quantized, if the size is unknown, or if the files also contain the encoders of a multimodal model.
  ///
  /// - Parameter bits: the bits of a weight according to the config.
  func unquantizedBits(_ bits: Double) -> Int? {
    guard !isMultimodal, evidence.format == .safetensors, let size = evidence.sizeBytes, computed > 0 else {
      return nil
    }
    let sizeInBits = Double(size) * 8
    let roundedBits = (sizeInBits / Double(computed.value)).rounded()
    guard let storedBits = Int(exactly: roundedBits), (16...64).contains(storedBits) else { return nil }
    if let tensors = evidence.tensors {
      let areWide = tensors.elements.allSatisfy { tensor in
        tensor[SnapshotKeys.dtype].flatMap(TensorDtype.named)?.content == .float
      }
      return areWide ? storedBits : nil
    }
    guard let embeddings = try? model.family.embeddings.parameters(model) else { return nil }
    let most = Double(embeddings.value) * 32 + Double((computed - embeddings).value) * (bits * 1.25 + 1)
    return sizeInBits > most * 1.05 ? storedBits : nil
  }
}
