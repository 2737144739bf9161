import JSON
import Platform

/// One published evaluation result, unchanged.
struct BenchmarkResult {
  /// The dataset's id on the Hub.
  let dataset: JSONElement
  /// The configuration and the split of the dataset, if reported.
  var config: JSONElement?
  var split: JSONElement?
  /// The metric's id; `.eval_results` names the task within the benchmark in its place.
  let metric: JSONElement
  /// A number, or a text such as `20.0 ± 1.2` or `45.3 %`: never rescaled, never rounded.
  let value: JSONElement
  /// The URL of the evaluation, else its name.
  var source: JSONElement?
  /// Whether the Hub says that it checked the result.
  var isVerified = false

  /// Writes the result as a value.
  func write(to output: ByteBuffer) {
    output.beginObject()
    write("dataset", dataset, to: output)
    write("config", config, to: output)
    write("split", split, to: output)
    write("metric", metric, to: output)
    write("value", value, to: output)
    write("source", source, to: output)
    output.key("verified")
    output.bool(isVerified)
    output.endObject()
  }

  private func write(_ key: StaticString, _ value: JSONElement?, to output: ByteBuffer) {
    guard let value else { return }
    output.key(key)
    output.element(value)
  }
}
