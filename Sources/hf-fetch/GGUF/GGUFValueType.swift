/// The types of values in a GGUF file's metadata, by their numbers in the file (ggml's `gguf_type`).
enum GGUFValueType: UInt64 {
  case uint8 = 0, int8, uint16, int16, uint32, int32, float32, bool, string, array, uint64, int64, float64

  /// The width of a value in bytes; nil for values of any length.
  var width: Int? {
    switch self {
    case .uint8, .int8, .bool: 1
    case .uint16, .int16: 2
    case .uint32, .int32, .float32: 4
    case .uint64, .int64, .float64: 8
    case .string, .array: nil
    }
  }
}
