import Testing

@testable import hf_fetch

@Suite("Which GGUF file is the model")
struct GGUFFileChoiceTests {
  /// Files with their sizes in MB, and the first of the files that are preferred.
  struct Case: Sendable, CustomTestStringConvertible {
    let files: [(path: String, size: Int)]
    let preferred: String?
    var testDescription: String { files.map(\.path).joined(separator: " ") }
  }

  static let cases: [Case] = [
    Case(files: [("a-Q8_0.gguf", 8500), ("a-Q4_K_M.gguf", 4900), ("a-Q2_K.gguf", 3200)], preferred: "a-Q4_K_M.gguf"),
    Case(files: [("a-Q8_0.gguf", 8500), ("a-Q5_0.gguf", 5700)], preferred: "a-Q5_0.gguf"),
    Case(files: [("a.F16.gguf", 16000), ("a.IQ1_S.gguf", 2000)], preferred: "a.IQ1_S.gguf"),
    Case(files: [("Q4_K_M/a-Q4_K_M.gguf", 4900), ("Q8_0/a-Q8_0.gguf", 8500)], preferred: "Q4_K_M/a-Q4_K_M.gguf"),
    // A file of 8 bits that is smaller than the one of 4 bits is of another model.
    Case(files: [("a-Q4_K_M.gguf", 4900), ("a-Q8_0.gguf", 600)], preferred: "a-Q4_K_M.gguf"),
    Case(files: [("a-Q4_K_M.gguf", 400), ("a-Q8_0.gguf", 8500)], preferred: "a-Q8_0.gguf"),
    Case(files: [("mtp-a-Q4_K_M.gguf", 400), ("a-UD-Q4_K_XL.gguf", 4900)], preferred: "a-UD-Q4_K_XL.gguf"),
    Case(files: [("a-Q4_K_M-00001-of-00002.gguf", 10)], preferred: "a-Q4_K_M-00001-of-00002.gguf"),
    Case(
      files: [("a-Q4_K_M-00001-of-00002.gguf", 2450), ("a-Q8_0.gguf", 8500), ("a-draft.gguf", 100)],
      preferred: "a-Q8_0.gguf"),
    // An incomplete model is preferred to a complete draft model: it has to be reported.
    Case(
      files: [("a-Q8_0-00001-of-00002.gguf", 2450), ("mtp-a-Q8_0.gguf", 100)],
      preferred: "a-Q8_0-00001-of-00002.gguf"),
    // A size in bytes is not compared with a number of parameters.
    Case(files: [("model.gguf", 7_000), ("a-7B-Q8_0.gguf", 7_500)], preferred: "a-7B-Q8_0.gguf"),
    Case(files: [("model.gguf", 30_000), ("a-7B-Q8_0.gguf", 7_500)], preferred: "model.gguf"),
    Case(files: [("mmproj-a-F16.gguf", 800), ("imatrix.gguf", 5)], preferred: nil),
    Case(files: [("Assistant-7B-Q8_0.gguf", 7000)], preferred: "Assistant-7B-Q8_0.gguf"),
    Case(files: [], preferred: nil),
  ]

  @Test("prefers", arguments: cases)
  func prefers(_ example: Case) {
    let files = example.files.compactMap { ModelInfo.File(path: $0.path, size: $0.size * 1_000_000) }
    #expect(GGUFFileChoice(in: files).preferred?.files.first?.path == example.preferred)
  }

  @Test("sizes that are unknown or too large for a number change nothing else")
  func sizes() {
    let unknown = ["a-Q8_0.gguf", "a-Q4_K_M.gguf"].compactMap { ModelInfo.File(path: $0, size: nil) }
    #expect(GGUFFileChoice(in: unknown).preferred?.files.first?.path == "a-Q4_K_M.gguf")
    let huge = ["a-Q8_0-00001-of-09999.gguf", "a-Q8_0-00002-of-09999.gguf"].compactMap {
      ModelInfo.File(path: $0, size: Int.max / 2)
    }
    #expect(GGUFFileChoice(in: huge).preferred?.missing.count == 9997)
  }

  @Test(
    "a path is parsed",
    arguments: [
      ("gemma-3-4b-it-Q4_K_M", "gemma-3-4b-it", 4.8), ("name.i1-IQ2_XXS", "name", 2.5),
      ("folder/BF16/name", "name", 16),
      ("Model_q5_0", "model", 5.7), ("ggml-model-f16", "ggml-model", 16), ("plain", "plain", nil),
    ])
  func path(_ stem: String, baseName: String, bits: Double?) {
    let path = GGUFPath(stem)
    #expect(path.baseName == baseName && path.bits == bits)
  }
}
