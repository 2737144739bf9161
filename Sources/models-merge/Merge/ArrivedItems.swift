import CommandLineTool
import JSON
import ModelSpec
import Streams

/// The entries and failures of the stream that arrived on standard input.
struct ArrivedItems {
  /// The entries, in order.
  private(set) var entries: [ArrivedEntry] = []
  /// The failures, in order: those that earlier stages wrote, and those of this stage, for example for
  /// items that are not entries.
  private(set) var failures: [BatchFailure] = []
  /// How many items arrived.
  private(set) var itemCount = 0
  /// The number of items that `--expect` requires; nil without it.
  let expectedItems: Int?

  /// Whether the required number of items arrived.
  var isComplete: Bool { expectedItems.map { $0 == itemCount } ?? true }

  /// How many of the required items did not arrive.
  var missingItems: Int { max((expectedItems ?? itemCount) - itemCount, 0) }

  /// The maximum number of failures in one import, because the report and the log list each of them.
  private static let failureLimit = 100_000

  /// Reads the stream to its end, or to text that is not JSON, which becomes a failure.
  ///
  /// - Throws: ``ToolError`` when standard input cannot be read, or there are more than 100,000 failures.
  init(_ options: MergeOptions, _ diagnostics: Diagnostics) throws(ToolError) {
    expectedItems = options.expectedItems
    let reader = DocumentReader()
    reading: while let item = try reader.nextItem(of: .merge, diagnostics) {
      switch item {
      case .document(let document):
        itemCount += 1
        take(document)
      case .malformed(let failure):
        failures.append(BatchFailure(failure))
        break reading
      }
      if failures.count > ArrivedItems.failureLimit { throw ArrivedItems.tooManyFailures }
    }
    reportWrongItemCount()
  }

  private static let tooManyFailures = ToolError(
    .itemsFailed, code: "too_many_failures",
    message: "more than \(failureLimit) items of the stream have failed or are not entries; nothing was written",
    hint: "check that each value of the stream is an entry; split a large batch")

  /// Whether make has compared the input and output of each stage, and has reported what is wrong as a `stage_failed`
  /// failure of an earlier stage. Such a failure can be about several items or none, so a wrong number of items is not
  /// reported again.
  var hasStageFailure: Bool {
    failures.contains { $0.code == FailureCode.stageFailed.rawValue && $0.stage != Stage.merge.rawValue }
  }

  /// Adds a failure when too many items arrived, or when items are missing although nothing failed. Otherwise missing
  /// items are only counted.
  private mutating func reportWrongItemCount() {
    guard let expectedItems, !isComplete, !hasStageFailure, itemCount > expectedItems || failures.isEmpty else {
      return
    }
    failures.append(
      BatchFailure(
        Failure(
          .stageFailed, stage: .merge,
          message: "expected \(expectedItems.counting("item")), and \(itemCount) arrived",
          hint: "run the stages one by one: each must print one line for each line that it reads")))
  }

  private mutating func take(_ document: JSONElement) {
    if let error = document.failureError {
      failures.append(BatchFailure(error: error))
      return
    }
    do throws(Failure) {
      entries.append(try ArrivedEntry(document))
    } catch {
      failures.append(BatchFailure(error))
    }
  }
}
