import ModelSpec

/// What the bytes of the weight files allow: a weight takes from one bit to 64.
extension CountJudge {
  /// Whether a count of stored parameters is about what the files' bytes allow. A repository can declare any total of
  /// its own, and that of a GGUF repository can be another file's.
  func fitsBytes(_ count: StoredCount) -> Bool {
    guard let size = evidence.sizeBytes else { return true }
    // The Hub counts what some methods pack unpacked, but under the dtype that stores it.
    if quantization == nil, let bytes = count.bytes { return (0.8...1.25).contains(bytes / Double(size)) }
    return (1...64).contains(Double(size) * 8 / Double(max(count.parameters.value, 1)))
  }

  /// Whether so many parameters can be in so many bytes.
  func isPossible(_ count: Count, in bytes: Int) -> Bool {
    let bits = Double(bytes) * 8 / Double(max(count.value, 1))
    return leastBits <= bits && bits <= 64
  }

  /// The fewest bits that a weight takes on average. Weights without quantization are at least eight bits wide.
  var leastBits: Double {
    if evidence.format == .gguf { return 1 }
    guard quantization != nil else { return 7.5 }
    return max(0.8 * (scheme?.bits?.lowerBound ?? 1), 1) / (isStoredSparsely ? 2 : 1)
  }

  /// Whether the bytes of the files are about those of the config's count at the bits of its quantization: embeddings
  /// can be of 32 bits, and up to half as many bits again go to scales.
  var bitsAgree: Bool {
    guard let size = evidence.sizeBytes else { return true }
    guard let bits = scheme?.bits, let embeddings = try? model.family.embeddings.parameters(model) else {
      return (1...17).contains(Double(size) * 8 / Double(max(computed.value, 1)))
    }
    guard isPossible(computed, in: size) else { return false }
    let most = Double(embeddings.value) * 32 + Double((computed - embeddings).value) * (bits.upperBound * 1.5 + 1)
    return Double(size) * 8 <= most * 1.2 + 1e6
  }
}
