import Shared

/// What is known of a checkpoint's weights without its config: the count that headers or the Hub give.
struct WeightsCount {
  private static let sourceKey = JSONKey("source")
  private static let parametersKey = JSONKey("parameters")
  private static let dtypesKey = JSONKey("parameters_by_dtype")
  private static let safetensorsKey = JSONKey("safetensors")
  private static let totalKey = JSONKey("total")

  let count: Count
  let source: ParameterCount.Source
  /// Whether some of the weights are stored in containers of several values, so that the Hub's count is of containers.
  let hasContainers: Bool

  /// Reads the snapshot's weights, or the count in the Hub's info where a snapshot has none.
  init?(_ snapshot: Snapshot) {
    let weights = snapshot.weights
    if let stated = weights?[WeightsCount.parametersKey]?.int, stated > 0 {
      count = Count(stated)
      source = WeightsCount.source(weights?[WeightsCount.sourceKey])
      hasContainers = WeightsCount.hasContainers(weights?[WeightsCount.dtypesKey])
      return
    }
    guard weights == nil, let safetensors = snapshot.info?[WeightsCount.safetensorsKey],
      let total = safetensors[WeightsCount.totalKey]?.int, total > 0
    else { return nil }
    count = Count(total)
    source = .hub
    hasContainers = WeightsCount.hasContainers(safetensors[WeightsCount.parametersKey])
  }

  private static func source(_ element: JSONElement?) -> ParameterCount.Source {
    guard let element else { return .hub }
    if element.equals("safetensors") { return .safetensors }
    return element.equals("gguf") ? .gguf : .hub
  }

  private static func hasContainers(_ dtypes: JSONElement?) -> Bool {
    guard let dtypes else { return false }
    for (dtype, _) in dtypes.members {
      for container in ["I32", "U8", "I8", "U32", "I64", "I16"] as [StaticString] where dtype.equals(container) {
        return true
      }
    }
    return false
  }
}
