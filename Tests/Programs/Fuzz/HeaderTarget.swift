import JSON
import ModelSpec

@testable import hf_fetch

extension FuzzTarget {
  /// The headers of weight files, safetensors and GGUF: both readers get each input.
  static let headers = FuzzTarget(name: "headers", seeds: headerSeeds) { bytes in
    checkSafetensors(bytes)
    checkGGUF(bytes)
  }
}

/// A file in memory that gives at most some bytes at a time.
private struct MemoryFile: WeightFile {
  let name = "input"
  let bytes: [UInt8]
  let pieceSize: Int

  func read(_ range: Range<Int>, isEnough: (@Sendable ([UInt8]) -> Bool)?) throws(Failure) -> FileRange {
    let end = min(range.upperBound, range.lowerBound + pieceSize, bytes.count)
    return FileRange(bytes: Array(bytes[min(range.lowerBound, end)..<end]), fileSize: nil)
  }
}

/// The tensors of a safetensors header, and the patterns that they make; nil when it is refused.
private func safetensors(_ bytes: [UInt8], pieceSize: Int) -> (tensors: [String], patterns: TensorPatterns)? {
  var (lines, patterns): ([String], TensorPatterns) = ([], TensorPatterns())
  do {
    _ = try SafetensorsHeader.forEachTensor(of: MemoryFile(bytes: bytes, pieceSize: pieceSize)) {
      (tensor) throws(Failure) in
      lines.append("\(tensor.name) \(tensor.dtype) \(tensor.shape)")
      do throws(TensorPatterns.TooLarge) {
        try patterns.add(tensor.name, dtype: tensor.dtype, shape: tensor.shape)
      } catch {
        throw error.failure
      }
    }
    return (lines, patterns)
  } catch {
    return nil
  }
}

private func checkSafetensors(_ bytes: [UInt8]) {
  let whole = safetensors(bytes, pieceSize: .max >> 1)
  // The first piece has the length, at least.
  let inPieces = safetensors(bytes, pieceSize: 9)
  require(whole?.tensors == inPieces?.tensors, "a header says the same wherever its pieces end")
  guard let whole else { return }
  checkPatterns(whole.patterns, of: whole.tensors, headerSize: bytes.count)
}

/// Patterns stand for the very tensors that they were made of, and take no more room than these did.
private func checkPatterns(_ patterns: TensorPatterns, of tensors: [String], headerSize: Int) {
  guard let text = try? patterns.json(), let document = try? JSONDocument(text) else {
    return require(false, "tensors are written as JSON")
  }
  require(text.utf8.count <= 64 + 3 * headerSize, "a description is at most three times as long as the header")
  let rebuilt = document.withRoot { root -> [String] in
    let patterns = root["tensors"].map { Array($0.elements) } ?? []
    return patterns.flatMap { pattern -> [String] in
      let shape = pattern["shape"]?.elements.compactMap(\.int) ?? []
      let names = rebuiltNames(pattern["name"]?.string ?? "", pattern["ranges"])
      return names.map { "\($0) \(pattern["dtype"]?.string ?? "") \(shape)" }
    }
  }
  // Of a name that is there twice, one form counts.
  let names = { (lines: [String]) in Set(lines.map { Array($0.utf8) }) }
  require(names(rebuilt).isSubset(of: names(tensors)), "patterns name no tensor that is not there")
  let distinct = Set(tensors.map { $0.split(separator: " ").dropLast(2).joined(separator: " ").utf8.map { $0 } })
  if distinct.count == tensors.count {
    require(names(rebuilt) == names(tensors), "patterns name every tensor")
  }
}

/// The names that a pattern stands for, as `docs/contract.md` has it.
private func rebuiltNames(_ pattern: String, _ ranges: JSONElement?) -> [String] {
  guard let ranges else { return [pattern] }
  var rest = ranges.elements.map { range in
    range.elements.flatMap { bounds -> [String] in
      let numbers = bounds.elements.compactMap(\.int)
      guard let first = numbers.first, let last = numbers.last, first <= last else { return [] }
      return (first...last).map(String.init)
    }
  }[...]
  var names: [[String]] = [[]]
  for part in pattern.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) {
    let text = String(part) ?? ""
    let values = text == "*" ? rest.popFirst() ?? [] : [text]
    names = names.flatMap { name in values.map { name + [$0] } }
  }
  return names.map { $0.joined(separator: ".") }
}

private func checkGGUF(_ bytes: [UInt8]) {
  guard let header = try? GGUFHeader(MemoryFile(bytes: bytes, pieceSize: .max >> 1)) else { return }
  require((try? JSONDocument(header.metadata)) != nil, "metadata are written as JSON")
  require(header.metadata.utf8.count <= 64 + 12 * bytes.count, "metadata take the room of the header")
  require((try? header.tensors.json()).map { (try? JSONDocument($0)) != nil } ?? true, "tensors are written as JSON")
}

private func headerSeeds() -> [[UInt8]] {
  let tensor = #""a.0":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}"#
  let headers = [
    "{\(tensor)}", #"{"__metadata__":{"a":"}\"\\"},\#(tensor)}"#,
    #"{"h.0.w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"h.1.w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
    #"{"e.0.1.*":{"dtype":"BF16","shape":[],"data_offsets":[0,2]},"e.01":{"dtype":"F4","shape":[2],"data_offsets":[2,3]}}"#,
  ].map { little(UInt64($0.utf8.count)) + Array($0.utf8) }
  let text = { (value: String) in little(UInt64(value.utf8.count)) + Array(value.utf8) }
  let pairs = [
    text("general.architecture") + little(UInt32(8)) + text("llama"),
    text("llama.block_count") + little(UInt32(4)) + little(UInt32(2)),
    text("llama.scale") + little(UInt32(6)) + little(Float(0.5).bitPattern),
    text("list") + little(UInt32(9)) + little(UInt32(4)) + little(UInt64(2)) + little(UInt32(1)) + little(UInt32(2)),
    text("nested") + little(UInt32(9)) + little(UInt32(9)) + little(UInt64(1)) + little(UInt32(8)) + little(UInt64(1))
      + text("x"),
  ]
  let tensors = [
    text("blk.0.ffn_up.weight") + little(UInt32(2)) + little(UInt64(64)) + little(UInt64(32))
      + little(UInt32(8)) + little(UInt64(0))
  ]
  let gguf =
    Array("GGUF".utf8) + little(UInt32(3)) + little(UInt64(tensors.count)) + little(UInt64(pairs.count))
    + pairs.joined() + tensors.joined()
  return headers + [gguf + [UInt8](repeating: 0, count: 512)]
}

private func little<Integer: FixedWidthInteger>(_ value: Integer) -> [UInt8] {
  withUnsafeBytes(of: value.littleEndian) { Array($0) }
}
