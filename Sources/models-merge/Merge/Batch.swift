import Shared

/// What arrived on standard input.
struct Batch {
  /// The entries, in order.
  private(set) var candidates: [Candidate] = []
  /// The failures, in order: those of earlier stages, and values that are no entries.
  private(set) var failures: [ReportedFailure] = []

  /// Reads the stream to its end.
  ///
  /// - Throws: ``ToolError`` when standard input cannot be read.
  init(from source: ByteSource = .standardInput, _ diagnostics: Diagnostics) throws(ToolError) {
    let reader = DocumentReader(source)
    do throws(StreamFault) {
      while let document = try reader.next() {
        if let place = reader.duplicateKeyPosition {
          diagnostics.warning("duplicate key at line \(place.line), column \(place.column): the last one counts")
        }
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
