import JSON
import ModelSpec

/// An architecture that llama.cpp names in `general.architecture`: the family that describes it, and facts about it
/// that no metadata key states.
struct GGUFArchitecture: Sendable {
  /// Whether the number or the size of heads differs between layers with full attention and layers with a sliding
  /// window.
  enum HeadsByLayer: Sendable {
    /// The family's configs have no separate fields for the heads of full or of sliding layers.
    case same
    /// Heads differ. In the family's configs, `num_attention_heads` and `head_dim` are those of the full layers.
    case slidingDiffer
    /// Heads differ. In the family's configs, `num_attention_heads` and `head_dim` are those of the sliding layers.
    case fullDiffer
  }

  /// The kind of recurrent block. The keys `ssm.*`, `kda.*` and `shortconv.*` give its sizes, but not its kind.
  enum Recurrence: Sendable {
    /// No sizes of recurrent blocks are read from keys.
    case none
    case mamba, mamba2, deltaNet, kimiDelta, shortConvolution
  }

  /// The value of `general.architecture`.
  let name: StaticString
  /// The `model_type` of its family.
  let modelType: StaticString
  /// The `model_type` when the model has routed experts, if it differs from ``modelType``.
  let mixtureType: StaticString?
  /// The `model_type` when the model has shared experts, if it differs from ``modelType``.
  let sharedType: StaticString?
  /// The `model_type` when the model has a sliding window, if it differs from ``modelType``.
  let slidingType: StaticString?
  /// Whether full and sliding layers have different heads.
  let heads: HeadsByLayer
  /// The kind of its recurrent blocks.
  let recurrence: Recurrence
  /// The config field for the width of dense layers, in families whose `intermediate_size` is the width of an expert
  /// (Llama 4, Cohere 2 MoE, MiniMax M3). The file's `feed_forward_length` is read into this field. Nil for other
  /// families.
  let denseWidth: ConfigField?
  /// Whether each layer is a single block: attention, a recurrent block, or a feed-forward.
  let hasOneBlockPerLayer: Bool
  /// Whether every layer after the leading dense ones has an indexer of sparse attention. Used when neither a key nor
  /// the tensors show which layers have one.
  let hasIndexersAfterDenseLayers: Bool
  /// The period of the window pattern: the first of every N layers has full attention, the others a sliding window.
  /// Used when the file has no `sliding_window_pattern`.
  let windowPeriod: Int?
  /// The sliding window in tokens when the file has no `sliding_window`; nil when the model then has none.
  let usualWindow: Int?
  /// The period of the attention pattern: the last of every N layers has attention, the others are recurrent. Used when
  /// the file has neither a list of key/value heads nor a `full_attention_interval`.
  let attentionPeriod: Int?

  private init(
    _ name: StaticString, _ modelType: StaticString? = nil, mixture: StaticString? = nil, shared: StaticString? = nil,
    sliding: StaticString? = nil, heads: HeadsByLayer = .same, recurrence: Recurrence = .none,
    denseWidth: ConfigField? = nil,
    oneBlockPerLayer: Bool = false, indexersAfterDenseLayers: Bool = false,
    windowPeriod: Int? = nil, usualWindow: Int? = nil, attentionPeriod: Int? = nil
  ) {
    self.name = name
    self.modelType = modelType ?? name
    mixtureType = mixture
    sharedType = shared
    slidingType = sliding
    self.heads = heads
    self.recurrence = recurrence
    self.denseWidth = denseWidth
    hasOneBlockPerLayer = oneBlockPerLayer
    hasIndexersAfterDenseLayers = indexersAfterDenseLayers
    self.windowPeriod = windowPeriod
    self.usualWindow = usualWindow
    self.attentionPeriod = attentionPeriod
  }

  /// The architecture with this name; nil when it is unknown.
  static func named(_ name: JSONElement) -> GGUFArchitecture? { all.first { name.equals($0.name) } }

  /// All architectures of language models whose family is known.
  ///
  /// Sources in llama.cpp: the names are in `MODEL_ARCH_NAMES` of `gguf-py/gguf/constants.py`. The converters in
  /// `conversion` show which model classes are written under a name. `load_arch_hparams` in `src/models` has the
  /// patterns of layers that no key states.
  static let all: [GGUFArchitecture] =
    llamaLike + gptLike + qwenAndGemma + deepSeekAndGLM + mixtures + recurrentAndHybrids

