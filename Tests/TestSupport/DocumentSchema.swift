public import Foundation
public import JSON
import JSONSchema
import ModelSpec

/// The schemas of the documents that the tools exchange: files of `data`.
public enum DocumentSchema: String, CaseIterable, Sendable {
  case request, snapshot
  case entry = "model"
  case failure, report, comparison

  /// The schema's file.
  public var file: URL { Package.root.appending(path: "data/\(rawValue).schema.json") }

  private static let programs: [DocumentSchema: SchemaProgram] = {
    var programs: [DocumentSchema: SchemaProgram] = [:]
    for schema in allCases {
      guard let text = try? String(contentsOf: schema.file, encoding: .utf8), let document = try? JSONDocument(text)
      else { continue }
      programs[schema] = try? SchemaCompiler.compile(document)
    }
    return programs
  }()

  /// What is wrong with a document, each as its path and a sentence.
  public func violations(of document: JSONElement) -> [String] {
    guard let program = DocumentSchema.programs[self] else { return ["\(file.path) is not a schema"] }
    var validator = SchemaValidator(program)
    return validator.violations(of: document).map { "\($0.instanceLocation): \($0.message)" }
  }
}

/// A tool printed a document that is not what its schema says.
public struct UnexpectedDocument: Error, CustomStringConvertible {
  /// What is wrong, and the document.
  public let description: String
}

extension Command.Outcome {
  /// Arguments under which a tool prints something else than the documents of its stage.
  private static let otherOutput: Set<String> = [
    "--help", "-h", "--version", "--generate", "--schema", "--output", "--mcp", "--list-backups", "--entries", "--save",
    "/dev/stdout",
  ]

  /// Checks every document that a tool printed against the schema of its stage's documents.
  ///
  /// Failures that came in with the input are left out: they pass through whatever they say.
  ///
  /// - Throws: ``UnexpectedDocument``.
  func checkDocuments(of tool: String, _ arguments: [String], input: Data) throws {
    let options = arguments.map { String($0.prefix { $0 != "=" }) }
    guard status <= 1, Command.Outcome.otherOutput.isDisjoint(with: options) else { return }
    let isListing = options.contains("--discover")
    let own: DocumentSchema? =
      switch tool {
      case "hf-fetch": isListing ? .request : .snapshot
      case "hf-transform", "hf-validate": .entry
      case "models-merge": options.contains("--list") ? .request : options.contains("--compare") ? .comparison : .report
      default: nil
      }
    guard let own else { return }
    let passesFailures = input.range(of: Data("\"error\"".utf8)) != nil
    for text in documents {
      guard let document = try? JSONDocument(text) else { throw UnexpectedDocument(description: "not JSON: \(text)") }
      try withExtendedLifetime(document) {
        let isFailure = document.root.failureError != nil
        let isDatabase = tool == "hf-validate" && document.root["models"]?.isArray == true
        if isDatabase || isFailure && passesFailures { return }
        let violations = (isFailure ? .failure : own).violations(of: document.root)
        if let first = violations.first { throw UnexpectedDocument(description: "\(tool): \(first) in \(text)") }
      }
    }
  }

  /// The documents in the output: one per line, or indented, each from a line that starts with a brace on.
  private var documents: [String] {
    var documents: [String] = []
    for line in output.split(separator: "\n", omittingEmptySubsequences: true) {
      if line.first == "{" || documents.isEmpty {
        documents.append(String(line))
      } else {
        documents[documents.count - 1] += "\n" + line
      }
    }
    return documents
  }
}
