import CommandLineTool
import JSON
import JSONSchema
import Platform

/// The file that a schema is read from.
struct SchemaFile {
  let path: String

  /// The schema of an entry that is installed with the tool, or is in the source tree that it was built in.
  ///
  /// - Throws: ``ToolError`` when there is none.
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
        code: "schema_not_found", "the schema of entries is not installed beside the tool",
        hint: "expected '\(candidates[0])'; name a schema with --schema FILE, or run 'make install'")
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
  /// - Throws: ``ToolError``, with status 3 when the file cannot be read, and 2 when it is not a usable schema.
  func compile(assertsFormat: Bool) throws(ToolError) -> SchemaProgram {
    let text = try content()
    let document: JSONDocument
    do throws(JSONSyntaxError) {
      document = try JSONDocument(text)
    } catch {
      throw .usage(
        code: SchemaError.Code.malformedSchema.rawValue,
        "schema '\(path)' is not JSON: \(error.message), at byte \(error.offset)")
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
    let reason = SystemError(operation: "read", errorNumber: errno).reason
    return .systemFailure(code: "schema_unreadable", "cannot read schema '\(path)': \(reason)")
  }
}
