/// A kind of model that is not a language model, and what to import instead.
struct NonLanguageModel: Sendable {
  /// The kind with its article, such as `an encoder`.
  let noun: StaticString
  /// The hint that says what to import instead.
  let instead: StaticString
  /// Whether a multimodal model with a pipeline tag of this kind can contain a language model.
  let canContainLanguageModel: Bool

  private init(_ noun: StaticString, instead: StaticString, canContainLanguageModel: Bool = false) {
    self.noun = noun
    self.instead = instead
    self.canContainLanguageModel = canContainLanguageModel
  }

  private static let decoder: StaticString = "import a model that generates text (pipeline tag text-generation)"
  private static let original: StaticString = "import the language model that it was made from"

  static let encoder = NonLanguageModel("an encoder", instead: decoder)
  static let encoderDecoder = NonLanguageModel("an encoder-decoder", instead: decoder)
  static let embedding = NonLanguageModel("an embedding model", instead: original)
  static let reranker = NonLanguageModel("a reranking model", instead: original)
  static let classifier = NonLanguageModel("a classifier or reward model", instead: original)
  static let speech = NonLanguageModel(
    "a speech or audio model", instead: decoder, canContainLanguageModel: true)
  static let image = NonLanguageModel(
    "an image or video model", instead: decoder, canContainLanguageModel: true)
  static let diffusion = NonLanguageModel("a diffusion pipeline", instead: decoder)
  static let timeSeries = NonLanguageModel("a time series model", instead: decoder)
  static let robotics = NonLanguageModel(
    "a model of a robot's actions", instead: original, canContainLanguageModel: true)
  static let adapter = NonLanguageModel("an adapter", instead: "import its base model")
  static let projector = NonLanguageModel(
    "the projector of a multimodal model", instead: "import the language model that it belongs to")
  static let draft = NonLanguageModel(
    "a draft model for speculative decoding", instead: "import the model that it drafts for")
  static let importanceMatrix = NonLanguageModel(
    "an importance matrix for quantization", instead: "import the model that it was made from")
  static let tokenizer = NonLanguageModel(
    "a repository with a tokenizer alone", instead: "import the model that it belongs to")
}

extension NonLanguageModel {
  /// Values of `model_type` of language models that read patches of bytes instead of tokens. They consist of a small
  /// model for the bytes of a patch and a large one for the patches, each with a cache, so no entry can describe them.
  static let typesReadingBytes: [StaticString] = ["blt"]

  /// Kinds by `model_type`.
  static let byModelType: [(NonLanguageModel, [StaticString])] = [
    (
      .encoder,
      [
        "bert", "bert-generation", "roberta", "roberta-prelayernorm", "xlm-roberta", "xlm-roberta-xl", "camembert",
        "distilbert", "albert", "electra", "deberta", "deberta-v2", "mpnet", "modernbert", "nomic_bert", "new", "xlnet",
        "big_bird", "data2vec-text", "ernie", "ernie_m", "esm", "flaubert", "fnet", "funnel", "ibert", "layoutlm",
        "layoutlmv2", "layoutlmv3", "longformer", "luke", "megatron-bert", "mobilebert", "mra", "nezha",
        "nystromformer",
        "qdqbert", "rembert", "roc_bert", "roformer", "splinter", "squeezebert", "tapas", "xlm", "xmod", "yoso",
        "convbert", "canine", "eurobert", "jina_bert", "gte", "neobert", "markuplm", "lilt", "perceiver", "reformer",
      ]
    ),
    (
      .encoderDecoder,
      [
        "t5", "mt5", "umt5", "longt5", "switch_transformers", "bart", "mbart", "pegasus", "pegasus_x", "marian",
        "m2m_100",
        "nllb-moe", "fsmt", "led", "blenderbot", "blenderbot-small", "bigbird_pegasus", "prophetnet", "xlm-prophetnet",
        "mvp", "plbart", "encoder-decoder", "t5gemma", "byt5", "nllb", "seamless_m4t", "seamless_m4t_v2", "udop",
      ]
    ),
    (
      .speech,
      [
        "whisper", "wav2vec2", "wav2vec2-bert", "wav2vec2-conformer", "hubert", "wavlm", "sew", "sew-d", "unispeech",
        "unispeech-sat", "speech_to_text", "speech_to_text_2", "speecht5", "speech-encoder-decoder", "bark", "musicgen",
        "musicgen_melody", "encodec", "dac", "mimi", "vits", "clap", "audio-spectrogram-transformer", "data2vec-audio",
        "fastspeech2_conformer", "univnet", "moonshine", "csm", "dia", "parler_tts", "pop2piano", "moshi",
      ]
    ),
    (
      .image,
      [
        "vit", "vit_mae", "vit_msn", "deit", "beit", "swin", "swinv2", "swin2sr", "convnext", "convnextv2", "resnet",
        "regnet", "mobilenet_v1", "mobilenet_v2", "mobilevit", "mobilevitv2", "efficientnet", "dinov2", "dinov3_vit",
        "clip", "clip_vision_model", "clipseg", "siglip", "siglip2", "align", "altclip", "chinese_clip", "owlvit",
        "owlv2",
        "detr", "conditional_detr", "deformable_detr", "dpt", "segformer", "mask2former", "maskformer", "oneformer",
        "sam", "sam2", "sam_hq", "yolos", "rt_detr", "grounding-dino", "depth_anything", "glpn", "levit", "poolformer",
        "pvt", "videomae", "timesformer", "vivit", "xclip", "groupvit", "imagegpt", "timm_wrapper",
        "vision-encoder-decoder",
        "vision-text-dual-encoder", "trocr", "donut-swin", "superpoint", "vitdet", "vitmatte", "zoedepth",
        "data2vec-vision",
      ]
    ),
    (.robotics, ["pi0"]),
    (.draft, ["gemma4_assistant", "gemma4_unified_assistant", "mlp_speculator", "medusa"]),
    (
      .timeSeries,
      [
        "time_series_transformer", "informer", "autoformer", "patchtst", "patchtsmixer", "timesfm", "chronos",
        "decision_transformer", "trajectory_transformer",
      ]
    ),
  ]

