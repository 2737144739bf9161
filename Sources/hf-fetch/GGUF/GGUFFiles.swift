/// Which GGUF file of a repository is the model.
enum GGUFFiles {
  /// The quantization that most people take, else the smallest file: all have the same parameters.
  static func preferred(in all: [ModelInfo.File]) -> ModelInfo.File? {
    let models = all.filter { file in
      let name = file.path.lowercased()
      guard name.hasSuffix(".gguf"), !name.contains("mmproj"), !name.contains("imatrix") else { return false }
      return ShardName(file.path).map { $0.number == 1 } ?? true
    }
    return models.first { $0.path.uppercased().contains("Q4_K_M") }
      ?? models.min { ($0.size ?? Int.max, $0.path) < ($1.size ?? Int.max, $1.path) }
  }

  /// A file and the other files of its split set, in order: the file alone when it is not split.
  static func set(of file: ModelInfo.File, in all: [ModelInfo.File]) -> [ModelInfo.File] {
    guard let shard = ShardName(file.path) else { return [file] }
    return ShardSet.all(in: all).first { $0.name == shard.set }?.files ?? [file]
  }
}
