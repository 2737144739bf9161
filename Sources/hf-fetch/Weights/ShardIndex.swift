import JSON
import ModelSpec

/// The index of a sharded checkpoint, such as `model.safetensors.index.json`, which names the file of each tensor.
struct ShardIndex {
  private let document: JSONDocument

  /// Reads the index; nil if the model has none.
  ///
  /// - Throws: ``Failure`` when it cannot be read.
  init?(_ path: String = WeightFileChoice.index, at location: any ModelLocation) throws(Failure) {
    guard location.lists(path) ?? true,
      let document = try location.document(path, limit: SafetensorsHeader.maximumBytes)
    else { return nil }
    self.document = document
  }

  /// The paths of the files in the index, sorted; nil if there are none, or more than
  /// ``WeightFileSet/maximumFileCount``, or one leads out of the repository.
  var files: [String]? {
    let files = document.withRoot { root in
      Set(root["weight_map"]?.members.compactMap { $0.value.string.map(ExactString.init) } ?? []).sorted().map(\.text)
    }
    guard !files.isEmpty, files.count <= WeightFileSet.maximumFileCount, files.allSatisfy(RepositoryPath.isSafe) else {
      return nil
    }
    return files
  }

  /// The path of the file with a tensor; nil if the index does not have the tensor.
  func file(of tensor: String) -> String? { document.withRoot { $0["weight_map"]?[key: tensor]?.string } }
}
