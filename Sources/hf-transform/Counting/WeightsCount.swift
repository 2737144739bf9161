import JSON
import ModelSpec

/// What is known of a checkpoint's weights without its config: the count that headers or the Hub give.
struct WeightsCount {
  private static let sourceKey = JSONKey("source")
  private static let parametersKey = JSONKey("parameters")
  private static let dtypesKey = JSONKey("parameters_by_dtype")
  private static let safetensorsKey = JSONKey("safetensors")
  private static let totalKey = JSONKey("total")

  /// Integer dtypes that hold several quantised values each, and their bits.
  private static let containers: [(dtype: StaticString, bits: Double)] = [
    ("I32", 32), ("U32", 32), ("I16", 16), ("U16", 16), ("U8", 8), ("I8", 8), ("I64", 64),
  ]

  let count: Count
  let source: ParameterCount.Source
  /// The count by dtype, where it is known.
  private let dtypes: JSONElement?

  /// Reads the snapshot's weights, or the count in the Hub's info where a snapshot has none.
  init?(_ snapshot: Snapshot) {
    let weights = snapshot.weights
    if let stated = weights?[WeightsCount.parametersKey]?.int, stated > 0 {
      count = Count(stated)
      source = WeightsCount.source(weights?[WeightsCount.sourceKey])
      dtypes = weights?[WeightsCount.dtypesKey]
      return
    }
    guard weights == nil, let safetensors = snapshot.info?[WeightsCount.safetensorsKey],
      let total = safetensors[WeightsCount.totalKey]?.int, total > 0
    else { return nil }
    count = Count(total)
    source = .hub
    dtypes = safetensors[WeightsCount.parametersKey]
  }

  private static func source(_ element: JSONElement?) -> ParameterCount.Source {
    guard let element else { return .hub }
    if element.equals("safetensors") { return .safetensors }
    return element.equals("gguf") ? .gguf : .hub
  }

  /// Whether some of the weights are stored in containers of several values, so that the Hub's count is of containers.
  var hasContainers: Bool { dtypes?.members.contains { WeightsCount.containerBits($0.key) != nil } ?? false }

  /// About how many values there are when each container holds as many of these bits as fit; nil without containers that
  /// are wide enough for two.
  func unpacked(bits: Double) -> Count? {
    guard let dtypes, bits > 0 else { return nil }
    var total = Double(count.value)
    var isPacked = false
    for (dtype, number) in dtypes.members {
      guard let width = WeightsCount.containerBits(dtype), width / bits >= 2, let number = number.double, number > 0
      else { continue }
      total += number * (width / bits - 1)
      isPacked = true
    }
    return isPacked && total < 1e17 ? Int(truncating: total).map { Count($0) } : nil
  }

  private static func containerBits(_ dtype: JSONElement) -> Double? {
    containers.first { dtype.equals($0.dtype) }?.bits
  }
}
