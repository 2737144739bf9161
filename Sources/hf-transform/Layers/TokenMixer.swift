/// How a layer mixes tokens.
enum TokenMixer: UInt8 {
  /// Full attention: to all earlier tokens.
  case full
  /// Attention to the last tokens only: a sliding window or a chunk.
  case sliding
  /// A state-space, linear-attention, recurrent or convolution block.
  case recurrent
  /// Attention and a recurrent block side by side.
  case both
  /// No mixing: the layer is only a feed-forward.
  case none
}

/// The feed-forward of a layer; `none` if the layer is only a mixer.
enum FeedForwardKind: UInt8 {
  case dense, experts, none
}
