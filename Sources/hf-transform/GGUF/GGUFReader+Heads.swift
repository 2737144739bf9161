extension GGUFReader {
  /// Query heads, key/value heads and their sizes.
  ///
  /// - Throws: ``ConfigError``.
  func readHeads() throws(ConfigError) {
    try storePerLayer(.headCount, own: .heads, sliding: .windowHeads)
    if try metadata.number(.keyValueRank) != nil {
      // A file states latent attention with one key/value head; after the up-projection each head has a key and a
      // value.
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

  /// A file without `value_length` has values of the usual size, also if it has a `key_length`: the hidden size over
  /// the query heads of the first layer with attention. Source: `load_hparams` in llama.cpp's `src/llama-model.cpp`.
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

  /// Whether keys or values of layers with a sliding window have another size.
  var slidingHeadsDiffer: Bool {
    get throws(ConfigError) {
      guard try metadata.number(.window) != nil, try metadata.number(.keyValueRank) == nil else { return false }
      for (sliding, full) in [(GGUFKey.windowKeyLength, GGUFKey.keyLength), (.windowValueLength, .valueLength)] {
        if let size = try metadata.number(sliding), try size != metadata.number(full) { return true }
      }
      return false
    }
  }

  /// Families that state key/value heads with flags: one head for all query heads, or a number of groups of query
  /// heads.
  private func storeMultiQuery() throws(ConfigError) {
    guard let heads = try largest(.headCount), !config.isList(.keyValueHeads) else { return }
    let keyValueHeads = try largest(.keyValueHeadCount) ?? heads
    try store(keyValueHeads < heads ? 1 : 0, as: .multiQuery, from: .keyValueHeadCount)
    try store(keyValueHeads, as: .multiQueryGroups, from: .keyValueHeadCount)
    try store(1 < keyValueHeads && keyValueHeads < heads ? 1 : 0, as: .newDecoderArchitecture, from: .keyValueHeadCount)
  }

  /// The sizes of latent attention (MLA). Newer files state the sizes of what is cached under `key_length`, and those
  /// of a head under `key_length_mla`; older ones state those of a head under `key_length`.
  ///
  /// - Throws: ``ConfigError``.
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

  /// Stores a number for each layer, or one for all, in a field; and in the separate fields for sliding or full layers,
  /// if any.
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
    // 0 means none; the other layers are often equal.
    guard let first = numbers.first(where: { $0 > 0 }) else { return }
    if numbers.allSatisfy({ $0 == 0 || $0 == first }) {
      try store(first, as: own, from: key)
      if architecture?.heads == .slidingDiffer { try store(first, as: sliding, from: key) }
    } else if let member = metadata[key] {
      config.store(member.value, key: member.key, of: own)
    }
  }

  /// The number for sliding layers and for full ones; nil when the layers of one kind differ, or there are none.
  private func split(_ numbers: [Int]) throws(ConfigError) -> (sliding: Int, full: Int)? {
    guard let pattern = try metadata.numbers(.windowPattern, layers: layers) else { return nil }
    let sliding = Set(zip(numbers, pattern).filter { $0.1 != 0 }.map(\.0))
    let full = Set(zip(numbers, pattern).filter { $0.1 == 0 }.map(\.0))
    guard sliding.count == 1, full.count == 1, let first = sliding.first, let second = full.first else { return nil }
    return first > 0 && second > 0 ? (first, second) : nil
  }

  private func largest(_ key: GGUFKey) throws(ConfigError) -> Int? {
    if let numbers = try metadata.numbers(key, layers: layers) { return numbers.max().flatMap { $0 > 0 ? $0 : nil } }
    return try metadata.number(key)
  }
}
