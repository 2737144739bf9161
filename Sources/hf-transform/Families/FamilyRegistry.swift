import JSON

/// All families, found by `model_type`.
///
/// A new family is one declaration in one of the files of this folder and its name in the list of that file.
struct FamilyRegistry: Sendable {
  static let shared = FamilyRegistry()

  /// Every list of families. Where an unknown config suits several families equally well, it is described as the first
  /// of them, so lineages whose layers others adopted come first.
  private static let lists: [[Family]] = [
    Family.llamas, Family.otherLlamas, Family.qwens, Family.gemmas, Family.deepSeeks, Family.glms, Family.gpts,
    Family.phis, Family.coheres, Family.mistrals, Family.granites, Family.olmos, Family.exaones, Family.mimos,
    Family.otherLatentAttention, Family.kimisAndLings, Family.hunyuans, Family.ernies, Family.miniMaxes,
    Family.nemotrons, Family.falcons, Family.mambas, Family.lfms, Family.mptAndDBRX, Family.otherGPTs, Family.inklings,
    Family.looped, Family.otherMixtures, Family.baichuans, Family.plamos, Family.steps, Family.pangus,
  ]

  /// All families.
  static let families = lists.flatMap { $0 }

  /// Every `model_type` that is known, with its family.
  let names: [(modelType: StaticString, family: Family)]
  /// By `model_type`: the index in ``names``.
  private let known: KnownKeys<Int>

  private init() {
    names = FamilyRegistry.families.flatMap { family in family.modelTypes.map { ($0, family) } }
    known = KnownKeys(names.enumerated().map { ($1.modelType, $0) })
  }

  /// The family that a config names: by the language model's `model_type`, else by the whole's, else by its
  /// class; nil when it is unknown.
  func family(of config: ModelConfig) -> Family? {
    guard let family = namedFamily(of: config) else { return nil }
    // Small DeepSeeks and what builds on them can switch latent attention off.
    let isAbsent = config.sizesFile == .gguf && !config.has(.keyValueRank)
    let isSwitchedOff =
      family.attention.kind == .latent && (isAbsent || config.element(.latentAttention)?.bool == false)
    if family === Family.chatGLM, config.has(.plainIntermediateSize) { return .firstChatGLM }
    return isSwitchedOff ? .deepSeek : family
  }

  private func namedFamily(of config: ModelConfig) -> Family? {
    if config.sizesFile == .gguf { return config.familyName.flatMap(family(named:)) }
    let modelType = config.element(.modelType)
    let isShared = modelType.map { type in FamilyRegistry.sharedModelTypes.contains { type.equals($0) } } ?? false
    if isShared, let family = familyOfClass(config) { return family }
    if let family = family(ofModelType: modelType) { return family }
    if config.isNested, let family = family(ofModelType: config.outerModelType) { return family }
    return familyOfClass(config)
  }

  /// Values of `model_type` that unrelated classes have: Grok-2's config says `git`, as GIT's does. The class decides.
  private static let sharedModelTypes: [StaticString] = ["git"]

  private func familyOfClass(_ config: ModelConfig) -> Family? {
    config.outerArchitectures?.elements.first { $0.isString }?.string.flatMap(family(ofClass:))
  }

  /// The family of this name; nil when it is unknown.
  func family(named name: StaticString) -> Family? { known.value(of: name).map { names[$0].family } }

  /// The family whose `model_type` is a class's name, but for case and punctuation: `Qwen2MoeForCausalLM` is
  /// `qwen2_moe`.
  private func family(ofClass name: String) -> Family? {
    guard let end = FamilyRegistry.classSuffixes.first(where: name.hasSuffix) else { return nil }
    let stem = name.dropLast(end.count).lowercased()
    return names.first { $0.modelType.description.filter { $0 != "_" && $0 != "-" }.lowercased() == stem }?.family
  }

  private static let classSuffixes = ["ForCausalLM", "LMHeadModel", "ForConditionalGeneration", "Model"]

  /// The family of a `model_type`, or nil when it is unknown.
  func family(ofModelType modelType: JSONElement?) -> Family? {
    modelType.flatMap { known.value(ofString: $0) }.map { names[$0].family }
  }
}
