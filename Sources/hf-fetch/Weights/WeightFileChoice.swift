import ModelSpec

/// Chooses the weight files of the model among all files of a repository or directory.
struct WeightFileChoice {
  /// All files; nil when they are not known.
  let all: [ModelInfo.File]?
  /// The file that the user's URL points to, which decides among several GGUF files; nil if it names none.
  let namedFile: String?
  /// Reads the index with this path, and returns the paths of its files; nil without an index, or if it names no files.
  let indexed: (_ path: String) throws(Failure) -> [String]?

  static let singleFile = "model.safetensors"
  static let index = "model.safetensors.index.json"
  private static let pytorchFile = "pytorch_model.bin"
  private static let pytorchIndex = "pytorch_model.bin.index.json"
  /// The usual stems of shards: that of transformers, and that of converters which append the number to the whole file
  /// name.
  private static let standardStems = ["model", "model.safetensors"]

  /// Chooses the files.
  ///
  /// - Returns: the model's files. If their names do not say which files are the model's, only the format is set. It is
  ///   `none` if there are no weight files, or the files of the repository are not known.
  /// - Throws: ``Failure`` with the code `incomplete_weights` when a file of the chosen set is missing; also when the
  ///   index cannot be read.
  func choose() throws(Failure) -> WeightFileSet {
    guard let all else { return WeightFileSet(format: .none, files: []) }
    if let file = namedGGUFFile(all) {
      let only = try WeightFileSet(GGUFFileChoice(only: GGUFFileSet.containing(file, in: all)))
      if let only { return only }
    }
    var incomplete: [String] = []
    if let files = try safetensors(all, &incomplete) { return files }
    if let files = try WeightFileSet(GGUFFileChoice(in: all)) { return files }
    if let files = try pytorch(all, &incomplete) { return WeightFileSet(format: .pytorch, files: files) }
    guard incomplete.isEmpty else { throw WeightFileChoice.failure(missing: incomplete) }
    let hasSafetensors = all.contains { isOfModel($0.path) && WeightFileName.isSafetensors($0.path) }
    return WeightFileSet(format: hasSafetensors ? .safetensors : .none, files: [])
  }

  private func namedGGUFFile(_ all: [ModelInfo.File]) -> ModelInfo.File? {
    guard let namedFile, WeightFileName.isGGUF(namedFile) else { return nil }
    return all.first { $0.path == namedFile }
  }

  /// The safetensors files: those with the names that transformers loads, else those with the names that other programs
  /// use; nil without such files. If files are missing, their paths are stored in `incomplete`.
  private func safetensors(
    _ all: [ModelInfo.File], _ incomplete: inout [String]
  ) throws(Failure) -> WeightFileSet? {
    let shards = ShardSet.all(in: all).filter {
      $0.name.fileExtension == "safetensors" && isOfModel($0.name.stem) && !$0.name.stem.contains("/")
    }
    let standard = shards.filter { WeightFileChoice.standardStems.contains($0.name.stem) }
    let single = all.first { $0.path == WeightFileChoice.singleFile }
    if let chosen = try indexedFiles(all, single, standard, WeightFileChoice.index, &incomplete) {
      let isCounted = single.map { chosen.contains($0) } ?? true
      return WeightFileSet(format: .safetensors, files: chosen, isCountedByHub: isCounted)
    }
    let others = shards.filter { !WeightFileChoice.standardStems.contains($0.name.stem) }
    return otherNames(all, others, &incomplete).map { WeightFileSet(format: .safetensors, files: $0) }
  }

  /// The files with the usual names: a single file, or a set of shards. Nil if no set is complete; the paths of missing
  /// files are then stored in `incomplete`.
  ///
  /// The single file is chosen if all complete sets have its size. Without a single file, the only set is chosen if no
  /// shard can be missing. Otherwise some of the files are of another model or an older version, and the index decides.
  /// Without an index, the single file is chosen, else the largest complete set.
  private func indexedFiles(
    _ all: [ModelInfo.File], _ single: ModelInfo.File?, _ shards: [ShardSet], _ index: String,
    _ incomplete: inout [String]
  ) throws(Failure) -> [ModelInfo.File]? {
    let complete = shards.filter(\.isComplete)
    if let single, complete.allSatisfy({ hasSizeOf(single, $0) }) { return [single] }
    if single == nil, shards.count == 1, let only = complete.first, !only.mayLackLast { return only.files }
    if all.contains(where: { $0.path == index }), let names = try indexed(index) {
      // An index can name thousands of files.
      let byPath = Dictionary(all.map { ($0.path, $0) }) { first, _ in first }
      let files = names.compactMap { byPath[$0] }
      if files.count == names.count { return files }
      if let single { return [single] }
      incomplete = names.filter { byPath[$0] == nil }
      return nil
    }
    if let single { return [single] }
    return WeightFileChoice.largest(shards, &incomplete)
  }

