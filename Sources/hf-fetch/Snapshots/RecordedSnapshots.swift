import CommandLineTool
import JSON
import ModelSpec
import Platform
import Streams

/// Snapshots and failures that an earlier run printed, for `--snapshots`. They replace the Hub and the cache, so a run
/// prints the same bytes on any machine.
final class RecordedSnapshots: Sendable {
  /// One recorded snapshot or failure.
  private struct Recording: Sendable {
    /// The commit; nil if the recording has none.
    let revision: String?
    let result: FetchResult
  }

  private let path: String
  /// The recordings of each model, in the order of the file. The key is the ``ModelID/comparisonKey(_:)`` of the id.
  /// The recordings of a renamed model are also under the key of the id that was requested.
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
        "cannot read the snapshots '\(path)': \(SystemError(errno).reason)",
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

  /// The last recording of a model in the file; the failure `offline_miss` without one. If the revision is a commit
  /// hash, recordings of other commits do not count. A branch or tag is ignored.
  func result(for requested: ModelID, revision: String?) -> FetchResult {
    let found = recordings[ModelID.comparisonKey(requested.text)] ?? []
    let commit = revision.flatMap { Revision.isCommit($0) ? $0 : nil }
    let recording = commit.map { commit in found.last { $0.revision.map { $0 == commit } ?? true } } ?? found.last
    if let recording { return recording.result }
    let subject = found.isEmpty ? "'\(requested.text)'" : "'\(requested.text)' at commit \(commit ?? "")"
    return .failure(
      Failure(
        .offlineMiss, stage: .fetch, modelID: requested.text,
        message: "\(subject) is not among the snapshots in '\(path)'",
        hint: "record it with hf-fetch, or with make snapshot"))
  }

  /// The recording in a document, once for each id by which it can be requested; empty if the document is neither a
  /// snapshot nor the failure of a model.
  private static func recordings(_ document: JSONElement) -> [(id: String, Recording)] {
    if let error = document.failureError {
      guard let failure = Failure(recorded: error), let id = failure.modelID else { return [] }
      return [(id, Recording(revision: nil, result: .failure(failure)))]
    }
    guard let id = document[SnapshotKeys.modelID]?.string, let modelID = try? ModelID(id) else { return [] }
    let recording = Recording(
      revision: document[SnapshotKeys.revision]?.string, result: .success(Snapshot(recorded: document, of: modelID)))
    return [(id, recording)] + (document[SnapshotKeys.requested]?.string.map { [($0, recording)] } ?? [])
  }

  private static func unreadable(_ path: String, _ fault: StreamFault) -> ToolError {
    switch fault {
    case .malformed(let reason, let position):
      .systemFailure(
        code: "snapshots_unreadable",
        "'\(path)' is not a stream of snapshots: line \(position.line), column \(position.column): \(JSONSyntaxError(reason: reason, offset: 0).message)",
        hint: "record it again with hf-fetch, or with make snapshot")
    case .unreadable(let error):
      .systemFailure(
        code: "snapshots_unreadable", "cannot read the snapshots '\(path)': \(error.reason)",
        hint: "check that it is a file that you may read")
    }
  }
}

extension Failure {
  /// Reads a failure that an earlier run of hf-fetch printed; nil if it has no message or an unknown code.
  fileprivate init?(recorded error: JSONElement) {
    guard let code = error["code"]?.string.flatMap(FailureCode.init), let message = error["message"]?.string else {
      return nil
    }
    self.init(
      code, stage: .fetch, modelID: error["model_id"]?.string, message: message, hint: error["hint"]?.string,
      status: error["status"]?.int)
  }
}
