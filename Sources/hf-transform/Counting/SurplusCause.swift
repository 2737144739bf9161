import ModelSpec

/// Why a checkpoint has more elements than the parameters that are counted.
enum SurplusCause: CaseIterable {
  /// Scales, zero points and other auxiliary tensors of quantized weights.
  case scales
  /// Buffers in PyTorch's sense, which are not trained by gradients: rotary tables, routers' load-balancing biases.
  case buffers
  /// Causal masks.
  case masks
  /// A second copy of tied embeddings.
  case tiedCopy
  /// Multi-token-prediction layers.
  case mtpLayers
  /// Encoders of images and sound, and their connectors.
  case encoders
  /// Adapters that are not merged into the weights beside them.
  case adapters
  /// A second copy of all weights, in other files.
  case secondCopy
  /// A second copy of latent attention's up-projections in a GGUF file: `attn_k_b` and `attn_v_b` beside `attn_kv_b`.
  case splitUpProjections

  /// The cause in words.
  var text: String {
    switch self {
    case .scales: "scales of the quantized weights"
    case .buffers: "buffers"
    case .masks: "causal masks"
    case .tiedCopy: "tied embeddings saved twice"
    case .mtpLayers: "multi-token-prediction layers"
    case .encoders: "encoders"
    case .adapters: "adapters that are not merged"
    case .secondCopy: "a second copy of all weights"
    case .splitUpProjections: "a second copy of the key/value up-projections"
    }
  }
}

extension [SurplusCause] {
  /// The causes in words, for messages.
  var text: String { map(\.text).joined(separator: " and ") }
}

extension TensorPattern {
  /// Endings of the names of buffers.
  private static let bufferEndings: [[Substring]] = [
    ["rotary_emb", "inv_freq"], ["rotary_pos_emb", "inv_freq"], ["attn", "masked_bias"], ["attention", "masked_bias"],
    ["rotary_emb", "cos_cached"], ["rotary_emb", "sin_cached"], ["e_score_correction_bias"], ["position_ids"],
    ["num_batches_tracked"], ["layer_scalar"], ["gate", "tid2eid"],
    // GGUF.
    ["rope_freqs", "weight"], ["rope_factors_long", "weight"], ["rope_factors_short", "weight"],
    ["exp_probs_b", "bias"], ["attn_rot_embd", "weight"],
  ]
  /// Endings of the names of causal masks.
  private static let maskEndings: [[Substring]] = [["attn", "bias"], ["attention", "bias"]]
  /// Parts of the names of multi-token-prediction layers.
  private static let nextTokenParts: Set<Substring> = [
    "mtp", "nextn", "mtp_layers", "mtp_block", "mtp_blocks", "mtp_emb_norm", "multi_token_prediction",
  ]
  /// Parts of the names that PEFT and mlx-lm give the tensors of LoRA.
  private static let adapterParts: Set<Substring> = [
    "lora_A", "lora_B", "lora_embedding_A", "lora_embedding_B", "lora_magnitude_vector", "lora_a", "lora_b",
  ]
  /// Parts of names before the index of a layer.
  private static let layerParts: Set<Substring> = ["layers", "blk", "h", "blocks", "block"]
  /// Parts of the names of encoders and their connectors.
  private static let encoderParts: Set<Substring> = [
    "visual", "vision_tower", "vision_model", "vision_encoder", "vision", "vit", "image_encoder", "img_processor",
    "image_newline", "image_projection", "vision_embed_tokens", "vision_projection", "vision_proj", "vision_adapter",
    "audio_tower", "audio_encoder", "audio_model", "audio_projection", "audio_embed", "audio_projector", "audio",
    "speech_encoder", "speech_projector", "encoder_projector", "encoder_adapter", "multi_modal_projector",
    "multimodal_projector", "mm_projector", "projector", "aligner", "connector", "embed_vision", "embed_audio",
    "perceiver", "resampler", "talker", "token2wav", "code2wav", "vqmodel", "mlp1", "merger", "model_connector",
    "qformer", "abstractor", "patch_embed", "view_seperator", "view_separator", "sound_encoder", "img_projection",
  ]

  /// Why the tensors are not counted, by their names, dtype and shape; nil if they are. Encoders are not included.
  var namedSurplus: SurplusCause? {
    if dtype?.content == .exponent { return .scales }
    if TensorPattern.bufferEndings.contains(where: { parts.ends(with: $0) }) { return .buffers }
    if shape.count == 4, shape[0] == 1, shape[1] == 1,
      TensorPattern.maskEndings.contains(where: { parts.ends(with: $0) })
    {
      return .masks
    }
    if parts.contains(where: TensorPattern.nextTokenParts.contains) { return .mtpLayers }
    return parts.contains(where: TensorPattern.adapterParts.contains) ? .adapters : nil
  }

  /// Whether the tensors of a GGUF file are scales of quantized weights: `blk.0.attn_q.scale`, of BitNet and NVFP4.
  var isGGUFScale: Bool { lastPart == "scale" || lastPart == "input_scale" }

  /// Whether the tensors of a GGUF file are one half of latent attention's up-projection.
  var isSplitUpProjection: Bool { lastParts == ["attn_k_b", "weight"] || lastParts == ["attn_v_b", "weight"] }

  /// The last two dotted parts of the name.
  var lastParts: ArraySlice<Substring> { parts.suffix(2) }

  /// Whether the tensors belong to an encoder or its connector.
  var isOfEncoder: Bool { parts.contains { TensorPattern.encoderParts.contains($0) } }

  /// The number of tensors in layers after the last decoder layer, which are multi-token-prediction layers.
  ///
  /// - Parameter layers: the number of decoder layers.
  func copies(beyond layers: Int) -> Count {
    guard let star = star(after: TensorPattern.layerParts) else { return 0 }
    return copies(from: layers, at: star)
  }

  /// The dotted parts of the name of the tensors' module: `a.b` for `a.b.weight`, `a.b.scale` and `a.b.weight.absmax`.
  var module: [Substring] {
    let module = parts.dropLast()
    return Array(module.last == "weight" ? module.dropLast() : module)
  }
}

extension [Substring] {
  fileprivate func ends(with other: [Substring]) -> Bool { suffix(other.count).elementsEqual(other) }
}
