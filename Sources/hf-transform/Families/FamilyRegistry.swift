import JSON

/// All families, found by `model_type`.
///
/// To add a family, write a declaration in a file of this folder, and add its name to the list in that file.
struct FamilyRegistry: Sendable {
  static let shared = FamilyRegistry()

  /// The lists of all families. A config of an unknown family that suits several families equally well is described as
  /// the first of them. So the lineages whose layers other makers use come first.
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

  /// The family that a config names: by the `model_type` of the language model, else by that of the outermost config,
  /// else by the outermost config's class (`architectures`); nil when none of these is known.
  func family(of config: ModelConfig) -> Family? {
    guard let family = namedFamily(of: config) else { return nil }
    // Small DeepSeek models, and models built on them, can be without latent attention: config.json then has
    // `"use_mla": false`, a GGUF header no rank. They have the layers of the first DeepSeek.
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

  /// Values of `model_type` that unrelated classes have, so that the class decides: the config of Grok-2 says `git`, as
  /// that of GIT does.
  private static let sharedModelTypes: [StaticString] = ["git"]

  /// The family of the first class in the outermost config's `architectures`; nil when it is unknown.
  private func familyOfClass(_ config: ModelConfig) -> Family? {
    config.outerArchitectures?.elements.first { $0.isString }?.string.flatMap(family(ofClass:))
  }

  /// The family of this name; nil when it is unknown.
  func family(named name: StaticString) -> Family? { known.value(of: name).map { names[$0].family } }

  /// The family whose `model_type` equals the name of a class without its suffix, `_`, `-` and case:
  /// `Qwen2MoeForCausalLM` is `qwen2_moe`. Nil without such a family.
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
