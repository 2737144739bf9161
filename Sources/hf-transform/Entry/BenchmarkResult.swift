import JSON

/// One published evaluation result, unchanged.
struct BenchmarkResult {
  /// The dataset's id on the Hub.
  let dataset: JSONElement
  /// The configuration and the split of the dataset, if reported.
  var config: JSONElement?
  var split: JSONElement?
  /// The metric's id, or for a result of `.eval_results` the task within the benchmark.
  let metric: JSONElement
  /// A number, or a string such as `20.0 ± 1.2` or `45.3 %`: never rescaled, never rounded.
  let value: JSONElement
  /// The URL of the evaluation, else its name; nil without both.
  var source: JSONElement?
  /// Whether the Hub says that it checked the result.
  var isVerified = false

  /// Writes the result as a JSON object.
  func write(to output: ByteBuffer) {
    output.beginObject()
    output.member("dataset", dataset)
    output.member("config", config)
    output.member("split", split)
    output.member("metric", metric)
    output.member("value", value)
    output.member("source", source)
    output.member("verified", isVerified)
    output.endObject()
  }
}
