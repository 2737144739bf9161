import ModelSpec

/// The headers of a model's GGUF files.
struct GGUFHeaders: Sendable {
  /// The files, sorted by part number.
  let files: [ModelInfo.File]
  /// The metadata of the first file as a JSON object with the keys of the file.
  let metadata: String
  /// The tensors of all files as JSON: the value of `weights.headers` in a snapshot.
  let headers: String
  /// The number of elements of all tensors together.
  let elementCount: Int
  /// Whether the files are not a model by themselves: see ``GGUFHeader/isAuxiliary``.
  let isAuxiliary: Bool

  /// Reads the headers of a set of files. The first file has the metadata, and each file has a part of the tensors.
  ///
  /// - Parameter jobs: how many files to read at once.
  /// - Throws: ``Failure``: with the code `incomplete_weights` when a part is missing; also when a file cannot be read
  ///   or breaks the format, or the files have no tensors.
  init(_ set: GGUFFileSet, at location: any ModelLocation, jobs: Int) throws(Failure) {
    guard set.isComplete else { throw WeightFileChoice.failure(missing: set.missing) }
    let paths = Array(set.files.map(\.path).enumerated())
    let all = try parallelMap(paths, jobs: jobs) { (file) throws(Failure) in
      try GGUFHeader(try location.weightFile(file.element), number: file.offset)
    }
    guard let first = all.first else {
      throw Failure(
        .badResponse, stage: .fetch, message: "there is no GGUF file to read",
        hint: "check that the repository has a complete GGUF file")
    }
    try GGUFHeaders.checkParts(all, set.files)
    files = set.files
    metadata = first.metadata
    isAuxiliary = first.isAuxiliary
    elementCount = try GGUFHeaders.sum(
      all, set.files, hint: GGUFCursor.otherFileHint(isInDirectory: location.isDirectory))
    headers = try TensorPatterns.json(of: all.map(\.tensors))
  }

  /// Checks that no part is missing: each part states how many parts and how many tensors there are in all.
  private static func checkParts(_ all: [GGUFHeader], _ files: [ModelInfo.File]) throws(Failure) {
    let name = files[0].path
    if let count = all.compactMap({ $0.splits["split.count"] }).max(), count > all.count {
      let numbers = Set(all.compactMap { $0.splits["split.no"] })
      let missing = (0..<min(count, WeightFileSet.maximumFileCount)).filter { !numbers.contains($0) }.map { $0 + 1 }
      let parts = missing.prefix(3).map(String.init).joined(separator: ", ") + (missing.count > 3 ? ", …" : "")
      throw WeightFileChoice.incomplete(
        "'\(name)' belongs to a model in \(count) parts, of which these are missing: \(parts)")
    }
    let tensors = all.reduce(0) { $0 + $1.tensorCount }
    if let stated = all.compactMap({ $0.splits["split.tensors.count"] }).max(), stated > tensors {
      throw WeightFileChoice.incomplete(
        "the parts of '\(name)' have \(tensors) tensors, but state that there are \(stated)")
    }
  }

  /// The number of elements of all tensors together.
  private static func sum(_ all: [GGUFHeader], _ files: [ModelInfo.File], hint: String) throws(Failure) -> Int {
    guard let sum = all.map({ Int?($0.elementCount) }).sum else {
      throw Failure(
        .badResponse, stage: .fetch,
        message: "the number of elements of the tensors of '\(files[0].path)' does not fit into 64 bits",
        hint: hint)
    }
    guard sum > 0 else {
      throw Failure(
        .badResponse, stage: .fetch, message: "'\(files[0].path)' has no tensors", hint: hint)
    }
    return sum
  }
}
