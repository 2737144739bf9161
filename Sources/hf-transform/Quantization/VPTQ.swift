import JSON

/// Reads VPTQ's config: `config_for_layers` has settings for each module, possibly next to `shared_layer_config`.
enum VPTQ {
  /// The settings of single modules, by name; nil without any.
  static func modules(_ config: JSONElement) -> JSONElement? { config["config_for_layers"] }

  /// The fewest bits of a weight in all modules; nil without settings that state them.
  static func bits(_ config: JSONElement) -> Double? {
    let single = modules(config).flatMap(fewestBits)
    guard let shared = config["shared_layer_config"].flatMap(fewestBits) else { return single }
    return min(single ?? shared, shared)
  }

  private static func fewestBits(of modules: JSONElement) -> Double? {
    modules.members.compactMap { bits(ofModule: $0.value) }.min()
  }

  /// The bits of a module's weight: a vector of weights has an index of centroids, and mostly one of residual
  /// centroids. The first item of each list is for outliers, the second for the other weights; -1 means none.
  private static func bits(ofModule settings: JSONElement) -> Double? {
    guard let length = second(settings["vector_lens"]), let centroids = second(settings["num_centroids"]), length > 0,
      centroids > 1
    else { return nil }
    let residual = second(settings["num_res_centroids"]).map { indexBits($0) } ?? 0
    let bits = (indexBits(centroids) + residual) / Double(length)
    return bits <= 32 ? bits : nil
  }

  /// The bits of an index of this many centroids; 0 without any.
  private static func indexBits(_ centroids: Int) -> Double {
    centroids > 1 ? Double(Int.bitWidth - (centroids - 1).leadingZeroBitCount) : 0
  }

  private static func second(_ list: JSONElement?) -> Int? { list?[1]?.int }
}
