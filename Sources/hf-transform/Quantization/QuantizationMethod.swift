/// How weights are quantised, under the names that checkpoints use.
enum QuantizationMethod: CaseIterable {
  case gptq, awq, bitsandbytes, fp8

  /// As the entry names it.
  var label: StaticString {
    switch self {
    case .gptq: "gptq"
    case .awq: "awq"
    case .bitsandbytes: "bitsandbytes"
    case .fp8: "fp8"
    }
  }
}
