import JSON

/// Reads the metadata and the tensors of a GGUF file into a ``ModelConfig``.
struct GGUFReader {
  let metadata: GGUFMetadata
  let tensors: GGUFTensors
  let config: ModelConfig
  /// The row of ``GGUFArchitecture/all`` for the file's architecture; nil when no row has its name.
  let architecture: GGUFArchitecture?
  /// The number of decoder layers, without multi-token-prediction (MTP) layers; 0 when unknown.
  private(set) var layers = 0

  /// Prepares to read a snapshot's metadata into a config.
  ///
  /// - Parameters:
  ///   - object: the metadata: `weights.gguf` of the snapshot.
  ///   - headers: `weights.headers` of the snapshot, which lists the tensors; nil when it is absent.
  ///   - config: the config to fill.
  /// - Throws: ``ConfigError`` when `general.architecture` is absent or not a string.
  init(_ object: JSONElement, headers: JSONElement?, into config: ModelConfig) throws(ConfigError) {
    metadata = try GGUFMetadata(object)
    self.config = config
    tensors = GGUFTensors(headers)
    architecture = GGUFArchitecture.named(metadata.architecture)
  }

  /// Replaces the values of the config by those of the file.
  ///
  /// - Throws: ``ConfigError`` when a value has the wrong type or is out of range.
  mutating func read() throws(ConfigError) {
    config.clear(for: metadata)
    for (key, field) in GGUFKey.plain { try store(key, as: field) }
    if let window = architecture?.usualWindow, metadata[.window] == nil {
      config.store(window, origin: metadata.architecture.string ?? "", of: .slidingWindow)
    }
    try readLayerCount()
    try readVocabulary()
    try readHeads()
    try readLatentAttention()
    try readFeedForward()
    try readRecurrence()
    readBiasesAndNorms()
    config.dtypeName = tensors.areKnown ? tensors.dtype : metadata.dtype
    config.familyName = familyName
    config.statedLayers = try statedLayers()
  }

  /// Sets a field to the value of a key. An absent key and 0 leave the field unchanged.
  func store(_ key: GGUFKey, as field: ConfigField) throws(ConfigError) {
    guard let member = metadata[key], member.value.int != 0 else { return }
    config.store(member.value, key: member.key, of: field)
  }

  /// Sets a field to a number computed from keys.
  ///
  /// - Throws: ``ConfigError`` when the number is out of the field's range.
  func store(_ number: Int, as field: ConfigField, from keys: GGUFKey...) throws(ConfigError) {
    let range = FieldAliases.ranges[field.rawValue]
    let origin = keys.map(metadata.name).joined(separator: ", ")
    guard range.contains(number) else {
      let expected = "a whole number from \(range.lowerBound) to \(range.upperBound)"
      throw .invalid(key: origin, found: "\(number)", expected: expected)
    }
    config.store(number, origin: origin, of: field)
  }

  /// Sets a field to one dimension of a tensor, if the tensor exists and the number is in the field's range.
  ///
  /// - Parameter dimension: the index of the dimension; the outermost has the index 0.
  func storeDimension(of tensor: String, dimension: Int = 0, as field: ConfigField) {
    guard let shape = tensors.shape(of: tensor), shape.indices.contains(dimension), shape[dimension] > 0,
      FieldAliases.ranges[field.rawValue].contains(shape[dimension])
    else { return }
    config.store(shape[dimension], origin: tensor, of: field)
  }

  /// The `model_type` of the family that describes the architecture; nil when the architecture is unknown.
  private var familyName: StaticString? {
    guard let architecture else { return nil }
    if let mixture = architecture.mixtureType, hasExperts { return mixture }
    if let shared = architecture.sharedType, config.has(.sharedExpertSize) { return shared }
    if let sliding = architecture.slidingType, config.has(.slidingWindow) { return sliding }
    return architecture.modelType
  }

  /// Whether the model has more than one routed expert.
  var hasExperts: Bool { (config.element(.experts)?.int ?? 0) > 1 }

  private mutating func readLayerCount() throws(ConfigError) {
    guard let blocks = try metadata.number(.blockCount) else { return }
    layers = blocks
    if let next = try metadata.number(.nextTokenLayers) {
      guard next < blocks else {
        throw .invalid(
          key: metadata.name(of: .nextTokenLayers), found: "\(next)",
          expected: "fewer than \(metadata.name(of: .blockCount)), which is \(blocks)")
      }
      // Most converters count MTP blocks in `block_count`. If the last block has tensors, but no block has the tensor
      // `nextn.eh_proj` of an MTP block, then the file's converter did not count them.
      let areLeftOut = tensors.hasBlock(blocks - 1) && !tensors.contains(GGUFReader.nextTokenProjection)
      if !areLeftOut { layers = blocks - next }
      try store(next, as: .nextTokenLayers, from: .nextTokenLayers)
    }
    try store(layers, as: .layers, from: .blockCount)
  }

  private static let nextTokenProjection = "blk.*.nextn.eh_proj.weight"

  private func readVocabulary() throws(ConfigError) {
    if metadata[.vocabularySize] != nil { return try store(.vocabularySize, as: .vocabulary) }
    if let count = metadata.tokenCount, FieldAliases.ranges[ConfigField.vocabulary.rawValue].contains(count) {
      config.store(count, origin: GGUFMetadata.tokensKey.description, of: .vocabulary)
    } else {
      storeDimension(of: "token_embd.weight", as: .vocabulary)
    }
  }

  /// Reads from the names of tensors whether there are biases and query/key norms, and whether the embeddings are also
  /// the output head.
  private func readBiasesAndNorms() {
    guard tensors.areKnown else { return }
    config.store(tensors.contains("output.weight") ? 0 : 1, origin: "output.weight", of: .tiedEmbeddings)
    guard tensors.hasBlock(0) else { return }
    for field in [ConfigField.attentionBias, .queryKeyValueBias] {
      storePresence(of: "blk.*.attn_q.bias", "blk.*.attn_qkv.bias", as: field)
    }
    storePresence(of: "blk.*.attn_output.bias", as: .outputBias)
    storePresence(of: "blk.*.attn_q_norm.weight", as: .queryKeyNorm)
    storePresence(of: "blk.*.ffn_up.bias", "blk.*.ffn_down.bias", as: .feedForwardBias)
  }

  /// Sets a field to 1 if the file has one of these tensors, else to 0. Messages name the tensor found, else all names.
  private func storePresence(of names: String..., as field: ConfigField) {
    let found = names.first { tensors.contains($0) }
    config.store(found == nil ? 0 : 1, origin: found ?? names.joined(separator: ", "), of: field)
  }
}
