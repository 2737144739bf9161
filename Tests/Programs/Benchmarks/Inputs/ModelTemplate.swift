import CommandLineTool
import JSON

/// A published model, of which any number of copies can be written under other names.
struct ModelTemplate {
  private let id: String
  private let config: JSONDocument
  private let info: JSONDocument

  /// Reads all models of a directory that is laid out as `all/<org>/<name>/{config,info}.json`.
  ///
  /// - Throws: ``ToolError`` when there are none, or one cannot be read.
  static func all(in directory: String) throws(ToolError) -> [ModelTemplate] {
    var templates: [ModelTemplate] = []
    for organization in try entryNames(in: "\(directory)/all") {
      for name in try entryNames(in: "\(directory)/all/\(organization)") {
        let folder = "\(directory)/all/\(organization)/\(name)"
        templates.append(
          ModelTemplate(
            id: "\(organization)/\(name)", config: try document("\(folder)/config.json"),
            info: try document("\(folder)/info.json")))
      }
    }
    guard !templates.isEmpty else {
      throw .systemFailure(code: "no_models", "no models below '\(directory)/all'")
    }
    return templates
  }

  private static func document(_ path: String) throws(ToolError) -> JSONDocument {
    let text = try contents(of: path)
    do throws(JSONSyntaxError) {
      return try JSONDocument(text, options: .pythonLiterals)
    } catch {
      throw .systemFailure(code: "malformed_model", "'\(path)' is not JSON: \(error.reason)")
    }
  }

  /// Writes a snapshot as hf-fetch prints it, of a model that differs from this one in its name and commit.
  ///
  /// - Parameters:
  ///   - number: what to append to the name; nil for the model itself.
  ///   - buffer: where to.
  func writeSnapshot(number: Int?, to buffer: ByteBuffer) {
    let copyId = number.map { "\(id)-\($0)" } ?? id
    let commit = number.map { paddedHexadecimal($0, digits: 40) } ?? info.withRoot { $0["sha"]?.string } ?? ""
    buffer.beginObject()
    buffer.key("model_id")
    buffer.string(copyId)
    buffer.key("revision")
    buffer.string(commit)
    buffer.key("endpoint")
    buffer.string("https://huggingface.co")
    buffer.key("info")
    writeInfo(id: copyId, commit: commit, to: buffer)
    buffer.key("config")
    config.withRoot { buffer.element($0) }
    writeWeights(to: buffer)
    buffer.endObject()
    buffer.endLine()
  }

  private func writeInfo(id: String, commit: String, to buffer: ByteBuffer) {
    buffer.beginObject()
    info.withRoot { root in
      for (key, value) in root.members {
        buffer.key(key.string ?? "")
        switch key.string {
        case "id", "modelId": buffer.string(id)
        case "sha": buffer.string(commit)
        default: buffer.element(value)
        }
      }
    }
    buffer.endObject()
  }

  private func writeWeights(to buffer: ByteBuffer) {
    info.withRoot { writeWeights($0, to: buffer) }
  }

  private func writeWeights(_ info: JSONElement, to buffer: ByteBuffer) {
    guard let counts = info["safetensors"], let total = counts["total"] else { return }
    buffer.key("weights")
    buffer.beginObject()
    buffer.key("source")
    buffer.string("hub")
    buffer.key("format")
    buffer.string("safetensors")
    buffer.key("parameters")
    buffer.element(total)
    if let byType = counts["parameters"] {
      buffer.key("parameters_by_dtype")
      buffer.element(byType)
    }
    buffer.endObject()
  }
}

private func paddedHexadecimal(_ number: Int, digits: Int) -> String {
  let text = String(number, radix: 16)
  return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
}
