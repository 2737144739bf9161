import JSON
import ModelSpec

/// The tensors of a checkpoint in compact form: those of one dtype and shape whose names differ only in their numbers
/// have one pattern.
///
/// A name is split at its dots. The first eight parts that are decimal numbers, without leading zeros and of at most
/// nine digits, become a `*` in the pattern. All names can be rebuilt from the output of ``json(owner:)``.
struct TensorPatterns: Sendable {
  /// What the tensors of a group have in common.
  private struct Key: Hashable, Comparable {
    /// The name with `*` for its numbers, or a literal name. It is in UTF-8, because Swift compares canonically
    /// equivalent strings as equal.
    let pattern: [UInt8]
    /// How many numbers are replaced by `*`; 0 for a literal name, which may contain a `*`.
    let numberCount: Int
    let dtype: String
    let shape: [Int]

    /// The approximate size of the pattern in a snapshot, in bytes.
    var size: Int { pattern.count + dtype.utf8.count + 20 * shape.count + 48 }

    static func < (first: Key, second: Key) -> Bool {
      if first.pattern != second.pattern { return first.pattern.lexicographicallyPrecedes(second.pattern) }
      if first.numberCount != second.numberCount { return first.numberCount < second.numberCount }
      if first.dtype != second.dtype { return first.dtype < second.dtype }
      return first.shape.lexicographicallyPrecedes(second.shape)
    }
  }

  /// The tensors with the same key.
  private struct Group {
    let key: Key
    var rows: TensorNumberRows
  }

  /// The error for too many patterns.
  struct TooLarge: Error {
    /// The failure to report.
    var failure: Failure {
      Failure(
        .tooLarge, stage: .fetch,
        message: "the names and shapes of the model's tensors take more than \(TensorPatterns.maximumBytes) bytes",
        hint: "state the parameters with --params")
    }
  }

  /// The maximum size in bytes of a model's patterns in a snapshot. Models with the most patterns, those whose modules
  /// have different bit widths, need a tenth of it.
  static let maximumBytes = 4 << 20
  /// The maximum length of a tensor's name in bytes.
  static let maximumNameBytes = 4096
  /// The maximum number of numbers in a name that become a `*`; further numbers are copied into the pattern.
  private static let maximumNumberCount = 8

  private var groups: [Group] = []
  /// The index of the group with a key.
  private var groupByKey: [Key: Int] = [:]
  /// The approximate size of one pattern of each group in a snapshot, in bytes.
  private var size = 0

  /// Adds a tensor.
  ///
  /// - Parameters:
  ///   - name: its full name, at most ``maximumNameBytes`` bytes.
  ///   - dtype: its storage dtype; in a GGUF file the name of its GGML type.
  ///   - shape: its dimensions in PyTorch's order, the outermost first.
  ///   - file: the number of its file among those of the checkpoint, from 0.
  /// - Throws: ``TooLarge`` when the patterns take more than ``maximumBytes``.
  mutating func add(_ name: String, dtype: String, shape: [Int], file: Int = 0) throws(TooLarge) {
    var numbers: [UInt32] = []
    let pattern = TensorPatterns.pattern(of: name, &numbers)
    let key = Key(pattern: pattern, numberCount: numbers.count, dtype: dtype, shape: shape)
    let index = try group(of: key)
    groups[index].rows.append(numbers, file: UInt32(truncatingIfNeeded: file))
  }

  /// Adds the tensors of other files.
  ///
  /// - Throws: ``TooLarge`` when the patterns take more than ``maximumBytes``.
  mutating func merge(_ other: TensorPatterns) throws(TooLarge) {
    for group in other.groups {
      let index = try self.group(of: group.key)
      groups[index].rows.append(contentsOf: group.rows)
    }
  }

  /// The index of the group with a key. A group for a new key is added.
  private mutating func group(of key: Key) throws(TooLarge) -> Int {
    if let index = groupByKey[key] { return index }
    size += key.size
    guard size <= TensorPatterns.maximumBytes else { throw TooLarge() }
    groupByKey[key] = groups.count
    groups.append(Group(key: key, rows: TensorNumberRows(width: key.numberCount)))
    return groups.count - 1
  }

