import CommandLineTool
import JSON
import JSONSchema
import Platform

/// A file with a JSON Schema.
struct SchemaFile {
  let path: String

  /// The schema of entries: the one that is installed with the tool, or the one of the source tree in which the tool
  /// was built.
  ///
  /// - Throws: ``ToolError`` when neither exists.
  static func ofEntries() throws(ToolError) -> SchemaFile {
    let directory = directoryOfExecutable()
    var candidates = [directory + "/../share/hf-model-import/model.schema.json"]
    var ancestor = directory
    for _ in 0..<5 {
      ancestor += "/.."
      candidates.append(ancestor + "/data/model.schema.json")
    }
    guard let path = candidates.first(where: { access($0, R_OK) == 0 }) else {
      throw .systemFailure(
        code: "schema_not_found", "cannot find the schema of entries, '\(candidates[0])'",
        hint: "run 'make install', or name a schema with --schema FILE")
    }
    return SchemaFile(path: path)
  }

  private static func directoryOfExecutable() -> String {
    #if os(Linux)
      let program = "/proc/self/exe"
    #else
      let program = CommandLine.arguments.first ?? ""
    #endif
    guard let resolved = realpath(program, nil) else { return "." }
    defer { free(resolved) }
    let path = String(cString: resolved)
    return path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
  }

  /// Reads and compiles the schema.
  ///
  /// - Throws: ``ToolError``: with status 3 when the file cannot be read, and 2 when it is not a valid schema.
  func compile(assertsFormat: Bool) throws(ToolError) -> SchemaProgram {
    let text = try content()
    let document: JSONDocument
    do throws(JSONSyntaxError) {
      document = try JSONDocument(text)
    } catch {
      var position = TextPosition.start
      text.prefix(error.offset).withUnsafeBufferPointer { position.advance(over: $0) }
      throw .usage(
        code: SchemaError.Code.malformedSchema.rawValue,
        "schema '\(path)' is not JSON: line \(position.line), column \(position.column): \(error.message)",
        hint: "correct the schema, or name another file with --schema")
    }
    do throws(SchemaError) {
      return try SchemaCompiler.compile(document, assertsFormat: assertsFormat)
    } catch {
      throw .usage(
        code: error.code.rawValue, "schema '\(path)': \(error.message), at '\(error.location)'", hint: error.hint)
    }
  }

  private func content() throws(ToolError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw unreadable() }
    defer { close(descriptor) }
    var content: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &chunk, chunk.count)
      if count < 0, errno != EINTR { throw unreadable() }
      if count == 0 { return content }
      if count > 0 { content += chunk[..<count] }
    }
  }

  private func unreadable() -> ToolError {
    let reason = SystemError(errno).reason
    return .systemFailure(
      code: "schema_unreadable", "cannot read schema '\(path)': \(reason)",
      hint: "check the path and the permissions of the file")
  }
}
