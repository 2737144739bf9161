import JSON

/// What marks a config as that of a multimodal model: keys, values of `model_type`, and classes.
enum MultimodalMarks {
  /// Config keys of multimodal models. Their value is an object, a string, or `true`.
  static let keys: [StaticString] = [
    "vision_config", "audio_config", "visual", "img_processor", "vision_tower", "mm_vision_tower", "vision_backbone",
    "is_vision_language_model", "speech_config", "image_encoder", "audio_encoder_config", "vision_encoder_config",
    "vit_config", "visual_config", "perceiver_config", "vq_config", "audio_processor", "audio_model_id",
  ]

  /// Config keys of multimodal models that do not count with a string: the first Phi models, which are text-only, have
  /// them so.
  static let objectKeys: [StaticString] = ["embd_layer"]

  /// Values of `model_type` of multimodal models whose configs have none of the keys.
  static let modelTypes: [StaticString] = [
    "molmo", "fuyu", "chameleon", "emu3", "phi4_multimodal", "kyutai_speech_to_text", "evolla",
  ]

  /// Classes of multimodal models whose configs have none of the keys, and whose `model_type` other models have too.
  static let classes: [StaticString] = ["GitForCausalLM"]

  /// Whether the value of such a key marks a multimodal model: text-only models have some of these keys with null or
  /// empty values.
  static func isMeant(_ key: JSONElement, _ value: JSONElement) -> Bool {
    switch value.kind {
    case .object: value.count > 0
    case .string: value.content.count > 0 && !objectKeys.contains { key.equals($0) }
    case .true: true
    default: false
    }
  }
}
