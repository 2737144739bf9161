/// GPTQ, AWQ and auto-round, which pack several weights into an integer, usually of 32 bits.
extension QuantizationMethod {
  /// GPTQ, as AutoGPTQ and GPTQModel write it, also with the names of its kernels.
  public static let gptq = QuantizationMethod(
    "gptq", "gptq_marlin", "gptq_marlin_24", "gptqmodel", "gptq_bitblas", "bitblas", "marlin", bits: .usually(4),
    identifyingKeys: ["desc_act"], layout: gptqAndAWQPacking)

  /// AWQ, as AutoAWQ writes it, also with the names of its kernels.
  public static let awq = QuantizationMethod(
    "awq", "awq_marlin", "autoawq", "llm-awq", bits: .usually(4), identifyingKeys: ["zero_point"],
    layout: gptqAndAWQPacking)

  static let autoRound = QuantizationMethod(
    "auto-round", "auto_round", "autoround", "intel/auto-round", "inc", bits: .usually(4), layout: gptqAndAWQPacking)

  /// The tensors of GPTQ and AWQ (`qweight` or a name with this ending), and of Marlin (`B`, and `B_24` if 2:4 sparse).
  /// auto-round also writes compressed-tensors' `weight_packed` (`packing_format` `auto_round:llm_compressor`).
  private static let gptqAndAWQPacking = PackedLayout(
    PackedTensor(.lastPart("qweight"), .integers, .byBits(orShapeOf: .groups(scales: "scales", indices: "g_idx"))),
    PackedTensor(.ending("_qweight"), .integers, .byBits(orShapeOf: .none)),
    PackedTensor(.lastPart("B"), .integers, .byBits(orShapeOf: .none)),
    PackedTensor(.lastPart("B_24"), .integers, .twiceByBits),
    PackedTensor(.lastPart("weight_packed"), .integers, .byBits(orShapeOf: .scales("weight_scale"))),
    auxiliary: ["qzeros", "g_idx", "scales", "perm", "workspace", "s", "B_meta", "qscales", "q_perm"])
}
