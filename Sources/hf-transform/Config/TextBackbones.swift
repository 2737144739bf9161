/// The keys under which a multimodal model's config has the config of its language model.
enum TextBackbones {
  /// Keys of a nested language model config. Of several, the first one here is read.
  static let keys: [StaticString] = [
    "text_config", "llm_config", "language_config", "language_model", "thinker_config", "llm_cfg", "text_model_config",
    "lm_config", "decoder", "generator",
  ]

  /// How many of the first keys have no other meaning in any config.
  static let unmistakableCount = 3

  /// Fields that the outer config may state for the language model when the nested one does not.
  static let inherited: [ConfigField] = tying + [.dtype, .quantizationConfig, .vocabulary]
  /// The fields that say whether the output head uses the matrix of the token embeddings.
  static let tying: [ConfigField] = [.tiedEmbeddings, .sharedEmbeddings]

  // If both configs state `tie_word_embeddings`, the outer one's value applies, except to the classes of these lists.
  // If only the outer config states it, the classes of the first two lists take the inner one's class default too.
  // If only the inner config states it, its value applies: transformers 4 reads no other, and 5 does not tie a head
  // that a checkpoint has besides the embeddings. Source: which weights the classes of transformers 5.24 share.

  /// Values of the outer `model_type` whose classes tie the embeddings if either config says so.
  static let tyingByEither: [StaticString] = [
    "fast_vlm", "glm4v", "glm4v_moe", "glm_ocr", "hunyuan_vl", "kosmos-2", "llava", "llava_next_video",
    "llava_onevision", "minimax_m3_vl", "paddleocr_vl", "perception_lm", "qwen2_5_vl", "qwen2_vl", "shieldgemma2",
    "video_llama_3",
  ]

  /// Values of the outer `model_type` whose language model is a class with an output head. It ties the embeddings as
  /// its own config says.
  static let tyingByInner: [StaticString] = [
    "blip-2", "instructblip", "instructblipvideo", "kosmos-2.5", "llama4", "nemotron_h_omni",
  ]

  /// Values of the outer `model_type` whose classes never tie the output head, whatever the configs say.
  static let neverTying: [StaticString] = [
    "audioflamingo3", "higgs_audio_v2", "inkling2", "inkling2_loop", "inkling_mm_model", "musicflamingo",
    "nemotron3_5_transcribe", "omniasr", "qwen2_audio", "vibevoice_asr", "voxtral",
  ]

  /// The maximum depth of nesting: `thinker_config.text_config` is 2.
  static let maximumDepth = 3
}
