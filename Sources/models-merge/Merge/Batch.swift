import CommandLineTool
import JSON
import ModelSpec
import Streams

/// What arrived on standard input.
struct Batch {
  /// The entries, in order.
  private(set) var candidates: [Candidate] = []
  /// The failures, in order: those of earlier stages, and values that are no entries.
  private(set) var failures: [ReportedFailure] = []
  /// How many items arrived.
  private(set) var itemCount = 0
  /// How many items had to arrive; nil when nobody said.
  let expectedItems: Int?

  /// Whether as many items arrived as had to.
  var isComplete: Bool { expectedItems.map { $0 == itemCount } ?? true }

  /// Reads the stream to its end.
  ///
  /// - Throws: ``ToolError`` when standard input cannot be read.
  init(
    from source: ByteSource = .standardInput, _ options: MergeOptions, _ diagnostics: Diagnostics
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
      }
    } catch {
      switch error {
      case .malformed(let reason, let position):
        failures.append(ReportedFailure(.malformedInput(stage: .merge, reason: reason, at: position)))
      case .unreadable(let error):
        throw .cannotReadInput(error)
      }
    }
    accountForLosses()
  }

  /// Items that got lost on the way leave no trace but their number. Where a failure explains why a stage stopped, that
  /// number is in the report; otherwise it is a failure by itself.
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
      candidates.append(try Candidate(document))
    } catch {
      failures.append(ReportedFailure(error))
    }
  }
}
