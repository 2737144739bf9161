import CommandLineTool
import Foundation
import JSON
import JSONSchema
import ModelSpec
import Streams
import TestSupport

@testable import hf_transform
@testable import hf_validate
@testable import models_merge

extension FuzzTarget {
  /// What a Hub says of models, on its way through hf-transform, hf-validate and the preview of models-merge.
  static let entries = FuzzTarget(name: "entries", seeds: snapshots) { bytes in
    guard let snapshot = try? JSONDocument(bytes), let stages = try? EntryStages() else { return }
    stages.check(snapshot)
  }
}

/// The stages after hf-fetch, inside this process.
private struct EntryStages {
  private let transformer: SnapshotTransformer
  private var checker: EntryChecker

  private static let schema = try? SchemaCompiler.compile(JSONDocument(EntrySchema.document))

  init() throws {
    let options = try TransformOptions(ParsedArguments(["--text-only", "--benchmarks"], of: .transform))
    transformer = SnapshotTransformer(options)
    guard let schema = EntryStages.schema else { throw CocoaError(.featureUnsupported) }
    checker = EntryChecker(schema)
  }

  /// What hf-transform prints is one document: a failure, or an entry that holds to the schema.
  func check(_ snapshot: JSONDocument) {
    var (transformer, checker) = (transformer, checker)
    let output = FilterOutput()
    snapshot.withRoot { transformer.process($0, into: output) }
    guard let printed = try? JSONDocument(output.documents.array) else {
      return require(false, "one JSON document is printed")
    }
    printed.withRoot { document in
      let isFailure = document.failureError != nil
      require(isFailure == (output.failureCount == 1), "failures are counted")
      guard !isFailure else { return }
      // What a snapshot does not say of its model, hf-validate misses; and whether an id is one, it says.
      guard snapshot.withRoot({ $0["model_id"]?.isString == true }) else { return }
      let violations = checker.violations(document).errors.filter {
        EntryStages.isOfSchema($0) && $0.path != "/hf_model_id"
      }
      require(violations.isEmpty, "an entry holds to the schema: \(violations)")
      let memory = MemoryEstimate(of: document)
      _ = (memory.weights, memory.caches, memory.publishedWeights)
    }
  }

  /// The rules beyond the schema are there to refuse what a config says.
  private static func isOfSchema(_ detail: Failure.Violation) -> Bool {
    !EntryRule.all.contains { $0.name == detail.keyword }
  }
}

/// A snapshot of each of the fixtures.
private func snapshots() -> [[UInt8]] {
  let directory = Package.root.appending(path: "Tests/TransformTests/Fixtures")
  let files = (try? FileManager.default.contentsOfDirectory(at: directory, includingPropertiesForKeys: nil)) ?? []
  return files.sorted { $0.path < $1.path }.compactMap { file in
    guard let content = try? Data(contentsOf: file), let document = try? JSONDocument(Array(content)) else {
      return nil
    }
    let output = ByteBuffer()
    output.append(
      #"{"model_id":"o/x-1B","info":{"safetensors":{"total":7}},"weights":{"source":"hub","parameters":7},"config":"#)
    document.withRoot { root in
      if let config = root["config"] { output.element(config) }
    }
    output.append("}")
    return output.array
  }
}