  /// Whether the sizes of a file and of a set of shards differ by at most 1 %: then both are taken to contain the same
  /// tensors. False if a size is unknown.
  private func hasSizeOf(_ file: ModelInfo.File, _ shards: ShardSet) -> Bool {
    guard let size = file.size, let other = shards.size else { return false }
    return abs(size - other) <= size / 100
  }

  /// Files with the names that other programs use: `consolidated` (Mistral), `output` (ExLlama), `gptq_model-4bit-128g`
  /// (AutoGPTQ). Without them: the only safetensors file, the only numbered files, or the largest complete set of
  /// shards. Nil if the names do not decide.
  private func otherNames(
    _ all: [ModelInfo.File], _ shards: [ShardSet], _ incomplete: inout [String]
  ) -> [ModelInfo.File]? {
    let singles = all.filter { file in
      WeightFileName.isSafetensors(file.path) && !file.path.contains("/") && isOfModel(file.path)
        && ShardName(file.path) == nil
    }
    for name in ["consolidated", "output", "gptq_model"] {
      let named = singles.filter { $0.path.hasPrefix(name) }
      if let single = named.first { return WeightFileChoice.numbered(named) ?? [single] }
      let sets = shards.filter { $0.name.stem.hasPrefix(name) }
      if let files = WeightFileChoice.largest(sets, &incomplete) { return files }
    }
    if singles.count == 1, shards.isEmpty, incomplete.isEmpty { return singles }
    if shards.isEmpty, let files = WeightFileChoice.numbered(singles) { return files }
    return singles.isEmpty ? WeightFileChoice.largest(shards, &incomplete) : nil
  }

  /// The files in the order of their numbers, if all are numbered without a count, such as `weights.00.safetensors` and
  /// `weights.01.safetensors` (the first versions of mlx-lm). Nil if one is not numbered so, their stems differ, there
  /// is only one, or a number before the last is missing.
  private static func numbered(_ files: [ModelInfo.File]) -> [ModelInfo.File]? {
    var (numbers, stems): ([Int: ModelInfo.File], Set<Substring>) = ([:], [])
    for file in files {
      let parts = file.path.split(separator: ".", omittingEmptySubsequences: false)
      guard parts.count == 3, let number = UInt16(parts[1]), number <= files.count else { return nil }
      numbers[Int(number)] = file
      stems.insert(parts[0])
    }
    let first = numbers[0] == nil ? 1 : 0
    let ordered = (first..<first + files.count).compactMap { numbers[$0] }
    return stems.count == 1 && files.count > 1 && ordered.count == files.count ? ordered : nil
  }

  /// The PyTorch files: an empty list if their names do not say which files are the model's; nil if there are none, or
  /// if files are missing.
  private func pytorch(
    _ all: [ModelInfo.File], _ incomplete: inout [String]
  ) throws(Failure) -> [ModelInfo.File]? {
    let shards = ShardSet.all(in: all).filter { $0.name.stem == "pytorch_model" && $0.name.fileExtension == "bin" }
    let single = all.first { $0.path == WeightFileChoice.pytorchFile }
    var missing: [String] = []
    if let files = try indexedFiles(all, single, shards, WeightFileChoice.pytorchIndex, &missing) { return files }
    if incomplete.isEmpty { incomplete = missing }
    let isTorch = all.contains { isOfModel($0.path) && WeightFileName.isPyTorch($0.path) }
    return isTorch && incomplete.isEmpty ? [] : nil
  }

  /// The files of the largest complete set; nil without one. If `incomplete` is empty, the missing files of the first
  /// incomplete set are stored in it.
  private static func largest(_ sets: [ShardSet], _ incomplete: inout [String]) -> [ModelInfo.File]? {
    let complete = sets.filter(\.isComplete)
    if incomplete.isEmpty { incomplete = sets.first { !$0.isComplete }?.missing ?? [] }
    return complete.max { ($0.size ?? 0, $0.name.count) < ($1.size ?? 0, $1.name.count) }?.files
  }

  /// Whether the name of a file is not that of an adapter or a training state.
  private func isOfModel(_ path: String) -> Bool {
    let name = path.split(separator: "/").last.map { $0.lowercased() } ?? ""
    return !AdapterFile.isNamed(by: path)
      && !["training_args", "optimizer", "scheduler", "rng_state"].contains { name.hasPrefix($0) }
  }

  /// The failure for missing weight files.
  ///
  /// - Parameter missing: their paths.
  static func failure(missing: [String]) -> Failure {
    let shown = missing.prefix(3).map { "'\($0)'" }.joined(separator: ", ")
    let more = missing.count > 3 ? " and \(missing.count - 3) more" : ""
    return incomplete("the weights are incomplete: \(shown)\(more) \(missing.count == 1 ? "is" : "are") missing")
  }

  /// The failure for a set of files that lacks a part.
  static func incomplete(_ message: String) -> Failure {
    Failure(
      .incompleteWeights, stage: .fetch, message: message,
      hint: "wait for the upload to end, or download the missing files")
  }
}
