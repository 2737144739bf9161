/// What the path of a GGUF file says about its content. The path is split into words of letters and digits.
struct GGUFPath {
  /// The words of the file's name before its quantization, in lower case, joined by `-`.
  let baseName: String
  /// The approximate bits per weight of the quantization that the path names; nil if it names none.
  let bits: Double?
  /// Whether the path names a draft model or an adapter.
  let isDraftOrAdapter: Bool

  /// Words in the names of draft models and adapters.
  private static let draftAndAdapterWords: Set<String> = [
    "draft", "drafter", "assistant", "eagle", "eagle2", "eagle3", "dflash", "medusa", "speculator", "lora", "adapter",
  ]

  /// The approximate bits per weight of each quantization, as the mean over all tensors of a file.
  private static let quantizations: [(name: String, bits: Double)] = [
    ("iq1", 1.9), ("iq2", 2.5), ("iq3", 3.5), ("iq4", 4.4), ("tq1", 1.7), ("tq2", 2.1), ("q1", 1.2), ("q2", 3.1),
    ("q3", 3.9), ("q4", 4.8), ("q5", 5.7), ("q6", 6.6), ("q8", 8.5), ("f16", 16), ("fp16", 16), ("bf16", 16),
    ("f32", 32), ("fp32", 32), ("mxfp4", 4.5), ("nvfp4", 4.6),
  ]

  /// Parses a path.
  ///
  /// - Parameter stem: the path without part number and extension. An extension would count as a word of the name.
  init(_ stem: String) {
    let segments = stem.split(separator: "/").map { GGUFPath.words(String($0)) }
    let words = segments.last ?? []
    let quantization = words.firstIndex { GGUFPath.bits(of: $0) != nil }
    var base = words[..<(quantization ?? words.endIndex)]
    // These words say how the file was quantized: `ud` by Unsloth's dynamic method, `i1` and `imat` with an importance
    // matrix. They are not part of the model's name.
    while let last = base.last, ["ud", "i1", "imat"].contains(last) { base.removeLast() }
    baseName = base.joined(separator: "-")
    bits = (segments.dropLast().joined() + words).lazy.compactMap(GGUFPath.bits).last
    isDraftOrAdapter =
      words.first == "mtp" || segments.dropLast().contains(["mtp"])
      || segments.joined().contains { GGUFPath.draftAndAdapterWords.contains($0) }
  }

  private static func words(_ text: String) -> [String] {
    text.lowercased().split { !$0.isLetter && !$0.isNumber }.map { String($0) }
  }

  private static func bits(of word: String) -> Double? { quantizations.first { $0.name == word }?.bits }
}
