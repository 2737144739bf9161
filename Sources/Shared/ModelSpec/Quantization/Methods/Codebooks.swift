/// Methods that store weights as codes, which are indices of codebooks, trellises or look-up tables; also ExLlamaV2's
/// format (`exl2`), which mixes several widths of integers, and SpQR.
extension QuantizationMethod {
  static let aqlm = QuantizationMethod(
    "aqlm",
    layout: PackedLayout(
      PackedTensor(.lastPart("codes"), .integers, .perCode), auxiliary: ["codebooks", "scales"]))

  static let vptq = QuantizationMethod(
    "vptq",
    layout: PackedLayout(
      PackedTensor(.lastPart("indices"), .integers, .asConfigured),
      auxiliary: [
        "centroids", "res_centroids", "outlier_centroids", "outlier_indices", "res_indices", "perm", "weight_scale",
        "weight_bias",
      ]))

  static let exl2 = QuantizationMethod(
    "exl2",
    layout: PackedLayout(
      PackedTensor(.lastPart("q_weight"), .integers, .byBits(orShapeOf: .inputs("q_invperm"))),
      auxiliary: ["q_groups", "q_scale", "q_scale_max", "q_invperm", "q_perm", "q_group_map"]))

  static let exl3 = QuantizationMethod(
    "exl3",
    layout: PackedLayout(
      PackedTensor(.lastPart("trellis"), .integers, .perTile(256)),
      auxiliary: ["suh", "svh", "su", "sv", "mcg", "mul1"]))

  static let higgs = QuantizationMethod(
    "higgs", bits: .usually(4),
    layout: PackedLayout(
      PackedTensor(.lastPart("weight"), .integers, .byBits(orShapeOf: .none)),
      auxiliary: ["scales", "tables", "tables2"]))

  static let squeezeLLM = QuantizationMethod(
    "squeezellm", bits: .usually(4),
    layout: PackedLayout(
      PackedTensor(.lastPart("qweight"), .integers, .byBits(orShapeOf: .none)), auxiliary: ["lookup_table"]))

  static let spqr = QuantizationMethod("spqr", bits: .usually(3))
}
