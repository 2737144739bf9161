import JSON

/// Finds the evaluation results in a model's info: those of its `.eval_results` files, which the Hub gives as
/// `evalResults`, and those of its card's `model-index`.
///
/// The shapes are those of the Hub's documentation, https://huggingface.co/docs/hub/eval-results and
/// https://github.com/huggingface/hub-docs/blob/main/modelcard.md. A result of another shape is left out, with a
/// warning.
struct BenchmarkReader {
  /// The results, in order.
  private(set) var results: [BenchmarkResult] = []
  /// The results and lists that were left out: the place of each in the info, and the reason.
  private(set) var faults: [String] = []

  /// Reads a model's info.
  init(_ info: JSONElement?) {
    guard let info else { return }
    let card = info["cardData"]
    readEvalResults(info["evalResults"] ?? info["eval_results"])
    let ofInfo = info["model-index"].flatMap { $0.isNull ? nil : $0 }
    readModelIndex(ofInfo ?? card?["model-index"])
  }

  private mutating func readEvalResults(_ list: JSONElement?) {
    for (index, item) in elements(of: list, "evalResults").enumerated() {
      let place = "evalResults[\(index)]"
      // Each item of `evalResults` has `data`, or `error` where the Hub could not read the file.
      let data = item["data"] ?? item
      guard item["error"] == nil else {
        faults.append("\(place): the Hub could not read it")
        continue
      }
      guard let dataset = text(data["dataset"]?["id"], "dataset.id", place),
        let task = text(data["dataset"]?["task_id"], "dataset.task_id", place), let value = value(data, place)
      else { continue }
      results.append(
        BenchmarkResult(
          dataset: dataset, metric: task, value: value, source: source(data), isVerified: isVerified(item, data)))
    }
  }

  private mutating func readModelIndex(_ list: JSONElement?) {
    for (index, model) in elements(of: list, "model-index").enumerated() {
      let place = "model-index[\(index)]"
      for (number, result) in elements(of: model["results"] ?? model, "\(place).results").enumerated() {
        readResult(result, "\(place).results[\(number)]")
      }
    }
  }

  private mutating func readResult(_ result: JSONElement, _ place: String) {
    let description = result["dataset"]
    guard let dataset = text(description?["type"], "dataset.type", place) else { return }
    for (number, item) in elements(of: result["metrics"] ?? result, "\(place).metrics").enumerated() {
      let place = "\(place).metrics[\(number)]"
      guard let metric = text(item["type"], "type", place), let value = value(item, place) else { continue }
      results.append(
        BenchmarkResult(
          dataset: dataset, config: optionalText(description?["config"]), split: optionalText(description?["split"]),
          metric: metric, value: value, source: source(result), isVerified: isVerified(item)))
    }
  }

  private func source(_ owner: JSONElement) -> JSONElement? {
    optionalText(owner["source"]?["url"]) ?? optionalText(owner["source"]?["name"])
  }

  /// Whether one of the objects has `verified: true`. A `verifyToken` does not count, since it is not checked here.
  private func isVerified(_ owners: JSONElement...) -> Bool {
    owners.contains { $0["verified"]?.bool == true }
  }

  private func optionalText(_ element: JSONElement?) -> JSONElement? {
    guard let element, element.isString, !element.content.isEmpty else { return nil }
    return element
  }
}

extension BenchmarkReader {
  private mutating func elements(of list: JSONElement?, _ place: String) -> [JSONElement] {
    guard let list, !list.isNull else { return [] }
    guard list.isArray else {
      faults.append("\(place) is not a list")
      return []
    }
    return Array(list.elements)
  }

  private mutating func text(_ element: JSONElement?, _ name: String, _ place: String) -> JSONElement? {
    if let text = optionalText(element) { return text }
    faults.append("\(place): '\(name)' is not a string, or is empty")
    return nil
  }

  private mutating func value(_ owner: JSONElement, _ place: String) -> JSONElement? {
    if let value = owner["value"], value.kind == .number || isMeaningful(value) { return value }
    faults.append("\(place): 'value' is neither a number nor a meaningful string")
    return nil
  }

  /// Whether a string is a value: not blank, and not one of the strings that hf-fetch writes for Python's NaN and
  /// Infinity.
  private func isMeaningful(_ value: JSONElement) -> Bool {
    guard let text = value.string, text.contains(where: { !$0.isWhitespace }) else { return false }
    return !["nan", "infinity", "-infinity", "inf", "-inf"].contains(text.lowercased())
  }
}
