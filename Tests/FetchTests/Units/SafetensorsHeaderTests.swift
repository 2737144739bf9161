import ModelSpec
import StubHub
import Testing

@testable import hf_fetch

@Suite("The header of a safetensors file")
struct SafetensorsHeaderTests {
  /// A file in memory that gives at most some bytes at a time.
  private struct Memory: WeightFile {
    let name = "test.safetensors"
    let bytes: [UInt8]
    let pieceSize: Int

    func read(_ range: Range<Int>, isEnough: (@Sendable ([UInt8]) -> Bool)?) throws(Failure) -> FileRange {
      let end = min(range.upperBound, range.lowerBound + pieceSize, bytes.count)
      return FileRange(bytes: Array(bytes[min(range.lowerBound, end)..<end]), fileSize: nil)
    }
  }

  private func tensors(_ json: String, pieceSize: Int = 1 << 20, cut: Int = 0) throws -> [String] {
    var lines: [String] = []
    let file = Memory(bytes: headerBytes(json).dropLast(cut), pieceSize: pieceSize)
    _ = try SafetensorsHeader.forEachTensor(of: file) { tensor in
      lines.append(tensorLine(tensor.name, tensor.dtype, tensor.shape))
    }
    return lines
  }

  private static let tensor = #""a.0":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}"#

  @Test(
    "members are found wherever pieces and white space fall",
    arguments: [
      "{\(tensor)}", " {\n\(tensor) , \"é\\u0041\":{\"data_offsets\":[4,8],\"shape\":[],\"dtype\":\"F32\"} } \n  ",
      #"{"__metadata__":{"a":"}\"\\","b":"{["},\#(tensor)}"#, #"{\#(tensor),"__metadata__":{}}"#,
      #"{"__metadata__":null,\#(tensor)}"#,
    ], [9, 10, 17, 64, 1 << 20])
  func findsMembers(_ json: String, _ pieceSize: Int) throws {
    let found = try tensors(json, pieceSize: pieceSize)
    #expect(found.first == tensorLine("a.0", "F16", [2]))
    #expect(found.count == (json.contains("u0041") ? 2 : 1))
    if found.count == 2 { #expect(found[1] == tensorLine("éA", "F32", [])) }
  }

  @Test("long headers and long metadata pass through a small window")
  func readsLongHeaders() throws {
    let members = (0..<5_000).map {
      #""model.layers.\#($0).weight":{"dtype":"F16","shape":[1],"data_offsets":[\#($0 * 2),\#($0 * 2 + 2)]}"#
    }
    let metadata = #""__metadata__":{"license":"\#(String(repeating: "x\\\"", count: 100_000))"}"#
    #expect(try tensors("{" + ([metadata] + members).joined(separator: ",") + "}", pieceSize: 10_000).count == 5_000)
  }

  @Test(
    "what is not a header is refused",
    arguments: [
      "", "{}", "[]", "{", "{\(tensor)", "{\(tensor),}", "{\(tensor)}x", "{\(tensor) \(tensor)}",
      #"{"__metadata__":{}}"#,
      #"{"a":1}"#, #"{"a":{}}"#, #"{1:2}"#, #"{"__metadata__":{"a":"#,
      #"{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,4]}}"#,
      #"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#,
      #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}"#,
      #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}"#,
      #"{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}"#,
      #"{"a":{"dtype":"\u0000","shape":[1],"data_offsets":[0,4]}}"#,
    ])
  func refuses(_ json: String) {
    for pieceSize in [9, 1 << 20] {
      #expect(throws: Failure.self) { try tensors(json, pieceSize: pieceSize) }
    }
  }

  @Test("a tensor described at great length is refused, and so is a file that ends early")
  func refusesLongDescriptions() {
    let shape = String(repeating: "1,", count: 100_000) + "1"
    #expect(throws: Failure.self) {
      try tensors(#"{"a":{"dtype":"F32","shape":[\#(shape)],"data_offsets":[0,4]}}"#)
    }
    #expect(throws: Failure.self) { try tensors("{\(Self.tensor)}", cut: 1) }
  }
}
