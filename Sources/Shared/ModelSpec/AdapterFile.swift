/// The names of the files of an adapter, such as LoRA, which is not a model by itself.
public enum AdapterFile {
  /// The beginnings of the names that PEFT, mlx-lm and diffusers give adapters.
  private static let prefixes = ["adapter_", "adapters.", "pytorch_lora_weights."]
  /// The ending of the names that mlx-lm gives checkpoints of adapters, after a number.
  private static let checkpointSuffix = "_adapters.safetensors"

  /// The file name of an adapter's config.
  public static let config = "adapter_config.json"

  /// Whether the last part of a path is the name of an adapter's weights or config.
  public static func isNamed(by path: String) -> Bool {
    let name = path.split(separator: "/").last ?? ""
    return prefixes.contains { name.hasPrefix($0) } || name.hasSuffix(checkpointSuffix)
  }
}
