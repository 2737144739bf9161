import ModelSpec

/// The GGUF files of one model: a single file, or the parts of a split file.
struct GGUFFileSet: Sendable {
  /// The files that exist, sorted by part number.
  let files: [ModelInfo.File]
  /// The parts of a split file; nil for a single file.
  private let parts: ShardSet?
  /// The words of the file's name before its quantization, in lower case, joined by `-`. The quantizations of one model
  /// have the same base name.
  let baseName: String
  /// The approximate bits per weight of the quantization that the path names; nil if it names none.
  let bits: Double?
  /// Whether the path names a draft model or an adapter.
  let isDraftOrAdapter: Bool
  /// The size of the whole set in bytes; nil when unknown. A missing part is assumed to have the mean size of the
  /// existing parts.
  let size: Int?

  /// Whether no part is missing.
  var isComplete: Bool { parts?.isComplete ?? true }
  /// The paths of the missing parts.
  var missing: [String] { parts?.missing ?? [] }

  /// Whether the path names `Q4_K_M`, the most common quantization.
  var isPreferredQuantization: Bool { files.first.map { $0.path.uppercased().contains("Q4_K_M") } ?? false }

  /// The approximate number of parameters, computed from ``size`` and ``bits``; nil when one of these is nil.
  var estimate: Double? {
    guard let size, let bits else { return nil }
    return Double(size) * 8 / bits
  }

  /// Finds the sets among the files of a repository. Projectors, importance matrices and vocabularies are left out.
  static func all(in files: [ModelInfo.File]) -> [GGUFFileSet] {
    let models = files.filter { isModel($0.path) }
    let split = ShardSet.all(in: models).map { GGUFFileSet($0) }
    return split + models.filter { ShardName($0.path) == nil }.map { GGUFFileSet($0) }
  }

  /// The set to which a file belongs.
  static func containing(_ file: ModelInfo.File, in all: [ModelInfo.File]) -> GGUFFileSet {
    if let shard = ShardName(file.path), let set = ShardSet.all(in: all).first(where: { $0.name == shard.set }) {
      return GGUFFileSet(set)
    }
    return GGUFFileSet(file)
  }

  private static func isModel(_ path: String) -> Bool {
    let name = path.lowercased()
    return WeightFileName.isGGUF(path) && !["mmproj", "imatrix", "ggml-vocab"].contains { name.contains($0) }
  }

  private init(_ file: ModelInfo.File) {
    self.init([file], parts: nil, stem: String(file.path.dropLast(".gguf".count)))
  }

  private init(_ parts: ShardSet) { self.init(parts.files, parts: parts, stem: parts.name.stem) }

  private init(_ files: [ModelInfo.File], parts: ShardSet?, stem: String) {
    self.files = files
    self.parts = parts
    let path = GGUFPath(stem)
    baseName = path.baseName
    bits = path.bits
    isDraftOrAdapter = path.isDraftOrAdapter
    size = WeightFileSet.size(of: files).map { size in
      guard let parts, !parts.isComplete else { return size }
      let (whole, overflow) = (size / max(files.count, 1)).multipliedReportingOverflow(by: parts.count)
      return overflow ? size : whole
    }
  }
}
