/// How a quantisation method stores weights: which tensors are book-keeping, and how many weights an element holds.
///
/// Sources: the Hub's own counting rules (huggingface.js, `parse-safetensors-metadata`) and the methods' writers
/// (AutoGPTQ, AutoAWQ, compressed-tensors, bitsandbytes, modelopt, MLX, HQQ, BitNet).
struct PackedFormat: Sendable {
  /// How many logical weights one stored element holds.
  enum Density: Sendable {
    /// The container's bits divided by the configured bits: a 3-bit weight lies across containers, so not rounded.
    case containerByBits
    /// A fixed number of weights in an element.
    case fixed(Int)
    /// Two in an element under 4 bits, four under 2 bits, else one.
    case fromBits
    /// Two in an element when the method runs in 4 bits, else one.
    case fromFourBitFlag
    /// As wide as `expert_dtype` says: two in an element for fp4.
    case fromExpertDtype
  }

  /// A kind of tensor that holds packed weights.
  struct PackedTensor: Sendable {
    /// The last dotted part of the name; nil for any.
    var lastPart: String?
    /// The end of the last dotted part.
    var suffix: String?
    /// Text that the name must hold.
    var contains: String?
    /// Text that the name must not hold.
    var excludes: String?
    /// The storage dtypes.
    var dtypes: Set<String>
    /// How many weights an element holds.
    var density: Density
  }

  /// The names that `quant_method` may have.
  let methods: Set<String>
  /// Last dotted parts of tensors that are not parameters, beyond ``commonBookkeeping``.
  var bookkeeping: Set<String> = []
  /// Beginnings of last dotted parts that are not parameters.
  var bookkeepingPrefixes: [String] = []
  /// Ends of names of U8 tensors that are not parameters.
  var scaleSuffixes: [String] = []
  /// The first one that matches a tensor counts; a tensor that none matches holds one weight an element.
  var packed: [PackedTensor]

  /// Last dotted parts of scales, zero points and other book-keeping under any method.
  ///
  /// A bare `scale` or `scales` is not among them: some models learn those.
  static let commonBookkeeping: Set<String> = [
    "weight_scale", "weight_scale_inv", "weight_scale_2", "weight_global_scale", "weight_zero_point", "input_scale",
    "input_scale_2", "input_global_scale", "input_zero_point", "output_scale", "zero_point", "weight_shape",
    "weight_g_idx", "k_scale", "v_scale", "q_scale", "prob_scale", "pre_quant_scale", "activation_scale",
    "weight_scale_second",
  ]

  /// The methods that are known.
  static let all: [PackedFormat] = [
    PackedFormat(
      methods: ["gptq", "awq", "auto-round", "auto_round", "autoround", "intel/auto-round", "marlin", "gptq_marlin"],
      bookkeeping: ["qzeros", "g_idx", "scales", "perm", "workspace"],
      packed: [
        PackedTensor(lastPart: "qweight", dtypes: StorageDtype.containers, density: .containerByBits),
        PackedTensor(dtypes: ["U8"], density: .fromBits),
      ]),
    PackedFormat(
      methods: ["compressed-tensors", "compressed_tensors", "sparseml"],
      bookkeeping: ["compressed", "bitmask", "row_offsets"],
      packed: [
        PackedTensor(suffix: "weight_packed", dtypes: StorageDtype.containers, density: .containerByBits),
        PackedTensor(suffix: "_packed", dtypes: StorageDtype.containers, density: .containerByBits),
      ]),
    PackedFormat(
      methods: ["mxfp4"], scaleSuffixes: ["_scales"],
      packed: [PackedTensor(contains: "_blocks", dtypes: ["U8"], density: .fixed(2))]),
    PackedFormat(
      methods: ["bitsandbytes", "bnb"],
      bookkeeping: ["absmax", "quant_map", "nested_absmax", "nested_quant_map", "SCB", "weight_format"],
      bookkeepingPrefixes: ["bitsandbytes__"],
      packed: [PackedTensor(dtypes: ["U8"], density: .fromFourBitFlag)]),
    PackedFormat(
      methods: ["modelopt", "modelopt_fp4", "nvfp4", "quark"],
      packed: [PackedTensor(dtypes: ["U8"], density: .fixed(2))]),
    PackedFormat(
      methods: ["fp8", "fbgemm_fp8", "finegrained_fp8"],
      packed: [
        PackedTensor(
          contains: ".experts.", excludes: "shared_experts", dtypes: ["I8", "U8"], density: .fromExpertDtype)
      ]),
    PackedFormat(
      methods: ["mlx"], bookkeeping: ["scales", "biases"],
      packed: [PackedTensor(lastPart: "weight", dtypes: ["U32"], density: .containerByBits)]),
    PackedFormat(
      methods: ["hqq"],
      bookkeeping: [
        "scale", "zero", "shape", "nbits", "group_size", "axis", "packing", "view_as_float", "unpack_view_dtype",
        "compute_dtype", "channel_wise", "optimize", "round_zero", "quant_scale", "quant_zero", "offload_meta",
        "encoded_state_dict", "stores_quant_config",
      ],
      packed: [PackedTensor(lastPart: "W_q", dtypes: ["U8", "I32"], density: .containerByBits)]),
    PackedFormat(methods: ["bitnet"], packed: [PackedTensor(dtypes: ["U8"], density: .fixed(4))]),
  ]

  /// For methods that are not known: bytes hold two weights where four bits are spoken of.
  static let other = PackedFormat(methods: [], packed: [PackedTensor(dtypes: ["U8"], density: .fromFourBitFlag)])

  /// The format of a method.
  static func of(_ method: String) -> PackedFormat {
    all.first { $0.methods.contains(method.lowercased()) } ?? other
  }
}

/// Tensors that are stored but no parameters of the model: buffers that can be computed.
enum StoredBuffers {
  /// Ends of names.
  static let suffixes = [
    ".rotary_emb.inv_freq", ".rotary_pos_emb.inv_freq", ".attn.masked_bias", ".attention.masked_bias",
    ".e_score_correction_bias", ".position_ids", ".num_batches_tracked",
  ]

  /// Ends of names of causal masks: 1 x 1 x n x n.
  static let maskSuffixes = [".attn.bias", ".attention.bias", ".attn.attention.bias"]

  /// Whether a tensor is such a buffer.
  static func holds(_ tensor: SafetensorsTensor) -> Bool {
    if suffixes.contains(where: { tensor.name.hasSuffix($0) }) { return true }
    return tensor.shape.count == 4 && tensor.shape[0] == 1 && tensor.shape[1] == 1
      && maskSuffixes.contains { tensor.name.hasSuffix($0) }
  }
}

/// The two ends of a model that may share one matrix.
enum TiedEmbeddings {
  /// Last parts (with the module) of input embeddings.
  static let inputs = [
    "embed_tokens.weight", "wte.weight", "word_embeddings.weight", "embed_in.weight", "tok_embeddings.weight",
    "embeddings.weight", "shared.weight",
  ]
  /// Names of output projections.
  static let outputs = ["lm_head.weight", "embed_out.weight", "output.weight", "output_layer.weight"]
  /// Model types whose class ties them when the config does not say.
  static let tiedByDefault: Set<String> = [
    "gemma", "gemma2", "gemma3", "gemma3_text", "gpt2", "gpt_bigcode", "cohere", "cohere2", "starcoder2",
  ]

  /// Whether a name ends, at a dot or its start, with one of several.
  static func matches(_ name: String, _ endings: [String]) -> Bool {
    endings.contains { name == $0 || name.hasSuffix("." + $0) }
  }
}
