/// The types of values in the metadata of a GGUF file, with their numbers in the file (`gguf_type` in ggml).
enum GGUFValueType: UInt64 {
  case uint8 = 0, int8, uint16, int16, uint32, int32, float32, bool, string, array, uint64, int64, float64

  /// The width of a value in bytes; nil for strings and arrays, whose length varies.
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
