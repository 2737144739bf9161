/// The GGUF files of a repository that make one model: one file, or the parts of a split one.
struct GGUFFileSet: Sendable {
  /// The existing files, in order.
  let files: [ModelInfo.File]
  /// The paths of the missing parts.
  let missing: [String]
  /// The name without folders, part numbers and quantization; the quantizations of one model share it.
  let baseName: String
  /// The nominal bits of a weight, by the quantization that the path names; nil when it names none.
  let bits: Double?
  /// Whether the path names a draft model or an adapter.
  let isDraftOrAdapter: Bool
  /// The size of the whole set in bytes; missing parts count as the mean of the existing ones. nil when a size is
  /// unknown.
  let size: Int?

  /// Whether it is the usual quantization, `Q4_K_M`.
  var isUsual: Bool { files.first.map { $0.path.uppercased().contains("Q4_K_M") } ?? false }

  /// The approximate number of parameters, from size and bits; nil when one of these is unknown.
  var estimate: Double? {
    guard let size, let bits else { return nil }
    return Double(size) * 8 / bits
  }

  /// The sets among the files of a repository. Projectors, importance matrices and vocabularies are left out.
  static func all(in files: [ModelInfo.File]) -> [GGUFFileSet] {
    let models = files.filter { isModel($0.path) }
    let split = ShardSet.all(in: models).map { GGUFFileSet($0.files, missing: $0.missing, stem: $0.name.stem) }
    let single = models.filter { ShardName($0.path) == nil }.map {
      GGUFFileSet([$0], missing: [], stem: String($0.path.dropLast(".gguf".count)))
    }
    return split + single
  }

  /// The set that a file belongs to.
  static func containing(_ file: ModelInfo.File, in all: [ModelInfo.File]) -> GGUFFileSet {
    if let shard = ShardName(file.path), let set = ShardSet.all(in: all).first(where: { $0.name == shard.set }) {
      return GGUFFileSet(set.files, missing: set.missing, stem: set.name.stem)
    }
    return GGUFFileSet([file], missing: [], stem: file.path)
  }

  private static func isModel(_ path: String) -> Bool {
    let name = path.lowercased()
    return name.hasSuffix(".gguf") && !["mmproj", "imatrix", "ggml-vocab"].contains { name.contains($0) }
  }

  private init(_ files: [ModelInfo.File], missing: [String], stem: String) {
    self.files = files
    self.missing = missing
    let path = GGUFPath(stem)
    baseName = path.baseName
    bits = path.bits
    isDraftOrAdapter = path.isDraftOrAdapter
    size = WeightFileSet.size(of: files).map { size in
      let count = max(files.count, 1)
      let (whole, overflow) = (size / count).multipliedReportingOverflow(by: count + missing.count)
      return missing.isEmpty || overflow ? size : whole
    }
  }
}

/// The facts in the path of a GGUF file, from the words in it.
struct GGUFPath {
  /// The name without folders and the name of a quantization, in lower case.
  let baseName: String
  /// The nominal bits of a weight, by the quantization in a file name; nil when the name has none.
  let bits: Double?
  /// Whether it names a draft model or an adapter.
  let isDraftOrAdapter: Bool

  /// Words in the names of draft models and adapters.
  private static let companionWords: Set<String> = [
    "draft", "drafter", "assistant", "eagle", "eagle2", "eagle3", "dflash", "medusa", "speculator", "lora", "adapter",
  ]

  /// The approximate bits per weight by the quantization in the name.
  private static let quantizations: [(name: String, bits: Double)] = [
    ("iq1", 1.9), ("iq2", 2.5), ("iq3", 3.5), ("iq4", 4.4), ("tq1", 1.7), ("tq2", 2.1), ("q1", 1.2), ("q2", 3.1),
    ("q3", 3.9), ("q4", 4.8), ("q5", 5.7), ("q6", 6.6), ("q8", 8.5), ("f16", 16), ("fp16", 16), ("bf16", 16),
    ("f32", 32), ("fp32", 32), ("mxfp4", 4.5), ("nvfp4", 4.6),
  ]

  /// Parses a path.
  ///
  /// - Parameter stem: the path without part numbers and extension.
  init(_ stem: String) {
    let folders = stem.split(separator: "/").map { GGUFPath.words(String($0)) }
    let words = folders.last ?? []
    let place = words.firstIndex { GGUFPath.bits(of: $0) != nil }
    var base = words[..<(place ?? words.endIndex)]
    // `UD`, `i1` and `imat` mark quantizations that were made with an importance matrix, and are no part of the name.
    while let last = base.last, ["ud", "i1", "imat"].contains(last) { base.removeLast() }
    baseName = base.joined(separator: "-")
    bits = (folders.dropLast().joined() + words).lazy.compactMap(GGUFPath.bits).last
    isDraftOrAdapter =
      words.first == "mtp" || folders.dropLast().contains(["mtp"])
      || folders.joined().contains { GGUFPath.companionWords.contains($0) }
  }

  private static func words(_ text: String) -> [String] {
    text.lowercased().split { !$0.isLetter && !$0.isNumber }.map { String($0) }
  }

  private static func bits(of word: String) -> Double? { quantizations.first { $0.name == word }?.bits }
}
