import Foundation

/// Which files of a repository are the model's weights.
struct WeightChoice: Sendable {
  /// The format.
  let format: WeightsSummary.Format
  /// The files, all of them, in order; empty when only an index tells.
  let files: [ModelInfo.File]
  /// The index that names the files, where they cannot be told from the list.
  let index: String?
  /// Whether the list of files itself is unknown, so that the usual names have to be tried.
  let isGuess: Bool

  /// The usual names.
  static let singleSafetensors = "model.safetensors"
  static let safetensorsIndex = "model.safetensors.index.json"
  /// More shards than this are not a model.
  static let largestShardCount = 10_000

  /// Chooses among the files of a repository.
  ///
  /// - Parameters:
  ///   - files: all files; empty when the list is unknown.
  ///   - wanted: the file that was pointed to, which decides among several GGUF.
  init(files all: [ModelInfo.File], wanted: String? = nil) {
    isGuess = all.isEmpty
    if let wanted, wanted.lowercased().hasSuffix(".gguf"), let file = all.first(where: { $0.path == wanted }) {
      (format, files, index) = (.gguf, ShardName.set(of: file, in: all), nil)
    } else if let single = all.first(where: { $0.path == WeightChoice.singleSafetensors }) {
      (format, files, index) = (.safetensors, [single], nil)
    } else if let shards = WeightChoice.completeShards(all) {
      (format, files, index) = (.safetensors, shards, nil)
    } else if all.contains(where: { $0.path == WeightChoice.safetensorsIndex }) {
      (format, files, index) = (.safetensors, [], WeightChoice.safetensorsIndex)
    } else if let gguf = WeightChoice.preferredGGUF(all) {
      (format, files, index) = (.gguf, ShardName.set(of: gguf, in: all), nil)
    } else if isGuess || all.contains(where: { $0.path.hasSuffix(".safetensors") }) {
      (format, files, index) = (isGuess ? .none : .safetensors, [], nil)
    } else {
      let isTorch = all.contains { file in [".bin", ".pt", ".pth", ".ckpt"].contains { file.path.hasSuffix($0) } }
      (format, files, index) = (isTorch ? .pytorch : .none, [], nil)
    }
  }

  /// The size of the files in bytes; nil when one of them is unknown.
  var sizeBytes: Int? {
    guard !files.isEmpty else { return nil }
    var total = 0
    for file in files {
      guard let size = file.size, case let (sum, overflow) = total.addingReportingOverflow(size), !overflow else {
        return nil
      }
      total = sum
    }
    return total > 0 ? total : nil
  }

  /// `model-00001-of-00003.safetensors` and its fellows, when every one is there.
  private static func completeShards(_ all: [ModelInfo.File]) -> [ModelInfo.File]? {
    let shards = all.compactMap { file -> (name: ShardName, file: ModelInfo.File)? in
      guard file.path.utf8.starts(with: "model-".utf8) || file.path.utf8.starts(with: "model_".utf8),
        let name = ShardName(file.path), name.stem == "model", name.fileExtension == "safetensors"
      else { return nil }
      return (name, file)
    }
    guard let count = shards.first?.name.count, count <= largestShardCount else { return nil }
    let complete = shards.filter { $0.name.count == count }.sorted { $0.name.number < $1.name.number }
    guard complete.map(\.name.number) == Array(1...max(count, 1)) else { return nil }
    return complete.map(\.file)
  }

  /// The quantisation that most people take, else the smallest file: all have the same parameters.
  private static func preferredGGUF(_ all: [ModelInfo.File]) -> ModelInfo.File? {
    let models = all.filter { file in
      let name = file.path.lowercased()
      guard name.hasSuffix(".gguf"), !name.contains("mmproj"), !name.contains("imatrix") else { return false }
      return ShardName(file.path).map { $0.number == 1 } ?? true
    }
    return models.first { $0.path.uppercased().contains("Q4_K_M") }
      ?? models.min { ($0.size ?? Int.max, $0.path) < ($1.size ?? Int.max, $1.path) }
  }
}

/// The name of one file of a split model: `stem-00001-of-00003.extension`.
struct ShardName {
  let stem: String
  let number: Int
  let count: Int
  let fileExtension: String

  /// Takes a name apart; nil when it is no shard's: five or six digits, after `-` or `_`.
  init?(_ path: String) {
    guard let dot = path.utf8.lastIndex(of: UInt8(ascii: ".")),
      let dash = path.utf8[..<dot].lastIndex(of: UInt8(ascii: "-")), path[..<dash].hasSuffix("-of")
    else { return nil }
    let front = path[..<dash].dropLast(3)
    guard let count = ShardName.digits(path[path.utf8.index(after: dash)..<dot]),
      let separator = front.lastIndex(where: { $0 == "-" || $0 == "_" }),
      let number = ShardName.digits(front[front.index(after: separator)...]), (1...max(count, 1)).contains(number)
    else { return nil }
    stem = String(front[..<separator])
    self.number = number
    self.count = count
    fileExtension = String(path[path.index(after: dot)...])
  }

  private static func digits(_ text: Substring) -> Int? {
    guard (5...6).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
    return Int(text)
  }

  /// A file and its fellows in order: the file alone when it is no shard.
  static func set(of file: ModelInfo.File, in all: [ModelInfo.File]) -> [ModelInfo.File] {
    guard let name = ShardName(file.path) else { return [file] }
    let fellows = all.compactMap { other -> (Int, ModelInfo.File)? in
      guard let shard = ShardName(other.path), shard.stem == name.stem, shard.count == name.count,
        shard.fileExtension == name.fileExtension
      else { return nil }
      return (shard.number, other)
    }
    return fellows.sorted { $0.0 < $1.0 }.map(\.1)
  }
}
