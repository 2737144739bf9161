/// The endings of the names of weight files.
public enum WeightFileName {
  private static let pytorchEndings = [".bin", ".pt", ".pth", ".ckpt"]

  /// Whether a path is that of a safetensors file.
  public static func isSafetensors(_ path: String) -> Bool { path.hasSuffix(".safetensors") }

  /// Whether a path is that of a GGUF file.
  public static func isGGUF(_ path: String) -> Bool { path.lowercased().hasSuffix(".gguf") }

  /// Whether a path is that of a file with PyTorch's own format.
  public static func isPyTorch(_ path: String) -> Bool { pytorchEndings.contains { path.hasSuffix($0) } }

  /// Whether a path is that of a weight file of any format.
  public static func isWeights(_ path: String) -> Bool { isSafetensors(path) || isGGUF(path) || isPyTorch(path) }
}
