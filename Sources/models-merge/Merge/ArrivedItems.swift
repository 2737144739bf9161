import CommandLineTool
import JSON
import ModelSpec
import Streams

/// The entries and failures that arrived on standard input.
struct ArrivedItems {
  /// The entries, in order.
  private(set) var entries: [ArrivedEntry] = []
  /// The failures, in order: those of earlier stages, and values that are not entries.
  private(set) var failures: [ReportedFailure] = []
  /// How many items arrived.
  private(set) var itemCount = 0
  /// The number of items that `--expect` requires; nil without it.
  let expectedItems: Int?

  /// Whether the required number of items arrived.
  var isComplete: Bool { expectedItems.map { $0 == itemCount } ?? true }

  /// How many of the required items did not arrive.
  var missingItems: Int { max((expectedItems ?? itemCount) - itemCount, 0) }

  /// The most failures of one import: the report and the log list every one.
  private static let mostFailures = 100_000

  /// Reads the stream to its end.
  ///
  /// - Throws: ``ToolError`` when standard input cannot be read, or holds more failures than a report can list.
  init(
    from source: ByteReader = .standardInput, _ options: MergeOptions, _ diagnostics: Diagnostics
  ) throws(ToolError) {
    expectedItems = options.expectedItems
    let reader = DocumentReader(source)
    do throws(StreamFault) {
      while let document = try reader.next() {
        if let place = reader.duplicateKeyPosition {
          diagnostics.warning("duplicate key at line \(place.line), column \(place.column): the last one counts")
        }
        itemCount += 1
        take(document)
        if failures.count > ArrivedItems.mostFailures { break }
      }
    } catch {
      switch error {
      case .malformed(let reason, let position):
        failures.append(ReportedFailure(.malformedInput(stage: .merge, reason: reason, at: position)))
      case .unreadable(let error):
        throw .cannotReadInput(error)
      }
    }
    if failures.count > ArrivedItems.mostFailures { throw ArrivedItems.tooManyFailures }
    accountForLosses()
  }

  private static let tooManyFailures = ToolError(
    .itemsFailed, code: "too_many_failures",
    message: "more than \(mostFailures) items of the stream have failed, or are no entries; nothing was written",
    hint: "see that the stream holds entries, one JSON object each; import a large batch in parts")

  /// A lost item shows only in the count. When a failure already explains it, the count is only reported; otherwise a
  /// failure is added.
  private mutating func accountForLosses() {
    guard let expectedItems, !isComplete, itemCount > expectedItems || failures.isEmpty else { return }
    failures.append(
      ReportedFailure(
        Failure(
          .stageFailed, stage: .merge, message: "\(expectedItems) items were expected, \(itemCount) arrived",
          hint: "a stage lost or doubled some: count what each of them prints, one line for each line that it reads")))
  }

  private mutating func take(_ document: JSONElement) {
    if let error = document.failureError {
      failures.append(ReportedFailure(error: error))
      return
    }
    do throws(Failure) {
      entries.append(try ArrivedEntry(document))
    } catch {
      failures.append(ReportedFailure(error))
    }
  }
}
