import JSON

/// How models that take in or put out more than text give themselves away.
enum OtherModalities {
  /// Config keys that only they have, as an object, a name, or true.
  static let keys: [StaticString] = [
    "vision_config", "audio_config", "visual", "img_processor", "vision_tower", "mm_vision_tower", "vision_backbone",
    "is_vision_language_model", "speech_config", "image_encoder", "audio_encoder_config", "vision_encoder_config",
    "embd_layer", "vit_config", "visual_config", "perceiver_config", "vq_config", "audio_processor",
  ]

  /// Values of `model_type` of models that take in images and whose configs have no key that says so.
  static let modelTypes: [StaticString] = [
    "molmo", "fuyu", "chameleon", "emu3", "phi4_multimodal", "kyutai_speech_to_text", "evolla", "git", "pi0",
  ]

  /// Whether such a key's value says that there is something: text-only models carry some of them as null or empty.
  static func isMeant(_ value: JSONElement) -> Bool {
    switch value.kind {
    case .object: value.count > 0
    case .string: value.content.count > 0
    case .true: true
    default: false
    }
  }
}
