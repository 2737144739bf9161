import JSON
import Streams

extension BenchmarkReader {
  /// Writes the member `benchmarks` of an entry, or nothing when there are no results. Equal results are written once.
  func write(to output: ByteBuffer) {
    guard !results.isEmpty else { return }
    var written: Set<[UInt8]> = []
    output.beginArray("benchmarks")
    for result in results {
      let text = ByteBuffer(capacity: 256)
      result.write(to: text)
      guard written.insert(text.array).inserted else { continue }
      output.raw(text.text)
    }
    output.endArray()
  }

  /// Prints one warning about the results that were left out, if any.
  ///
  /// - Parameter label: the model's id for the message.
  func report(_ label: String, to output: FilterOutput) {
    guard let first = faults.first else { return }
    let others = faults.count > 1 ? ", and \(faults.count - 1) more" : ""
    let subject = faults.count == 1 ? "a benchmark result was" : "benchmark results were"
    output.warn("\(label): \(subject) left out: \(first)\(others)")
  }
}
