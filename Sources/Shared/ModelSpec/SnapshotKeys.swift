public import JSON

/// The keys of a snapshot that hf-fetch writes and hf-transform reads. `docs/contract.md` describes the values.
public enum SnapshotKeys {
  /// The model's id, as the Hub spells it.
  @inline(__always) public static var modelID: JSONKey { JSONKey("model_id") }
  /// The id that was requested, if the Hub has renamed the model since.
  @inline(__always) public static var requested: JSONKey { JSONKey("requested") }
  /// The commit.
  @inline(__always) public static var revision: JSONKey { JSONKey("revision") }
  /// The Hub's model info.
  @inline(__always) public static var info: JSONKey { JSONKey("info") }
  /// The content of ``ConfigFile/model``.
  @inline(__always) public static var config: JSONKey { JSONKey("config") }
  /// The content of ``ConfigFile/quantization``.
  @inline(__always) public static var quantConfig: JSONKey { JSONKey("hf_quant_config") }
  /// The summary of the weight files.
  @inline(__always) public static var weights: JSONKey { JSONKey("weights") }
  /// The overrides of the request.
  @inline(__always) public static var overrides: JSONKey { JSONKey("overrides") }

  /// Of `weights`: the format of the files.
  @inline(__always) public static var format: JSONKey { JSONKey("format") }
  /// Of `weights`: the size of the files in bytes.
  @inline(__always) public static var sizeBytes: JSONKey { JSONKey("size_bytes") }
  /// Of `weights`: the Hub's count, an object.
  @inline(__always) public static var hub: JSONKey { JSONKey("hub") }
  /// Of `weights`: what the headers of the files list, an object.
  @inline(__always) public static var headers: JSONKey { JSONKey("headers") }
  /// Of `weights`: the metadata of a GGUF file, by its own keys.
  @inline(__always) public static var gguf: JSONKey { JSONKey("gguf") }
  /// Of `hub`: the number of parameters.
  @inline(__always) public static var parameters: JSONKey { JSONKey("parameters") }
  /// Of `hub`: an object with the number of elements of each dtype.
  @inline(__always) public static var parametersByDtype: JSONKey { JSONKey("parameters_by_dtype") }
  /// Of `headers`: the tensors as patterns.
  @inline(__always) public static var tensors: JSONKey { JSONKey("tensors") }
  /// Of a pattern: the name, with `*` for numbers.
  @inline(__always) public static var name: JSONKey { JSONKey("name") }
  /// Of a pattern: the element type.
  @inline(__always) public static var dtype: JSONKey { JSONKey("dtype") }
  /// Of a pattern: the dimensions.
  @inline(__always) public static var shape: JSONKey { JSONKey("shape") }
  /// Of a pattern: the numbers that replace each `*`.
  @inline(__always) public static var ranges: JSONKey { JSONKey("ranges") }

  /// Of `info`: the files of the repository.
  @inline(__always) public static var files: JSONKey { JSONKey("siblings") }
  /// Of a file in `info`: its path.
  @inline(__always) public static var filePath: JSONKey { JSONKey("rfilename") }
}
