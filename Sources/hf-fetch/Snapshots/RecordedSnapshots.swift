import CommandLineTool
import JSON
import ModelSpec
import Platform
import Streams

/// Snapshots that an earlier run printed, by model: they take the place of the Hub, so that a run gives the same bytes
/// on any machine.
final class RecordedSnapshots: Sendable {
  /// What was recorded of a model.
  private struct Recording: Sendable {
    /// The commit; nil where the recording has none.
    let revision: String?
    let outcome: ModelFetcher.Outcome
  }

  private let path: String
  /// By the comparison key of the model's id, and of the id that it was asked for by: in the order of the file.
  private let recordings: [String: [Recording]]

  /// Reads a file of snapshots and failures.
  ///
  /// - Throws: ``ToolError`` when it cannot be read, or is not a stream of JSON objects.
  init(_ path: String) throws(ToolError) {
    self.path = path
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw .systemFailure(
        code: "snapshots_unreadable",
        "cannot read the snapshots '\(path)': \(SystemError(operation: "open", errorNumber: errno).reason)",
        hint: "record them with hf-fetch, or with make snapshot")
    }
    defer { close(descriptor) }
    var recordings: [String: [Recording]] = [:]
    let reader = DocumentReader(ByteReader(descriptor: descriptor))
    do throws(StreamFault) {
      while let document = try reader.next() {
        for (id, recording) in RecordedSnapshots.recordings(document) {
          recordings[ModelID.comparisonKey(id), default: []].append(recording)
        }
      }
    } catch {
      throw RecordedSnapshots.unreadable(path, error)
    }
    self.recordings = recordings
  }

  /// What was recorded of a model: the newest recording of the revision that is named, or the newest of all.
  func outcome(for requested: ModelID, revision: String?) -> ModelFetcher.Outcome {
    let found = recordings[ModelID.comparisonKey(requested.text)] ?? []
    let named = revision.flatMap { Revision.isCommit($0) ? $0 : nil }
    let recording = named.map { commit in found.last { $0.revision.map { $0 == commit } ?? true } } ?? found.last
    if let recording { return recording.outcome }
    let what = found.isEmpty ? "'\(requested.text)'" : "'\(requested.text)' at commit \(named ?? "")"
    return .failure(
      Failure(
        .offlineMiss, stage: .fetch, modelID: requested.text,
        message: "\(what) is not among the snapshots in '\(path)'",
        hint: "record it with hf-fetch, or with make snapshot"))
  }

  /// A recorded document, under each id that it can be asked for by.
  private static func recordings(_ document: JSONElement) -> [(id: String, Recording)] {
    if let error = document.failureError {
      guard let failure = Failure(recorded: error), let id = failure.modelID else { return [] }
      return [(id, Recording(revision: nil, outcome: .failure(failure)))]
    }
    guard let id = document["model_id"]?.string, let modelID = try? ModelID(id) else { return [] }
    let recording = Recording(
      revision: document["revision"]?.string, outcome: .success(Snapshot(recorded: document, of: modelID)))
    return [(id, recording)] + (document[Snapshot.requested]?.string.map { [($0, recording)] } ?? [])
  }

  private static func unreadable(_ path: String, _ fault: StreamFault) -> ToolError {
    switch fault {
    case .malformed(let reason, let place):
      .systemFailure(
        code: "snapshots_unreadable",
        "'\(path)' is not a stream of snapshots: line \(place.line), column \(place.column): \(JSONSyntaxError(reason: reason, offset: 0).message)",
        hint: "record it again with hf-fetch, or with make snapshot")
    case .unreadable(let error):
      .systemFailure(code: "snapshots_unreadable", "cannot read the snapshots '\(path)': \(error.reason)")
    }
  }
}

extension Failure {
  /// A failure that an earlier run printed; nil when it is not one of hf-fetch.
  fileprivate init?(recorded error: JSONElement) {
    guard let code = error["code"]?.string.flatMap(FailureCode.init), let message = error["message"]?.string else {
      return nil
    }
    self.init(
      code, stage: .fetch, modelID: error["model_id"]?.string, message: message, hint: error["hint"]?.string,
      status: error["status"]?.int)
  }
}
