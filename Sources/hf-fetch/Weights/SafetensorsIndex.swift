import JSON
import ModelSpec

/// `model.safetensors.index.json`: the file of each tensor.
struct SafetensorsIndex {
  private let document: JSONDocument

  /// Reads the index; nil when the model has none.
  ///
  /// - Throws: ``Failure`` when it cannot be read.
  init?(at location: any ModelLocation) throws(Failure) {
    guard location.lists(WeightFileChoice.index) ?? true,
      let document = try location.document(WeightFileChoice.index, limit: SafetensorsHeader.limit)
    else { return nil }
    self.document = document
  }

  /// The paths of the files that it names, sorted; nil when it names none, or one outside of the repository.
  var files: [String]? {
    let files = document.withRoot { Set($0["weight_map"]?.members.compactMap { $0.value.string } ?? []) }
    guard !files.isEmpty, files.count <= WeightFileSet.maximumFileCount, files.allSatisfy(RepositoryPath.isSafe) else {
      return nil
    }
    return files.sorted()
  }

  /// The path of the file that holds a tensor.
  func file(of tensor: String) -> String? { document.withRoot { $0["weight_map"]?[key: tensor]?.string } }
}
