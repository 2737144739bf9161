import JSON
import Testing

/// A tensor as text, so that lists of them are easy to compare.
func tensorLine(_ name: String, _ dtype: String, _ shape: [Int]) -> String { "\(name) \(dtype) \(shape)" }

/// All tensors that `headers` of a snapshot means, rebuilt as a program that reads it does, sorted.
///
/// - Throws: when a pattern is not in the format.
func rebuiltTensors(_ headers: JSONElement?) throws -> [String] {
  let tensors = try #require(headers?["tensors"])
  return try tensors.elements.flatMap { pattern -> [String] in
    let name = try #require(pattern["name"]?.string)
    let dtype = try #require(pattern["dtype"]?.string)
    let shape = try #require(pattern["shape"]).elements.compactMap(\.int)
    return names(name, pattern["ranges"]).map { tensorLine($0, dtype, shape) }
  }.sorted()
}

private func names(_ pattern: String, _ ranges: JSONElement?) -> [String] {
  guard var ranges = ranges?.elements.makeIterator() else { return [pattern] }
  var names: [[String]] = [[]]
  for part in pattern.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) {
    let text = String(part) ?? ""
    let values = text == "*" ? ranges.next().map(numbers) ?? [] : [text]
    names = names.flatMap { name in values.map { name + [$0] } }
  }
  return names.map { $0.joined(separator: ".") }
}

private func numbers(_ ranges: JSONElement) -> [String] {
  ranges.elements.flatMap { range -> [String] in
    let bounds = range.elements.compactMap(\.int)
    return (bounds[0]...bounds[1]).map(String.init)
  }
}
