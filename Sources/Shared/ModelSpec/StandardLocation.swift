/// The Hub and the database that the tools use when the user names no others.
public enum StandardLocation {
  /// The URL of the Hugging Face Hub.
  public static let hub = "https://huggingface.co"
  /// The path of the database in the project's directory.
  public static let database = "data/models.json"
}
