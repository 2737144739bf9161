import JSON

/// What a config says of how its weights are quantised, as far as counting needs it.
struct Quantisation: Sendable {
  /// The packing rules of the method.
  let format: PackedFormat
  /// The method's name, lower case.
  let method: String
  /// Bits a weight, when one figure is given.
  let bits: Int?
  /// Whether the method runs in 4 bits.
  let isFourBit: Bool
  /// modelopt's name of the algorithm, such as `nvfp4`, lower case.
  private let algorithm: String?
  /// The dtype of routed experts, where it differs.
  let expertDtype: String?
  /// Groups of modules with bits of their own.
  private let groups: [Group]

  private struct Group: Sendable {
    let targets: [String]
    let bits: Int
  }

  /// Reads `quantization_config` (at the top or of the text config), `quantization` (MLX), or `hf_quant_config.json`;
  /// nil where none of them is.
  init?(config: JSONElement, quantConfig: JSONElement?) {
    let text = config["text_config"]
    let declared =
      Quantisation.object(config["quantization_config"]) ?? Quantisation.object(text?["quantization_config"])
    let sidecar = Quantisation.object(quantConfig?["quantization"])
    let mlx = config["quantization"].flatMap { $0["bits"]?.int != nil ? $0 : nil }
    guard let source = declared ?? sidecar ?? mlx else { return nil }
    algorithm = (source["quant_algo"] ?? sidecar?["quant_algo"])?.string?.lowercased()
    method = (source["quant_method"]?.string ?? Quantisation.impliedMethod(source, mlx, algorithm)).lowercased()
    format = PackedFormat.of(method)
    groups = Quantisation.groups(source["config_groups"])
    bits = Quantisation.bits(source, groups)
    let flags = ["load_in_4bit", "_load_in_4bit"].contains { source[key: $0]?.bool == true }
    isFourBit = flags || bits == 4
    expertDtype = (config["expert_dtype"] ?? text?["expert_dtype"] ?? source["expert_dtype"])?.string?.lowercased()
  }

  /// Whether stored elements hold other than one weight each, so that the Hub's count of elements misleads.
  var isPacked: Bool {
    switch method {
    case "fp8", "fbgemm_fp8", "finegrained_fp8": expertDtype.map { $0.contains("4") } ?? false
    case "bitsandbytes", "bnb": isFourBit
    case "compressed-tensors", "compressed_tensors", "": groups.contains { $0.bits < 8 } || (bits ?? 8) < 8
    case "modelopt", "quark": !(algorithm?.hasPrefix("fp8") ?? false)
    default: true
    }
  }

  /// The method that a config without a `quant_method` shows by its other keys.
  private static func impliedMethod(_ source: JSONElement, _ mlx: JSONElement?, _ algorithm: String?) -> String {
    if source["config_groups"] != nil { return "compressed-tensors" }
    if mlx != nil { return "mlx" }
    return algorithm == nil ? "" : "modelopt"
  }

  /// How many weights an element of a tensor holds, as a fraction; zero for book-keeping.
  func density(of tensor: SafetensorsTensor) -> (weights: Int, elements: Int) {
    let lastPart = String(
      tensor.name[(tensor.name.lastIndex(of: ".").map { tensor.name.index(after: $0) } ?? tensor.name.startIndex)...])
    if isBookkeeping(lastPart, tensor) { return (0, 1) }
    guard let rule = format.packed.first(where: { Quantisation.matches($0, tensor, lastPart) }) else { return (1, 1) }
    switch rule.density {
    case .fixed(let weights): return (weights, 1)
    case .fromBits: return (bits == 4 ? 2 : bits == 2 ? 4 : 1, 1)
    case .fromFourBitFlag: return (isFourBit ? 2 : 1, 1)
    case .fromExpertDtype: return (expertDtype.map { $0.contains("4") } ?? false ? 2 : 1, 1)
    case .containerByBits: return (StorageDtype.bits[tensor.dtype] ?? 32, bits(for: tensor.name) ?? 4)
    }
  }

  private func isBookkeeping(_ lastPart: String, _ tensor: SafetensorsTensor) -> Bool {
    PackedFormat.commonBookkeeping.contains(lastPart) || format.bookkeeping.contains(lastPart)
      || format.bookkeepingPrefixes.contains { lastPart.hasPrefix($0) }
      || tensor.dtype == "U8" && format.scaleSuffixes.contains { tensor.name.hasSuffix($0) }
  }

  private static func matches(
    _ rule: PackedFormat.PackedTensor, _ tensor: SafetensorsTensor, _ lastPart: String
  ) -> Bool {
    rule.dtypes.contains(tensor.dtype) && rule.lastPart.map { $0 == lastPart } ?? true
      && rule.suffix.map { lastPart.hasSuffix($0) } ?? true
      && rule.contains.map { tensor.name.contains($0) } ?? true
      && !(rule.excludes.map { tensor.name.contains($0) } ?? false)
  }

  /// The bits of a tensor's module: its group's where groups differ, else the one figure.
  private func bits(for name: String) -> Int? {
    guard Set(groups.map(\.bits)).count > 1 else { return bits }
    let module = name[..<(name.lastIndex(of: ".") ?? name.endIndex)]
    return groups.first { group in group.targets.contains { ModulePattern.matches($0, String(module)) } }?.bits ?? bits
  }

  private static func object(_ element: JSONElement?) -> JSONElement? {
    element.flatMap { $0.isObject && $0.count > 0 ? $0 : nil }
  }

  private static func groups(_ element: JSONElement?) -> [Group] {
    (element?.members.map { $0 } ?? []).compactMap { _, group in
      guard let bits = group["weights"]?["num_bits"]?.int, (1...64).contains(bits) else { return nil }
      return Group(targets: group["targets"]?.elements.compactMap(\.string) ?? [], bits: bits)
    }
  }

  private static func bits(_ source: JSONElement, _ groups: [Group]) -> Int? {
    for key in ["bits", "w_bit", "wbits", "num_bits", "nbits"] {
      if let bits = source[key: key]?.int, (1...64).contains(bits) { return bits }
    }
    if let bits = source["quant_config"]?["weight_quant_params"]?["nbits"]?.int, (1...64).contains(bits) { return bits }
    if let bits = groups.first?.bits { return bits }
    let format = (source["format"]?.string ?? "").lowercased()
    return format.contains("fp4") ? 4 : nil
  }
}

/// Patterns that name modules, as compressed-tensors writes them.
enum ModulePattern {
  /// The longest pattern that is tried.
  private static let longest = 200

  /// Whether a target names a module: exactly, by its last parts, or, behind `re:`, by a regular expression from the start.
  static func matches(_ pattern: String, _ module: String) -> Bool {
    guard pattern.hasPrefix("re:") else { return module == pattern || module.hasSuffix("." + pattern) }
    let expression = String(pattern.dropFirst(3))
    // A repeated group can take time without end, and the pattern is not ours.
    guard expression.utf8.count <= longest, expression.firstMatch(of: /\)[*+{]/) == nil,
      let regex = try? Regex(expression)
    else { return false }
    return module.prefixMatch(of: regex) != nil
  }
}
