/// Where the language model's config is inside the config of a larger model.
enum TextBackbones {
  /// Keys of a nested language model config, the most telling first.
  static let keys: [StaticString] = [
    "text_config", "llm_config", "language_config", "language_model", "thinker_config", "llm_cfg", "text_model_config",
    "lm_config", "decoder", "generator",
  ]

  /// How many of the keys stand for nothing else.
  static let unmistakable = 3

  /// Fields that the outer config may state for the language model when the nested one does not.
  static let inherited: [Field] = [.tiedEmbeddings, .dtype, .quantizationConfig, .vocabulary]

  /// How deep backbones may nest: `thinker_config.text_config` is 2.
  static let maximumDepth = 3
}