  private static let llamaLike: [GGUFArchitecture] = [
    GGUFArchitecture("llama", mixture: "mixtral"),
    GGUFArchitecture("llama4", "llama4_text", denseWidth: .denseIntermediateSize),
    // DeciLM (Nemotron NAS): pruned layers have 0 in the per-layer lists of head counts and feed-forward lengths.
    GGUFArchitecture("deci", "llama"), GGUFArchitecture("mistral3", "ministral3", mixture: "mixtral"),
    GGUFArchitecture("mistral4"), GGUFArchitecture("arcee"), GGUFArchitecture("smollm3"),
    GGUFArchitecture("seed_oss"), GGUFArchitecture("baichuan"), GGUFArchitecture("internlm2"),
    GGUFArchitecture("minicpm"), GGUFArchitecture("minicpm3"), GGUFArchitecture("xverse"), GGUFArchitecture("orion"),
    GGUFArchitecture("bitnet"), GGUFArchitecture("nemotron"), GGUFArchitecture("exaone"), GGUFArchitecture("exaone4"),
    GGUFArchitecture("apertus"), GGUFArchitecture("llada"), GGUFArchitecture("granite", mixture: "granitemoe"),
    GGUFArchitecture("olmo"), GGUFArchitecture("olmo2", sliding: "olmo3"), GGUFArchitecture("stablelm"),
    GGUFArchitecture("jais"), GGUFArchitecture("jais2"), GGUFArchitecture("command-r", "cohere"),
    GGUFArchitecture("cohere2"), GGUFArchitecture("phi2", "phi"), GGUFArchitecture("phi3"),
    GGUFArchitecture("muse-glimmer", "muse_glimmer_text"), GGUFArchitecture("granite-swa", "granite_swa"),
    GGUFArchitecture("graniteswitch", "granite"), GGUFArchitecture("hunyuan-dense", "hunyuan_v1_dense"),
    GGUFArchitecture("hunyuan_vl", "hunyuan_vl_text"), GGUFArchitecture("ernie4_5", mixture: "ernie4_5_moe"),
    GGUFArchitecture("paddleocr", "paddleocr_vl_text"), GGUFArchitecture("refact", "llama"),
    GGUFArchitecture("pangu-embedded", "llama"), GGUFArchitecture("nanbeige", "llama"),
    GGUFArchitecture("maincoder", "qwen3"), GGUFArchitecture("plamo"), GGUFArchitecture("plamo3"),
    // The names that bitnet.cpp gives to BitNet.
    GGUFArchitecture("bitnet-25", "bitnet"), GGUFArchitecture("bitnet-b1.58", "bitnet"),
  ]

  private static let gptLike: [GGUFArchitecture] = [
    GGUFArchitecture("falcon"), GGUFArchitecture("gpt2"), GGUFArchitecture("gptj"),
    GGUFArchitecture("gptneox", "gpt_neox"), GGUFArchitecture("mpt"), GGUFArchitecture("bloom"),
    GGUFArchitecture("starcoder", "gpt_bigcode"), GGUFArchitecture("starcoder2"), GGUFArchitecture("codeshell"),
    GGUFArchitecture("openelm", "llama"), GGUFArchitecture("hrm-text", "hrm_text"),
  ]

  private static let qwenAndGemma: [GGUFArchitecture] = [
    GGUFArchitecture("qwen"), GGUFArchitecture("qwen2"), GGUFArchitecture("qwen2moe", "qwen2_moe"),
    GGUFArchitecture("qwen2vl", "qwen2_vl_text"), GGUFArchitecture("qwen3"), GGUFArchitecture("qwen3moe", "qwen3_moe"),
    GGUFArchitecture("qwen3vl", "qwen3_vl_text"), GGUFArchitecture("qwen3vlmoe", "qwen3_vl_moe_text"),
    GGUFArchitecture("qwen3next", "qwen3_next", recurrence: .deltaNet),
    GGUFArchitecture("qwen35", "qwen3_5_text", recurrence: .deltaNet),
    GGUFArchitecture("qwen4exp", "qwen4_exp_text", recurrence: .deltaNet),
    GGUFArchitecture("qwen35moe", "qwen3_5_moe_text", recurrence: .deltaNet), GGUFArchitecture("dream"),
    GGUFArchitecture("rnd1", "qwen3_moe"), GGUFArchitecture("llada-moe", "qwen3_moe"), GGUFArchitecture("gemma"),
    // The first files have no `sliding_window`.
    GGUFArchitecture("gemma2", usualWindow: 4096),
    GGUFArchitecture("gemma3", "gemma3_text"), GGUFArchitecture("gemma3n", "gemma3n_text"),
    GGUFArchitecture("gemma4", "gemma4_text", heads: .fullDiffer),
    GGUFArchitecture("diffusion-gemma", "diffusion_gemma_text", heads: .fullDiffer),
  ]

