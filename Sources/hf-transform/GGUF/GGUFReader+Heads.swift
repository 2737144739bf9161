extension GGUFReader {
  /// Reads the numbers of query heads and of key/value heads, and the sizes of a head.
  ///
  /// - Throws: ``ConfigError`` when a value has the wrong type or is out of range.
  func readHeads() throws(ConfigError) {
    try storePerLayer(.headCount, own: .heads, sliding: .windowHeads)
    if try metadata.number(.keyValueRank) != nil {
      // A file with latent attention states one key/value head. After the up-projection, each query head has a key and
      // a value, as configs state it.
      if let heads = try largest(.headCount) { try store(heads, as: .keyValueHeads, from: .headCount) }
    } else {
      try storePerLayer(
        .keyValueHeadCount, own: .keyValueHeads, sliding: .windowKeyValueHeads, full: .globalKeyValueHeads)
      try storeMultiQuery()
    }
    guard try metadata.number(.keyValueRank) == nil else { return }
    if architecture?.heads == .fullDiffer {
      try store(.keyLength, as: .globalHeadDim)
      try store(metadata[.windowKeyLength] == nil ? .keyLength : .windowKeyLength, as: .headDim)
    } else {
      try store(.keyLength, as: .headDim)
    }
    try storeValueLength()
    if architecture?.heads == .slidingDiffer {
      try store(metadata[.windowKeyLength] == nil ? .keyLength : .windowKeyLength, as: .windowHeadDim)
      try store(metadata[.windowValueLength] == nil ? .valueLength : .windowValueLength, as: .windowValueHeadDim)
    } else if try slidingHeadsDiffer {
      if architecture?.heads != .fullDiffer { try store(.windowKeyLength, as: .windowHeadDim) }
      try store(.windowValueLength, as: .windowValueHeadDim)
    }
  }

  /// Stores the size of a head's value. If the file has a `key_length` but no `value_length`, it is the hidden size
  /// divided by the query heads of the first layer that has any. Source: `load_hparams` in llama.cpp's
  /// `src/llama-model.cpp`.
  private func storeValueLength() throws(ConfigError) {
    guard metadata[.valueLength] == nil, metadata[.keyLength] != nil else {
      return try store(.valueLength, as: .valueHeadDim)
    }
    let list = try metadata.numbers(.headCount, layers: layers)
    var heads = list?.first { $0 > 0 }
    if list == nil { heads = try metadata.number(.headCount) }
    guard let heads, let hidden = try metadata.number(.embeddingLength) else { return }
    try store(max(hidden / heads, 1), as: .valueHeadDim, from: .embeddingLength, .headCount)
  }

  /// Whether a head's key or value has another size in layers with a sliding window than in the other layers; false
  /// without a window, and for latent attention.
  var slidingHeadsDiffer: Bool {
    get throws(ConfigError) {
      guard try metadata.number(.window) != nil, try metadata.number(.keyValueRank) == nil else { return false }
      for (sliding, full) in [(GGUFKey.windowKeyLength, GGUFKey.keyLength), (.windowValueLength, .valueLength)] {
        if let size = try metadata.number(sliding), try size != metadata.number(full) { return true }
      }
      return false
    }
  }

  /// Sets the fields in which some families state their key/value heads: `multi_query` (Falcon, StarCoder),
  /// `multi_query_group_num` (ChatGLM) and `new_decoder_architecture` (Falcon).
  private func storeMultiQuery() throws(ConfigError) {
    guard let heads = try largest(.headCount), !config.isList(.keyValueHeads) else { return }
    let keyValueHeads = try largest(.keyValueHeadCount) ?? heads
    try store(keyValueHeads < heads ? 1 : 0, as: .multiQuery, from: .keyValueHeadCount)
    try store(keyValueHeads, as: .multiQueryGroups, from: .keyValueHeadCount)
    try store(1 < keyValueHeads && keyValueHeads < heads ? 1 : 0, as: .newDecoderArchitecture, from: .keyValueHeadCount)
  }

  /// Reads the sizes of latent attention (MLA). In newer files, `key_length` is the number of elements that a layer
  /// caches per token, and `key_length_mla` is the size of a head's key. In older files, `key_length` is the size of a
  /// head's key.
  ///
  /// - Throws: ``ConfigError`` when a value has the wrong type or is out of range.
  func readLatentAttention() throws(ConfigError) {
    guard let rank = try metadata.number(.keyValueRank) else { return }
    let key = try metadata.number(.keyLength)
    var rope = try metadata.number(.ropeDimensions)
    var head = key
    if let latent = try metadata.number(.latentKeyLength) {
      head = latent
      if let key, key >= rank { rope = key - rank }
    }
    try store(rope ?? 0, as: .ropeHeadDim, from: .ropeDimensions)
    if let head, head >= rope ?? 0 { try store(head - (rope ?? 0), as: .noRopeHeadDim, from: .latentKeyLength) }
    try store(metadata[.latentValueLength] == nil ? .valueLength : .latentValueLength, as: .valueHeadDim)
  }

  /// Stores a key's number, or its list with a number for each layer, in the field `own`. If the architecture has a
  /// separate field for its sliding or full layers, their number is stored there.
  private func storePerLayer(
    _ key: GGUFKey, own: ConfigField, sliding: ConfigField, full: ConfigField? = nil
  ) throws(ConfigError) {
    guard let numbers = try metadata.numbers(key, layers: layers) else {
      try store(key, as: own)
      if architecture?.heads == .slidingDiffer { try store(key, as: sliding) }
      return
    }
    if let split = try split(numbers) {
      let fields: (sliding: ConfigField?, full: ConfigField?) =
        switch architecture?.heads ?? .same {
        case .same: (nil, nil)
        case .slidingDiffer: (sliding, own)
        case .fullDiffer: (own, full)
        }
      if let slidingField = fields.sliding, let fullField = fields.full {
        try store(split.sliding, as: slidingField, from: key)
        return try store(split.full, as: fullField, from: key)
      }
    }
    // A layer without such heads has 0. If all others have the same number, that is stored instead of the list.
    guard let first = numbers.first(where: { $0 > 0 }) else { return }
    if numbers.allSatisfy({ $0 == 0 || $0 == first }) {
      try store(first, as: own, from: key)
      if architecture?.heads == .slidingDiffer { try store(first, as: sliding, from: key) }
    } else if let member = metadata[key] {
      config.store(member.value, key: member.key, of: own)
    }
  }

  /// The number of all sliding layers and that of all full layers; nil when the file does not list which layers slide,
  /// when layers of one kind differ or have 0, and when there are none of one kind.
  private func split(_ numbers: [Int]) throws(ConfigError) -> (sliding: Int, full: Int)? {
    guard let pattern = try metadata.numbers(.windowPattern, layers: layers) else { return nil }
    let sliding = Set(zip(numbers, pattern).filter { $0.1 != 0 }.map(\.0))
    let full = Set(zip(numbers, pattern).filter { $0.1 == 0 }.map(\.0))
    guard sliding.count == 1, full.count == 1, let first = sliding.first, let second = full.first else { return nil }
    return first > 0 && second > 0 ? (first, second) : nil
  }

  /// The number under a key, or the largest of its list; nil when it is absent or 0.
  private func largest(_ key: GGUFKey) throws(ConfigError) -> Int? {
    if let numbers = try metadata.numbers(key, layers: layers) { return numbers.max().flatMap { $0 > 0 ? $0 : nil } }
    return try metadata.number(key)
  }
}
