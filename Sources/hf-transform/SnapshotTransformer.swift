import Shared

/// The stage itself: one snapshot in, its entry or failure out. Each worker has one, with its own scratch space.
struct SnapshotTransformer: DocumentFilter {
  private let options: TransformOptions
  private let config = ModelConfig()
  private let model: Model
  private var overrides: Overrides

  init(_ options: TransformOptions) {
    self.options = options
    model = Model(config: config)
    overrides = Overrides(options.overrides)
  }

  mutating func process(_ document: JSONElement, into output: FilterOutput) {
    let snapshot = Snapshot(document)
    do {
      try transform(snapshot, into: output)
    } catch let fault as ConfigFault {
      output.fail(fault.failure(of: snapshot))
    } catch let fault as InvalidOverride {
      output.fail(fault.failure(of: snapshot))
    } catch {
      output.fail((error as? Failure) ?? Failure(.malformedInput, stage: .transform, message: "\(error)"))
    }
  }

  private mutating func transform(_ snapshot: Snapshot, into output: FilterOutput) throws {
    guard let configElement = snapshot.config else { throw Failure.noConfig(snapshot) }
    try overrides.read(snapshot.overrides)
    config.read(configElement)
    let isMultimodal = config.isNested || config.otherModality != nil
    if isMultimodal, !options.isTextOnly { throw Failure.multimodal(snapshot, config) }
    applyOverrides()
    let family = FamilyRegistry.shared.family(ofModelType: config.element(.modelType)) ?? .generic
    try model.resolve(as: family)
    var entry = try Entry(model)
    let total = try model.totalParameters()
    let weights = Int(exactly: snapshot.weights?["parameters"]?.int ?? 0) ?? 0
    entry.parameters =
      weights > 0 && !isMultimodal
      ? ParameterCount(value: Count(weights), source: .hub) : ParameterCount(value: total, source: .config)
    entry.quantization = quantization(of: snapshot)
    if entry.isMixture { entry.activeParameters = try total - model.idleParameters() }
    try RequiredFields.check(entry, overrides)
    let writer = EntryWriter(snapshot: snapshot, config: config, overrides: overrides, output: output.documents)
    if !writer.write(entry) { throw ConfigFault.missing([RequiredField(name: "id", option: "--set id='\"…\"'")]) }
  }

  private func quantization(of snapshot: Snapshot) -> Quantization? {
    if let stated = config.element(.quantizationConfig).flatMap({ Quantization($0) }) { return stated }
    if let sidecar = snapshot.quantConfig.flatMap({ Quantization(sidecar: $0) }) { return sidecar }
    guard let weights = snapshot.weights, weights["format"]?.equals("gguf") == true else { return nil }
    return weights["parameters_by_dtype"].flatMap { Quantization(ggufTypes: $0) }
  }

  /// Sizes that are overridden drive what follows from them as well.
  private func applyOverrides() {
    guard !overrides.isEmpty else { return }
    for field in EntryField.allCases {
      if let source = field.source, let value = overrides[field] { config.override(source, with: value) }
    }
  }
}
