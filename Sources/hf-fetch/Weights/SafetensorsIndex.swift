import JSON
import ModelSpec

/// `model.safetensors.index.json`, which names the file of each tensor.
struct SafetensorsIndex {
  private let document: JSONDocument

  /// Reads the index; nil if the model has none.
  ///
  /// - Throws: ``Failure`` when it cannot be read.
  init?(at location: any ModelLocation) throws(Failure) {
    guard location.lists(WeightFileChoice.index) ?? true,
      let document = try location.document(WeightFileChoice.index, limit: SafetensorsHeader.maximumBytes)
    else { return nil }
    self.document = document
  }

  /// The paths of the files in the index, sorted; nil if there are none or too many, or one leads out of the
  /// repository.
  var files: [String]? {
    let files = document.withRoot { Set($0["weight_map"]?.members.compactMap { $0.value.string } ?? []) }
    guard !files.isEmpty, files.count <= WeightFileSet.maximumFileCount, files.allSatisfy(RepositoryPath.isSafe) else {
      return nil
    }
    return files.sorted()
  }

  /// The path of the file with a tensor; nil if the index does not have it.
  func file(of tensor: String) -> String? { document.withRoot { $0["weight_map"]?[key: tensor]?.string } }
}
