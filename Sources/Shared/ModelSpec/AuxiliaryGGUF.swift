/// The values of `general.architecture` in GGUF files that are not a model by themselves.
public enum AuxiliaryGGUF {
  /// The architectures of the projectors of multimodal models.
  public static let projectors: [StaticString] = ["clip", "mmproj"]
  /// The architectures of draft models, which propose tokens that a larger model checks.
  public static let draftModels: [StaticString] = ["eagle3", "dflash", "gemma4-assistant"]

  /// Whether an architecture is that of a projector or draft model.
  public static func contains(_ architecture: String) -> Bool {
    (projectors + draftModels).contains { $0.description == architecture }
  }
}
