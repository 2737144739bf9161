/// The names of a repository's config files.
public enum ConfigFile {
  /// The file with the sizes of the model.
  public static let model = "config.json"
  /// ModelOpt's file with the quantization, beside the other one.
  public static let quantization = "hf_quant_config.json"
}
