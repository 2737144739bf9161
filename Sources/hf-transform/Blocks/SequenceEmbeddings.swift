import JSON

/// Embeddings of short sequences of tokens. A hash of the sequence selects a row of a table.
enum SequenceEmbeddings {
  /// Parameters of the tables that LongCat-Flash-Lite adds to its token embeddings. For each length of a sequence, from
  /// two tokens to `emb_neighbor_num`, there are `emb_split_num` tables, each with a projection to the hidden size. The
  /// table with index `i` has `2 * i + 1` rows more than `ngram_vocab_size_ratio` times the vocabulary. Source:
  /// `NgramEmbedding` in `modeling_longcat_ngram.py`.
  static let tables: Formula = { model throws(ConfigError) in
    let count = try (model.size(.ngramLength) - 1) * model.size(.ngramSplits)
    let rows = try count * (model.size(.ngramVocabularyRatio) * model.vocabulary) + count * count
    return rows * (model.hidden / count) + count * (model.hidden / count) * model.hidden
  }

  /// Parameters of the embeddings that some layers of Qwen 4 add to their input. Each hash has a different prime number
  /// of rows: the first primes from `ngram_vocab_size_base` on. The sum of a layer's rows is rounded up to a multiple
  /// of `make_ngram_vocab_size_divisible_by`. Source: `Qwen4ExpTextPLELayer` of transformers.
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
        key: model.config.key(of: .ngramLayers), found: "\(list.count) layers, with \(heads.value) hashes each",
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

  /// The maximum number of hashes in all layers together. Each needs a prime number, and finding one takes up to
  /// 0.1 ms. Published models have fewer than a hundred hashes.
  private static let maximumHashes: Count = 2048

  /// The prime numbers from a number on, in order.
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
