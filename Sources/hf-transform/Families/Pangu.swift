extension Family {
  /// Huawei's openPangu.
  static let pangus = [panguEmbedded, panguProMoE, panguUltraMoE]

  static let panguEmbedded = Family(
    "PanguEmbedded",
    defaults: [.tiedEmbeddings: 0],
    attention: .attention(bias: .field(.useBias), outputBias: .field(.useBias)))

  /// Biases in attention, and one shared expert.
  static let panguProMoE = Family(
    "PanguProMoE", "pangu_pro_moe",
    defaults: [.tiedEmbeddings: 0],
    attention: .attention(bias: .yes, outputBias: .yes), experts: Experts(shared: .one()),
    norms: .rms().sandwiched(.field(.sandwichNorm)))

  /// DeepSeek-V3's layers under other keys. Norms also follow attention and feed-forward if `sandwich_norm` is true.
  static let panguUltraMoE = Family(
    "pangu_ultra_moe",
    defaults: [.tiedEmbeddings: 0],
    attention: .latent(), experts: Experts(.afterDenseLayers, width: .number(0), shared: .counted),
    norms: .rms().sandwiched(.field(.sandwichNorm)))
}
