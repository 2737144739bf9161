import ModelSpec
import Testing

@Suite("Names of weight files")
struct WeightFileNameTests {
  @Test(
    "the ending of a name is that of a format",
    arguments: [
      ("model.safetensors", true), ("Q4/Model.GGUF", true), ("model.gguf", true), ("pytorch_model.bin", true),
      ("model.pt", true), ("consolidated.00.pth", true), ("last.ckpt", true), ("tokenizer.json", false),
      ("model.safetensors.index.json", false), ("bin", false),
    ])
  func endings(path: String, isWeights: Bool) {
    #expect(WeightFileName.isWeights(path) == isWeights)
    let formats = [WeightFileName.isSafetensors, WeightFileName.isGGUF, WeightFileName.isPyTorch]
    #expect(formats.count { $0(path) } == (isWeights ? 1 : 0))
  }
}
