/// The names of files that hold an adapter and not a model.
public enum AdapterFile {
  /// What the names begin with: those of PEFT, mlx-lm and diffusers.
  private static let prefixes = ["adapter_", "adapters.", "pytorch_lora_weights."]
  /// What the names of mlx-lm's checkpoints end with, after a number.
  private static let checkpointSuffix = "_adapters.safetensors"

  /// The config of an adapter, in its directory.
  public static let config = "adapter_config.json"

  /// Whether a path is that of an adapter's weights or config.
  public static func isNamed(by path: String) -> Bool {
    let name = path.split(separator: "/").last ?? ""
    return prefixes.contains { name.hasPrefix($0) } || name.hasSuffix(checkpointSuffix)
  }
}