  private static let deepSeekAndGLM: [GGUFArchitecture] = [
    GGUFArchitecture("deepseek"), GGUFArchitecture("deepseek2", "deepseek_v3"),
    GGUFArchitecture("deepseek2-ocr", "deepseek"), GGUFArchitecture("deepseek32", "deepseek_v32"),
    GGUFArchitecture("deepseek4", "deepseek_v4"), GGUFArchitecture("chatglm"), GGUFArchitecture("glm4"),
    GGUFArchitecture("glm4moe", "glm4_moe"), GGUFArchitecture("glm-dsa", "glm_moe_dsa"), GGUFArchitecture("dots1"),
    GGUFArchitecture("axk2"), GGUFArchitecture("plm"), GGUFArchitecture("dots3note", "dots3_note_text"),
    GGUFArchitecture("kimi-linear", "kimi_linear", recurrence: .kimiDelta),
    GGUFArchitecture("kimi-k3", "kimi_k3", recurrence: .kimiDelta),
    GGUFArchitecture("bailingmoe", "bailing_moe"), GGUFArchitecture("bailingmoe2", "bailing_moe_v2"),
    GGUFArchitecture("bailingmoe3", "bailing_hybrid", recurrence: .kimiDelta),
  ]

  private static let mixtures: [GGUFArchitecture] = [
    GGUFArchitecture("grok"), GGUFArchitecture("dbrx"), GGUFArchitecture("arctic"), GGUFArchitecture("olmoe"),
    GGUFArchitecture("phimoe"), GGUFArchitecture("gpt-oss", "gpt_oss"),
    GGUFArchitecture("granitemoe", shared: "granitemoeshared"), GGUFArchitecture("ernie4_5-moe", "ernie4_5_moe"),
    GGUFArchitecture("hunyuan-moe", "hunyuan_v1_moe"), GGUFArchitecture("hy_v3"), GGUFArchitecture("hy_v4"),
    GGUFArchitecture("minimax-01", "minimax", attentionPeriod: 8), GGUFArchitecture("minimax-m2", "minimax_m2"),
    GGUFArchitecture("minimax-m3", "minimax_m3", denseWidth: .denseIntermediateSize, indexersAfterDenseLayers: true),
    GGUFArchitecture("exaone-moe", "exaone_moe"),
    GGUFArchitecture("afmoe"), GGUFArchitecture("grovemoe", "grove_moe"), GGUFArchitecture("laguna"),
    GGUFArchitecture("mellum"),
    GGUFArchitecture("cohere2moe", "cohere2_moe", denseWidth: .prefixDenseIntermediateSize),
    GGUFArchitecture("smallthinker", windowPeriod: 4),
    GGUFArchitecture("mimo2", "mimo_v2_flash", heads: .slidingDiffer),
    GGUFArchitecture("step35", "step3p5", heads: .slidingDiffer),
  ]

  private static let recurrentAndHybrids: [GGUFArchitecture] = [
    GGUFArchitecture("mamba", recurrence: .mamba), GGUFArchitecture("mamba2", recurrence: .mamba2),
    GGUFArchitecture("rwkv6", "rwkv"), GGUFArchitecture("rwkv6qwen2", "rwkv"), GGUFArchitecture("rwkv7", "rwkv"),
    GGUFArchitecture("arwkv7", "rwkv"), GGUFArchitecture("jamba", recurrence: .mamba),
    GGUFArchitecture("falcon-h1", "falcon_h1", recurrence: .mamba2),
    GGUFArchitecture("nemotron_h", recurrence: .mamba2, oneBlockPerLayer: true),
    GGUFArchitecture("nemotron_h_moe", "nemotron_h", recurrence: .mamba2, oneBlockPerLayer: true),
    GGUFArchitecture("granitehybrid", "granitemoehybrid", recurrence: .mamba2),
    GGUFArchitecture("plamo2", recurrence: .mamba2),
    GGUFArchitecture("lfm2", recurrence: .shortConvolution),
    GGUFArchitecture("lfm2moe", "lfm2_moe", recurrence: .shortConvolution),
  ]
}

extension GGUFArchitecture {
  /// Architectures that are not language models, by `general.architecture`.
  static let nonLanguageArchitectures: [(NonLanguageModel, [StaticString])] = [
    (
      .encoder,
      [
        "bert", "modern-bert", "nomic-bert", "nomic-bert-moe", "neo-bert", "jina-bert-v2", "jina-bert-v3", "eurobert",
      ]
    ),
    (.embedding, ["gemma-embedding", "llama-embed"]), (.encoderDecoder, ["t5", "t5encoder"]),
    (.projector, AuxiliaryGGUF.projectors), (.draft, AuxiliaryGGUF.draftModels),
    (.speech, ["wavtokenizer-dec", "qwen3tts", "pockettts"]),
    (.image, ["flux", "sd1", "sdxl", "sd3", "aura", "ltxv", "hyvid", "wan", "qwen_image", "lumina2", "pig", "cosmos"]),
  ]

  /// Values of `general.type` for files that are not language models.
  static let otherFileTypes: [(name: StaticString, kind: NonLanguageModel)] = [
    ("adapter", .adapter), ("mmproj", .projector), ("vocab", .tokenizer), ("imatrix", .importanceMatrix),
  ]
}