  /// Kinds by the end of the class in `architectures`.
  static let byClassSuffix: [(StaticString, NonLanguageModel)] = [
    ("ForSequenceClassification", .classifier), ("ForTokenClassification", .classifier),
    ("ForRewardModel", .classifier), ("RewardModel", .classifier), ("ForProcessRewardModel", .classifier),
    ("ForQuestionAnswering", .encoder), ("ForMaskedLM", .encoder), ("ForPreTraining", .encoder),
    ("ForMultipleChoice", .encoder), ("ForCTC", .speech), ("ForAudioClassification", .speech),
    ("ForSpeechSeq2Seq", .speech), ("ForTextToSpectrogram", .speech), ("ForImageClassification", .image),
    ("ForObjectDetection", .image), ("ForSemanticSegmentation", .image), ("ForSeq2SeqLM", .encoderDecoder),
    ("EncoderModel", .encoder), ("ForPrediction", .timeSeries), ("ForCausalLMEagle", .draft),
    ("ForCausalLMEagle3", .draft), ("ForCausalLMNextN", .draft), ("MTPModel", .draft), ("DraftModel", .draft),
    ("Speculator", .draft), ("MedusaModel", .draft), ("EAGLEModel", .draft), ("EagleModel", .draft),
  ]

  /// How the names of causal language models begin that are draft models, such as `Eagle3LlamaForCausalLM`.
  static let draftClassPrefixes: [StaticString] = ["Eagle", "EAGLE"]

  /// Kinds by the Hub's pipeline tag.
  static let byPipelineTag: [(StaticString, NonLanguageModel)] = [
    ("feature-extraction", .embedding), ("sentence-similarity", .embedding), ("text-ranking", .reranker),
    ("text-classification", .classifier), ("token-classification", .classifier), ("fill-mask", .encoder),
    ("zero-shot-classification", .classifier), ("automatic-speech-recognition", .speech), ("text-to-speech", .speech),
    ("text-to-audio", .speech), ("audio-classification", .speech), ("voice-activity-detection", .speech),
    ("text-to-image", .image), ("image-to-image", .image), ("text-to-video", .image), ("image-classification", .image),
    ("object-detection", .image), ("image-segmentation", .image), ("depth-estimation", .image),
    ("image-feature-extraction", .image), ("zero-shot-image-classification", .image), ("mask-generation", .image),
    ("unconditional-image-generation", .image), ("robotics", .robotics), ("time-series-forecasting", .timeSeries),
  ]
}
