import JSON

/// Embeddings of short token sequences, hashed.
enum SequenceEmbeddings {
  /// Those that the model adds to its token embeddings (LongCat-Flash-Lite): for each length of sequences from two
  /// tokens on, `emb_split_num` tables, each with a projection to the hidden size. Table `i` has `2 * i + 1` rows more
  /// than the stated multiple of the vocabulary. Source: `NgramEmbedding` in `modeling_longcat_ngram.py`.
  static let tables: Formula = { model throws(ConfigError) in
    let count = try (model.size(.ngramLength) - 1) * model.size(.ngramSplits)
    let rows = try count * (model.size(.ngramVocabularyRatio) * model.vocabulary) + count * count
    return rows * (model.hidden / count) + count * (model.hidden / count) * model.hidden
  }

  /// Those that some layers add to their input (Qwen 4).
  ///
  /// Source: `Qwen4ExpTextPLELayer` of transformers. The number of rows of each hash is a separate prime number, the
  /// next ones after a base; the rows of a layer are padded together.
  static let parameters: Formula = { model throws(ConfigError) in
    guard let list = try model.config.list(.ngramLayers), list.count > 0 else {
      model.config.markAsRead([
        .ngramWidth, .ngramKernel, .ngramLength, .ngramHeads, .ngramVocabulary, .ngramDivisor,
      ])
      return 0
    }
    for element in list.elements { _ = try model.config.integer(element, of: .ngramLayers) }
    let streams = try model.size(.hyperConnections) * model.hidden
    let width = try model.size(.ngramWidth, or: model.hidden)
    let heads = try (model.size(.ngramLength) - 1) * model.size(.ngramHeads)
    let besides = try width * (streams + model.hidden) + streams * (3 + model.size(.ngramKernel))
    let divisor = try model.size(.ngramDivisor, or: 1)
    guard heads * Count(list.count) <= maximumHashes else {
      throw .invalid(
        key: model.config.key(of: .ngramLayers), found: "\(list.count) layers of \(heads.value) hashes",
        expected: "at most \(maximumHashes.value) hashes in all layers")
    }
    var primes = try PrimeNumbers(from: model.size(.ngramVocabulary).value)
    var total: Count = 0
    for _ in 0..<list.count {
      var rows: Count = 0
      for _ in 0..<heads.value { rows += Count(primes.next()) }
      total += rows.roundedUp(toMultipleOf: divisor) * (width / heads) + besides
    }
    return total
  }

  /// The most hashes of all layers: each needs a prime number, whose search takes up to 0.1 ms. Published models have
  /// fewer than a hundred.
  private static let maximumHashes: Count = 2048

  /// The prime numbers from a number on.
  private struct PrimeNumbers {
    private var candidate: Int

    init(from first: Int) { candidate = max(first, 2) - 1 }

    mutating func next() -> Int {
      repeat { candidate += 1 } while !PrimeNumbers.isPrime(candidate)
      return candidate
    }

    private static func isPrime(_ number: Int) -> Bool {
      var divisor = 2
      while divisor * divisor <= number {
        if number % divisor == 0 { return false }
        divisor += 1
      }
      return true
    }
  }
}
