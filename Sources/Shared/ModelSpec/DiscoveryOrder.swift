/// The order in which `hf-fetch --discover` and the MCP server list models of the Hub.
public enum DiscoveryOrder: String, CaseIterable, Sendable {
  case trending, downloads, likes, recent

  /// How many models are listed by default.
  public static let defaultLimit = 20
}
