import JSON
import Platform

/// Repositories read from a directory: `all/<org>/<name>/{config.json,info.json,hf_quant_config.json}`.
public struct CorpusDirectory: StubCatalog {
  private let root: String
  /// The names, sorted.
  public let listing: [String]
  private let spelling: [String: String]

  /// Reads the names of the repositories below a directory.
  public init(_ path: String) {
    let root = path + "/all"
    let names = entries(of: root).flatMap { organization in
      entries(of: root + "/" + organization).map { organization + "/" + $0 }
    }
    self.root = root
    listing = names.sorted()
    spelling = Dictionary(names.map { ($0.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The repository of this name, read afresh.
  public func model(_ id: String) -> StubModel? {
    guard let name = spelling[id.lowercased()] else { return nil }
    let folder = root + "/" + name
    var files: [String: StubFile] = [:]
    for file in entries(of: folder) where file != "info.json" {
      files[file] = contents(of: folder + "/" + file).map { StubFile($0) }
    }
    var model = StubModel(name, files: files)
    if let text = contents(of: folder + "/info.json") {
      model.info = String(decoding: text, as: UTF8.self)
      if let info = try? JSONDocument(text, options: .pythonLiterals) {
        model.sha = info.withRoot { $0["sha"]?.string } ?? model.sha
      }
    }
    // Real access is for the tests of gated repositories; readers of the corpus get all of it.
    model.gated = nil
    return model
  }
}

private func entries(of directory: String) -> [String] {
  guard let stream = opendir(directory) else { return [] }
  defer { closedir(stream) }
  var names: [String] = []
  while let entry = readdir(stream) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
      pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    if !name.hasPrefix(".") { names.append(name) }
  }
  return names
}

private func contents(of path: String) -> [UInt8]? {
  guard let file = fopen(path, "rb") else { return nil }
  defer { fclose(file) }
  var content: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 1 << 16)
  while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { content += buffer.prefix(count) }
  return content
}
