import JSON
import ModelSpec
import Platform

/// Closed ranges of integers, in ascending order. They neither overlap nor touch.
typealias NumberRanges = [ClosedRange<Int>]

/// Tensors of one dtype and shape whose names differ only in their numbers.
struct TensorPattern: Equatable, Sendable {
  /// The name, in which `*` replaces numbers; a literal name if ``ranges`` is empty.
  let name: String
  /// The storage dtype; in GGUF files the name of the GGML type.
  let dtype: String
  /// The dimensions, the outermost first.
  let shape: [Int]
  /// For each `*`, the numbers that replace it. Every combination of them is the name of a tensor.
  let ranges: [NumberRanges]

  /// The name of a tensor: the pattern in which each `*` is replaced by a number.
  static func name(_ pattern: [UInt8], _ numbers: some Sequence<UInt32>) -> String {
    var rest = numbers.makeIterator()
    var name: [UInt8] = []
    for byte in pattern {
      if byte == UInt8(ascii: "*"), let number = rest.next() {
        name += String(number).utf8
      } else {
        name.append(byte)
      }
    }
    return String(decoding: name, as: UTF8.self)
  }

  /// Writes the pattern as an element of `weights.headers.tensors` in a snapshot.
  func write(to output: ByteBuffer) {
    output.beginObject()
    output.member(SnapshotKeys.name.text, name)
    output.member(SnapshotKeys.dtype.text, dtype)
    output.beginArray(SnapshotKeys.shape.text)
    for dimension in shape { output.integer(dimension) }
    output.endArray()
    if !ranges.isEmpty {
      output.beginArray(SnapshotKeys.ranges.text)
      for numbers in ranges { TensorPattern.write(numbers, to: output) }
      output.endArray()
    }
    output.endObject()
  }

  private static func write(_ ranges: NumberRanges, to output: ByteBuffer) {
    output.beginArray()
    for range in ranges {
      output.beginArray()
      output.integer(range.lowerBound)
      output.integer(range.upperBound)
      output.endArray()
    }
    output.endArray()
  }
}
