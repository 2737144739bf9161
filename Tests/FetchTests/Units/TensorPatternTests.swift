import JSON
import Testing

@testable import hf_fetch

@Suite("Tensor patterns")
struct TensorPatternTests {
  private func rebuilt(_ json: String) throws -> [String] {
    try JSONDocument(json).withRoot { try rebuiltTensors($0) }
  }

  private func patternCount(_ json: String) throws -> Int {
    try JSONDocument(json).withRoot { $0["tensors"]?.count ?? 0 }
  }

  /// Sets of tensors: their names, and how many patterns describe them.
  static let sets: [(names: [String], patterns: Int)] = [
    (["model.norm.weight", "lm_head.weight"], 2),
    ((0..<48).flatMap { layer in (0..<128).map { "model.layers.\(layer).mlp.experts.\($0).up_proj.weight" } }, 1),
    // Layers without experts in between.
    ([0, 1, 2, 4, 5, 9].map { "layers.\($0).w" }, 1),
    // Not every combination: the third layer has fewer experts.
    ((0..<3).flatMap { layer in (0..<(layer == 2 ? 3 : 8)).map { "l.\(layer).e.\($0).w" } }, 2),
    // A checkerboard needs a pattern for each kind of row.
    ((0..<8).flatMap { row in (0..<8).filter { ($0 + row) % 2 == 0 }.map { "\(row).\($0)" } }, 2),
    (["0", "1", "2"], 1),
  ]

  @Test("every name can be rebuilt from a few patterns", arguments: sets)
  func rebuilds(_ names: [String], _ count: Int) throws {
    var patterns = TensorPatterns()
    for name in names.shuffled() { try patterns.add(name, dtype: "BF16", shape: [2, 3]) }
    let json = try patterns.json()
    #expect(try rebuilt(json) == names.map { tensorLine($0, "BF16", [2, 3]) }.sorted())
    #expect(try patternCount(json) == count)
  }

  @Test(
    "hostile names are rebuilt unchanged",
    arguments: [
      "a.*.b", "*", "*.1", "a*b.1", "layers.01.w", "layers.00", "layers.-1.w", "layers.1e3.w",
      "a.99999999999999999999.b",
      "a.4294967296.b", "a.999999999.b", "..1..", ".", "", "1.2.3.4.5.6.7.8.9.10.11", "a.٣.b", "é.1", "e\u{301}.1",
      "1.\u{301}", "a\"b.1", "a\\b.2", "a\nb.3", "a.+1.b", "a. 1.b",
    ])
  func keepsHostileNames(_ name: String) throws {
    var patterns = TensorPatterns()
    try patterns.add(name, dtype: "F16", shape: [])
    try patterns.add("a.0.b", dtype: "F16", shape: [])
    let expected = [tensorLine(name, "F16", []), tensorLine("a.0.b", "F16", [])]
    #expect(try rebuilt(try patterns.json()).map { Array($0.utf8) } == expected.sorted().map { Array($0.utf8) })
  }

  @Test("names that are equal under Unicode normalization remain two")
  func comparesBytes() throws {
    var patterns = TensorPatterns()
    for name in ["\u{E9}", "e\u{301}"] { try patterns.add(name, dtype: "F16", shape: []) }
    #expect(try patternCount(try patterns.json()) == 2)
  }

  @Test("random sets of names are rebuilt completely", arguments: 0..<50)
  func rebuildsRandomSets(_ seed: Int) throws {
    var generator = SplitMix(state: UInt64(seed))
    var patterns = TensorPatterns()
    var lines: Set<String> = []
    for _ in 0..<Int.random(in: 1...200, using: &generator) {
      let parts = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
        Bool.random(using: &generator) ? String(Int.random(in: 0...4, using: &generator)) : "x"
      }
      let name = parts.joined(separator: ".")
      // The dtype depends on the name, so that no name has two.
      let dtype = name.utf8.count % 2 == 0 ? "F16" : "F32"
      try patterns.add(name, dtype: dtype, shape: [name.utf8.count])
      lines.insert(tensorLine(name, dtype, [name.utf8.count]))
    }
    #expect(try rebuilt(try patterns.json()) == lines.sorted())
  }

  @Test("a tensor that two files hold counts once: as the index says, else from the first file")
  func separatesCopies() throws {
    var first = TensorPatterns()
    try first.add("l.0.w", dtype: "F32", shape: [4], file: 0)
    try first.add("l.1.w", dtype: "BF16", shape: [4], file: 0)
    var second = TensorPatterns()
    for layer in 0...2 { try second.add("l.\(layer).w", dtype: "BF16", shape: [4], file: 1) }
    try first.merge(second)
    #expect(
      try rebuilt(try first.json()) == [
        tensorLine("l.0.w", "F32", [4]), tensorLine("l.1.w", "BF16", [4]), tensorLine("l.2.w", "BF16", [4]),
      ])
    let indexed = try first.json { $0 == "l.0.w" ? 1 : nil }
    #expect(try rebuilt(indexed) == (0...2).map { tensorLine("l.\($0).w", "BF16", [4]) })
    #expect(try patternCount(indexed) == 1)
  }

  @Test("more different tensors than a snapshot can hold are refused")
  func refusesTooMany() throws {
    var patterns = TensorPatterns()
    #expect(throws: TensorPatterns.TooLarge.self) {
      for number in 0..<1_000_000 { try patterns.add("tensor_\(number)", dtype: "F16", shape: [1]) }
    }
    var scattered = TensorPatterns()
    #expect(throws: TensorPatterns.TooLarge.self) {
      for number in 0..<2000 {
        for bit in 0..<11 where number >> bit & 1 == 1 {
          try scattered.add("\(number).\(bit)", dtype: "F16", shape: [1])
        }
      }
      for number in 0..<600_000 { try scattered.add("x.\(number * 2)", dtype: "F16", shape: [1]) }
      _ = try scattered.json()
    }
  }

  /// A generator whose numbers are the same in every run.
  private struct SplitMix: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
      return mixed ^ mixed >> 31
    }
  }
}
