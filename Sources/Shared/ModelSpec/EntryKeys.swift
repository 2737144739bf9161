public import JSON

/// The keys of a database and of an entry that tools read or write one by one. ``EntryField`` describes the values.
extension JSONKey {
  /// The list of entries in a database.
  @inline(__always) public static var models: JSONKey { JSONKey("models") }

  /// The entry's id.
  @inline(__always) public static var id: JSONKey { JSONKey("id") }
  /// The model's id on the Hub.
  @inline(__always) public static var hfModelID: JSONKey { JSONKey("hf_model_id") }
  /// The number of parameters in billions.
  @inline(__always) public static var parametersBillions: JSONKey { JSONKey("parameters_billions") }

  /// Of `kv_cache`: the elements per token in layers with full attention.
  @inline(__always) public static var fullElementsPerToken: JSONKey { JSONKey("full_elements_per_token") }
  /// Of `kv_cache`: the elements per token in layers with a sliding window.
  @inline(__always) public static var slidingElementsPerToken: JSONKey { JSONKey("sliding_elements_per_token") }
  /// Of `kv_cache`: the sliding window in tokens.
  @inline(__always) public static var slidingWindow: JSONKey { JSONKey("sliding_window") }
  /// Of `kv_cache`: the elements per token of the indexers of sparse attention.
  @inline(__always) public static var indexerElementsPerToken: JSONKey { JSONKey("indexer_elements_per_token") }
  /// Of `kv_cache`: the elements of the recurrent layers' state.
  @inline(__always) public static var recurrentElements: JSONKey { JSONKey("recurrent_elements") }

  /// Of `quantization`: the name of the method.
  @inline(__always) public static var method: JSONKey { JSONKey("method") }
  /// Of `quantization`: the bits of a weight.
  @inline(__always) public static var bits: JSONKey { JSONKey("bits") }
}
