import ModelSpec

/// The model's weight files, which ``WeightFileChoice`` has chosen.
struct WeightFileSet: Sendable {
  let format: WeightFormat
  /// The files, in order; empty when they are not known.
  let files: [ModelInfo.File]
  /// The sets of GGUF files that can be the model; nil for other formats.
  let ggufChoice: GGUFFileChoice?
  /// Whether the Hub's count, if it has one, is that of these files. If a repository has `model.safetensors`, the Hub
  /// counts only this file.
  let isCountedByHub: Bool

  init(format: WeightFormat, files: [ModelInfo.File], isCountedByHub: Bool = true) {
    self.format = format
    self.files = files
    self.isCountedByHub = isCountedByHub
    ggufChoice = nil
  }

  /// Chooses the preferred set of GGUF files; nil if the repository has no such set.
  ///
  /// - Throws: ``Failure`` with the code `incomplete_weights` when that set lacks a part.
  init?(_ ggufChoice: GGUFFileChoice) throws(Failure) {
    guard let set = ggufChoice.preferred else { return nil }
    guard set.isComplete else { throw WeightFileChoice.failure(missing: set.missing) }
    format = .gguf
    files = set.files
    self.ggufChoice = ggufChoice
    isCountedByHub = true
  }

  /// The maximum number of files of one model.
  static let maximumFileCount = 10_000

  /// The total size of the files in bytes; nil when the files are not known, or the size of one is not.
  var size: Int? { WeightFileSet.size(of: files) }

  /// The total size of files in bytes; nil when it is 0, or the size of one is unknown.
  static func size(of files: [ModelInfo.File]) -> Int? {
    files.map(\.size).sum.flatMap { $0 > 0 ? $0 : nil }
  }
}
