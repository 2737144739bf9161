import JSON

/// A rough number of parameters of an encoder, from the sizes in its config.
///
/// A layer counts as four square matrices of attention and a gated feed-forward of three matrices. The embeddings of
/// patches and positions, and the connector to the language model, are left out: they are small beside the layers.
enum EncoderSize {
  private static let layers = [
    JSONKey("depth"), JSONKey("num_hidden_layers"), JSONKey("encoder_layers"), JSONKey("num_layers"),
    JSONKey("n_layers"), JSONKey("layers"),
  ]
  /// `embed_dim` comes first: beside it, `hidden_size` is the width of the language model (Qwen2-VL).
  private static let widths = [
    JSONKey("embed_dim"), JSONKey("hidden_size"), JSONKey("d_model"), JSONKey("width"), JSONKey("dim"),
  ]
  private static let innerWidths = [
    JSONKey("intermediate_size"), JSONKey("encoder_ffn_dim"), JSONKey("ffn_dim"), JSONKey("mlp_dim"),
  ]
  /// The plausible numbers of layers, and widths.
  private static let range = 1...1 << 20

  /// The rough number of parameters; 0 when the config states no layers or no width.
  static func parameters(_ config: JSONElement) -> Count {
    guard let layers = first(layers, in: config), let width = first(widths, in: config) else { return 0 }
    let inner = first(innerWidths, in: config) ?? 4 * width
    return layers * (4 * width * width + 3 * width * inner)
  }

  private static func first(_ keys: [JSONKey], in config: JSONElement) -> Count? {
    keys.lazy.compactMap { config[$0]?.int }.first { range.contains($0) }.map { Count($0) }
  }
}
