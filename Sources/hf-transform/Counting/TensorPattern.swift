import JSON
import ModelSpec

/// The tensors of a checkpoint whose names differ only in their numbers.
///
/// In a snapshot:
/// `{"name": "model.layers.*.mlp.up_proj.weight", "dtype": "BF16", "shape": [768, 2048], "ranges": [[[0, 47]]]}`.
/// Each `*` has a list of pairs, the inclusive first and last number, and the pattern describes all combinations of the
/// numbers. Without ranges it describes one tensor, whose name is literal.
struct TensorPattern {
  /// The name's dotted parts.
  let parts: [Substring]
  /// The name of the element type.
  let dtypeName: JSONElement
  /// The element type; nil if the name is unknown.
  let dtype: TensorDtype?
  /// The dimensions in PyTorch's order, the outermost first.
  let shape: [Int]
  /// The numbers that each `*` takes; empty for a literal name.
  let ranges: [[ClosedRange<Int>]]
  /// The number of elements of one tensor.
  let elements: Count
  /// The number of tensors.
  let copies: Count

  /// Reads a list of patterns; nil when it is not a list, or one of them is invalid.
  static func read(_ list: JSONElement) -> [TensorPattern]? {
    var patterns: [TensorPattern] = []
    for element in list.elements {
      guard let pattern = TensorPattern(element) else { return nil }
      patterns.append(pattern)
    }
    return list.isArray ? patterns : nil
  }

  private init?(_ element: JSONElement) {
    guard let name = element[SnapshotKeys.name]?.string, let dtypeName = element[SnapshotKeys.dtype],
      dtypeName.isString, let shape = element[SnapshotKeys.shape], shape.isArray,
      let ranges = TensorPattern.ranges(element[SnapshotKeys.ranges])
    else { return nil }
    parts = name.split(separator: ".", omittingEmptySubsequences: false)
    self.dtypeName = dtypeName
    dtype = TensorDtype.named(dtypeName)
    self.shape = shape.elements.compactMap(\.int)
    self.ranges = ranges
    elements = self.shape.reduce(1) { $0 * Count(max($1, 0)) }
    copies = ranges.reduce(1) { $0 * TensorPattern.count($1) }
    let isPlausible = self.shape.count == shape.count && self.shape.allSatisfy { $0 >= 0 }
    guard isPlausible, ranges.isEmpty || ranges.count == parts.count(where: { $0 == "*" }) else { return nil }
  }

  /// Reads the member `ranges` of a pattern; an empty list if it is absent, nil if a range is invalid.
  static func ranges(_ element: JSONElement?) -> [[ClosedRange<Int>]]? {
    var all: [[ClosedRange<Int>]] = []
    for list in element?.elements.map({ $0 }) ?? [] {
      var ranges: [ClosedRange<Int>] = []
      for pair in list.elements {
        let bounds = pair.elements.compactMap(\.int)
        guard bounds.count == 2, 0 <= bounds[0], bounds[0] <= bounds[1], bounds[1] < 1 << 40 else { return nil }
        ranges.append(bounds[0]...bounds[1])
      }
      all.append(ranges)
    }
    return all
  }

  /// How many numbers the ranges have, of those from `first` to `last`.
  static func count(_ ranges: [ClosedRange<Int>], from first: Int = 0, to last: Int = .max) -> Count {
    ranges.reduce(0) { $0 + (Count(min($1.upperBound, last)) + 1 - Count(max($1.lowerBound, first))) }
  }

  /// Whether this pattern has a tensor for every combination of numbers of the other pattern.
  func covers(_ other: TensorPattern) -> Bool {
    ranges.count == other.ranges.count
      && zip(ranges, other.ranges).allSatisfy { own, others in
        others.allSatisfy { range in
          own.contains { $0.lowerBound <= range.lowerBound && range.upperBound <= $0.upperBound }
        }
      }
  }

  /// The last dotted part of the name.
  var lastPart: Substring { parts.last ?? "" }

  /// The name with `*`, such as `model.layers.*.mlp.up_proj.weight`.
  var name: String { parts.joined(separator: ".") }

  /// The number of elements of all tensors.
  var total: Count { elements * copies }

  /// The number of tensors whose number at one of the `*` is at least `first`.
  ///
  /// - Parameter star: the index of the `*` among all of the name.
  func copies(from first: Int, at star: Int) -> Count {
    guard ranges.indices.contains(star) else { return 0 }
    var copies: Count = 1
    for (index, list) in ranges.enumerated() {
      copies = copies * TensorPattern.count(list, from: index == star ? first : 0)
    }
    return copies
  }

  /// The index, among all `*` of the name, of the first one after one of these parts; nil without such a `*`.
  func star(after names: Set<Substring>) -> Int? {
    var star = 0
    for (index, part) in parts.enumerated() where part == "*" && !ranges.isEmpty {
      if index > 0, names.contains(parts[index - 1]) { return star }
      star += 1
    }
    return nil
  }
}