  /// The pattern of a name. The numbers that are replaced by `*` are appended to `numbers`.
  private static func pattern(of name: String, _ numbers: inout [UInt32]) -> [UInt8] {
    // A name that contains `*` stays literal: its `*` does not replace a number.
    guard !name.utf8.contains(UInt8(ascii: "*")) else { return Array(name.utf8) }
    var pattern: [UInt8] = []
    pattern.reserveCapacity(name.utf8.count)
    for (index, part) in name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).enumerated() {
      if index > 0 { pattern.append(UInt8(ascii: ".")) }
      if numbers.count < maximumNumberCount, let number = number(part) {
        numbers.append(number)
        pattern.append(UInt8(ascii: "*"))
      } else {
        pattern += part
      }
    }
    return pattern
  }

  /// The value of a decimal number; nil if it has more than nine digits, or leading zeros, which the number would lose.
  private static func number(_ part: Substring.UTF8View) -> UInt32? {
    guard let first = part.first, part.count <= 9, first != UInt8(ascii: "0") || part.count == 1 else { return nil }
    var value: UInt32 = 0
    for byte in part {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      value = value * 10 + UInt32(byte - UInt8(ascii: "0"))
    }
    return value
  }

  /// The patterns, sorted by name.
  ///
  /// - Parameter owner: for a tensor that several files have with different dtypes or shapes, returns the number of the
  ///   file that counts; nil means the first file.
  /// - Throws: ``TooLarge`` when the patterns take more than ``maximumBytes``.
  func patterns(owner: (_ name: String) -> Int? = { _ in nil }) throws(TooLarge) -> [TensorPattern] {
    var patterns: [TensorPattern] = []
    var size = 0
    for group in TensorPatterns.distinct(groups, owner) {
      for ranges in group.rows.products() {
        size += group.key.size + 24 * ranges.reduce(0) { $0 + $1.count }
        guard size <= TensorPatterns.maximumBytes else { throw TooLarge() }
        let name = String(decoding: group.key.pattern, as: UTF8.self)
        patterns.append(TensorPattern(name: name, dtype: group.key.dtype, shape: group.key.shape, ranges: ranges))
      }
    }
    return patterns
  }

  /// The value of `headers` in a snapshot for the tensors of several files, as JSON text.
  ///
  /// - Parameter owner: see ``patterns(owner:)``.
  /// - Throws: ``Failure`` when the patterns take more than ``maximumBytes``.
  static func json(
    of files: [TensorPatterns], owner: (_ name: String) -> Int? = { _ in nil }
  ) throws(Failure) -> String {
    do throws(TooLarge) {
      var tensors = TensorPatterns()
      for file in files { try tensors.merge(file) }
      return try tensors.json(owner: owner)
    } catch {
      throw error.failure
    }
  }

  /// The value of `headers` in a snapshot, as JSON text.
  ///
  /// - Parameter owner: see ``patterns(owner:)``.
  /// - Throws: ``TooLarge`` when the patterns take more than ``maximumBytes``.
  func json(owner: (_ name: String) -> Int? = { _ in nil }) throws(TooLarge) -> String {
    let output = ByteBuffer()
    output.beginObject()
    output.beginArray(SnapshotKeys.tensors.text)
    for pattern in try patterns(owner: owner) { pattern.write(to: output) }
    output.endArray()
    output.endObject()
    return output.text
  }

  /// The groups, sorted by key. A tensor that is in several groups is removed from all but one.
  private static func distinct(_ groups: [Group], _ owner: (String) -> Int?) -> [Group] {
    var sorted = groups.sorted { $0.key < $1.key }
    var start = 0
    while start < sorted.count {
      let key = sorted[start].key
      let end = sorted[start...].firstIndex { $0.key.pattern != key.pattern || $0.key.numberCount != key.numberCount }
      let range = start..<(end ?? sorted.count)
      if range.count > 1 {
        let duplicates = TensorNumberRows.duplicates(in: sorted[range].map(\.rows)) { numbers in
          owner(TensorPattern.name(key.pattern, numbers))
        }
        for (index, rows) in zip(range, duplicates) { sorted[index].rows.remove(rows) }
      }
      start = range.upperBound
    }
    return sorted
  }
}
