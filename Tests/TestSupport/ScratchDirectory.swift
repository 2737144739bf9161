public import Foundation

/// A directory of a test's own, removed with the object.
public final class ScratchDirectory {
  /// The directory.
  public let url: URL

  /// Makes a directory.
  ///
  /// - Throws: what Foundation throws when it cannot be made.
  public init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "model-import-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// The path of a file in it.
  public func path(_ name: String) -> String { url.appending(path: name).path(percentEncoded: false) }

  /// Writes a file into it.
  ///
  /// - Returns: where the file is.
  /// - Throws: what Foundation throws when it cannot be written.
  @discardableResult
  public func write(_ data: Data, to name: String) throws -> URL {
    let file = url.appending(path: name)
    try data.write(to: file)
    return file
  }

  /// Writes a text file into it.
  ///
  /// - Returns: where the file is.
  /// - Throws: what Foundation throws when it cannot be written.
  @discardableResult
  public func write(_ text: String, to name: String) throws -> URL { try write(Data(text.utf8), to: name) }

  /// The text of a file in it.
  ///
  /// - Throws: what Foundation throws when it cannot be read.
  public func read(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: url.appending(path: name)), as: UTF8.self)
  }

  /// The names of the files in it, sorted.
  ///
  /// - Throws: what Foundation throws when the directory cannot be read.
  public func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: url.path(percentEncoded: false)).sorted()
  }
}
