import CommandLineTool
import JSON
import ModelSpec

/// Reads the headers of a model's safetensors files.
struct SafetensorsHeaders {
  let location: any ModelLocation
  /// The paths of the files.
  private let paths: [String]

  /// - Parameter chosen: the model's weight files. If it is empty and the files of the repository are not known, the
  ///   index names the weight files; without an index, the only one is `model.safetensors`.
  /// - Throws: ``Failure`` when the index cannot be read, or the files are known and `chosen` is empty.
  init(_ chosen: [ModelInfo.File], at location: any ModelLocation) throws(Failure) {
    self.location = location
    guard chosen.isEmpty else {
      paths = chosen.map(\.path)
      return
    }
    if let all = location.info.files {
      let found = all.map(\.path).filter { WeightFileName.isSafetensors($0) }
      let shown = found.prefix(3).map { "'\($0.escapingControlCharacters())'" }.joined(separator: ", ")
      throw Failure(
        .badResponse, stage: .fetch,
        message: "nothing says which safetensors files of '\(location.id.text)' are the model's: \(shown)"
          + (found.count > 3 ? " and \(found.count - 3) more" : ""),
        hint: "add a \(WeightFileChoice.index), or state the parameters with --params")
    }
    paths = try ShardIndex(at: location)?.files ?? [WeightFileChoice.singleFile]
  }

  /// What the headers of all files contain together.
  struct Headers {
    /// The tensors as JSON: the value of `headers` in a snapshot.
    let json: String
    /// The paths of the files.
    let files: [String]
    /// The total size of the files in bytes; nil when unknown.
    let size: Int?
  }

  /// What the header of one file contains, and the size of the file in bytes.
  private struct Header: Sendable {
    var tensors = TensorPatterns()
    var fileSize: Int?
  }

  /// Reads the headers.
  ///
  /// - Parameter jobs: how many files to read at once.
  /// - Throws: ``Failure`` when a header cannot be read, or the tensors are too many to describe.
  func read(jobs: Int) throws(Failure) -> Headers {
    let location = location
    let headers = try parallelMap(Array(paths.enumerated()), jobs: jobs) { (file) throws(Failure) in
      var header = Header()
      header.fileSize = try SafetensorsHeader.forEachTensor(of: try location.weightFile(file.element)) {
        (tensor) throws(Failure) in
        do throws(TensorPatterns.TooLarge) {
          try header.tensors.add(tensor.name, dtype: tensor.dtype, shape: tensor.shape, file: file.offset)
        } catch {
          throw error.failure
        }
      }
      return header
    }
    return Headers(
      json: try json(headers.map(\.tensors)), files: paths, size: headers.map(\.fileSize).sum)
  }

  private func json(_ files: [TensorPatterns]) throws(Failure) -> String {
    // The index is large, so it is read only if two files have the same tensor with different dtypes or shapes.
    var index: Result<ShardIndex?, Failure>?
    let json = try TensorPatterns.json(of: files) { name in
      let result = index ?? Result { () throws(Failure) in try ShardIndex(at: location) }
      index = result
      return (try? result.get())?.file(of: name).flatMap(paths.firstIndex)
    }
    // With a damaged index, the first file counts, as without one.
    if case .failure(let failure) = index, !failure.concernsFile { throw failure }
    return json
  }
}
