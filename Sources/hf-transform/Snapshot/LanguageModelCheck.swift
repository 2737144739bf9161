import JSON
import ModelSpec

/// Distinguishes language models from other models.
enum LanguageModelCheck {
  private static let pipelineTagKey = JSONKey("pipeline_tag")
  /// By `model_type`: the index in ``NonLanguageModel/byModelType``.
  private static let indicesByType = KnownKeys(
    NonLanguageModel.byModelType.enumerated().flatMap { index, row in row.1.map { ($0, index) } })
  /// By pipeline tag: the index in ``NonLanguageModel/byPipelineTag``.
  private static let indicesByTag = KnownKeys(NonLanguageModel.byPipelineTag.enumerated().map { ($1.0, $0) })

  /// Refuses a model that is not a language model, by its config, its weights or the Hub's tag.
  ///
  /// - Throws: ``Failure`` with the code `not_a_language_model`, or `unsupported_architecture` for a model that reads
  ///   bytes.
  static func check(_ snapshot: Snapshot, _ config: ModelConfig) throws(Failure) {
    if config.isAdapter || snapshot.hasOnlyAdapterWeights {
      throw snapshot.adapterFailure(base: config.element(.baseModel))
    }
    if let name = NonLanguageModel.typesReadingBytes.first(where: { config.outerModelType?.equals($0) == true }) {
      throw snapshot.failure(
        .unsupportedArchitecture,
        "the model reads bytes in patches (its model_type is '\(name)'), so its cache has no size per token",
        hint: "there is no entry for such a model; import one that reads tokens")
    }
    guard let (kind, sign) = kind(of: snapshot, config) else { return }
    throw snapshot.failure(kind, sign: sign)
  }

  /// Refuses a GGUF file that is not a language model by its type or architecture.
  ///
  /// - Throws: ``Failure`` with the code `not_a_language_model`.
  static func check(_ snapshot: Snapshot, _ metadata: GGUFMetadata) throws(Failure) {
    if let type = metadata.generalType,
      let (name, kind) = GGUFArchitecture.otherFileTypes.first(where: { type.equals($0.name) })
    {
      throw snapshot.failure(kind, sign: "its 'general.type' is '\(name)'")
    }
    for (kind, names) in GGUFArchitecture.nonLanguageArchitectures {
      guard let name = names.first(where: { metadata.architecture.equals($0) }) else { continue }
      throw snapshot.failure(kind, sign: "its 'general.architecture' is '\(name)'")
    }
    // Only embedding models and rerankers have a pooling type other than 0; that of rerankers is 4 (llama.h,
    // `llama_pooling_type`).
    if let pooling = metadata[.poolingType]?.value.int, pooling > 0 {
      let kind = pooling == 4 ? NonLanguageModel.reranker : .embedding
      throw snapshot.failure(kind, sign: "its '\(metadata.name(of: .poolingType))' is \(pooling)")
    }
  }

  /// The failure for a snapshot with neither a config nor GGUF metadata, by the repository's files.
  static func failureWithoutConfig(_ snapshot: Snapshot) -> Failure {
    let files = snapshot.files
    if files.contains(AdapterFile.config) { return snapshot.adapterFailure(base: nil) }
    if files.contains("model_index.json") { return snapshot.failure(.diffusion, sign: "it has a 'model_index.json'") }
    if files.contains(where: { $0.hasPrefix("tokenizer") }), !files.contains(where: WeightFileName.isWeights) {
      return snapshot.failure(.tokenizer, sign: "it has no config.json and no weights")
    }
    return snapshot.failure(
      .malformedInput, "the document is not a snapshot: it has no object 'config'",
      hint: "give hf-transform the output of hf-fetch")
  }

  /// What the model is instead of a language model, and the fact that shows it; nil for a language model.
  private static func kind(of snapshot: Snapshot, _ config: ModelConfig) -> (NonLanguageModel, sign: String)? {
    let modelType = config.outerModelType
    if let modelType, let index = indicesByType.value(ofString: modelType) {
      return (NonLanguageModel.byModelType[index].0, "its model_type is '\(modelType.string ?? "")'")
    }
    if let name = config.outerArchitectures?.elements.first(where: \.isString) {
      let shown = name.withDecodedBytes { (text) -> NonLanguageModel? in
        // Nearly all classes end like this. Searching the table is slow, because its names are far apart in memory.
        guard text.ends(with: "ForCausalLM") else {
          return NonLanguageModel.byClassSuffix.first { text.ends(with: $0.0) }?.1
        }
        return NonLanguageModel.draftClassPrefixes.contains { text.starts(with: $0) } ? NonLanguageModel.draft : nil
      }
      if let shown { return (shown, "its class is '\(name.string ?? "")'") }
    }
    if let tag = snapshot.info?[pipelineTagKey],
      let kind = indicesByTag.value(ofString: tag).map({ NonLanguageModel.byPipelineTag[$0].1 }),
      !(kind.canContainLanguageModel && config.isMultimodal)
    {
      return (kind, "its pipeline tag is '\(tag.string ?? "")'")
    }
    if config.isEncoderDecoder { return (.encoderDecoder, "'is_encoder_decoder' is true") }
    return nil
  }
}

extension Snapshot {
  fileprivate func failure(_ kind: NonLanguageModel, sign: String) -> Failure {
    failure(
      .notALanguageModel, "the model is \(kind.noun), not a language model: \(sign)", hint: kind.instead.description)
  }

  /// The failure of an adapter, which names the base model when it is known.
  func adapterFailure(base: JSONElement?) -> Failure {
    let name = base?.string ?? baseModel
    return failure(
      .notALanguageModel, "the model is an adapter" + (name.map { " of '\($0)'" } ?? "") + ", not a language model",
      hint: name.map { "import its base model: hf-fetch '\($0)'" } ?? NonLanguageModel.adapter.instead.description)
  }
}
