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

  /// Writes a program for the shell into it.
  ///
  /// Another process writes the file. A process that a parallel test starts could inherit a descriptor of this one that
  /// is open for writing, and the program could not be run until that descriptor is closed (`ETXTBSY`).
  ///
  /// - Throws: what Foundation throws when the shell cannot be started; ``ScriptNotWritten``.
  public func writeScript(_ script: String, to name: String) throws {
    let write = #"printf '%s\n' "$1" >"$2" && chmod 755 "$2""#
    let outcome = try Command(system: "sh", ["-c", write, "sh", "#!/usr/bin/env bash\n\(script)", path(name)]).run()
    guard outcome.status == 0 else { throw ScriptNotWritten(reason: outcome.errors) }
  }

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

/// A program that a test needs could not be written.
public struct ScriptNotWritten: Error {
  /// What the shell printed.
  public let reason: String

  /// Reports what the shell printed.
  public init(reason: String) { self.reason = reason }
}
