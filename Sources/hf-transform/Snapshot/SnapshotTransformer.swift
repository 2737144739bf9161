import CommandLineTool
import JSON
import ModelSpec
import Streams

/// Turns each snapshot into an entry or a failure. Each worker thread has a separate instance.
struct SnapshotTransformer: DocumentFilter {
  private let options: TransformOptions
  private let config = ModelConfig()
  private let model: Model
  private let overrides: Overrides

  init(_ options: TransformOptions) {
    self.options = options
    model = Model(config: config)
    overrides = Overrides(options.overrides)
  }

  func process(_ document: JSONElement, into output: FilterOutput) {
    process(Snapshot(document), into: output)
  }

  /// Prints the entry or the failure of a snapshot, and messages about it.
  func process(_ snapshot: Snapshot, into output: FilterOutput) {
    do {
      try transform(snapshot, into: output)
    } catch let failure as Failure {
      output.fail(failure)
    } catch let fault as ConfigError {
      output.fail(fault.failure(of: snapshot, readFrom: snapshot.config == nil ? .gguf : .configFile))
    } catch let fault as InvalidOverride {
      output.fail(fault.failure(of: snapshot))
    } catch {
      output.fail(snapshot.failure(.malformedInput, "\(error)", hint: "give hf-transform the output of hf-fetch"))
    }
  }

  /// The maximum number of unknown overrides that are named in warnings; the others are counted.
  private static let maximumNamedOverrides = 20

  private func warnOfUnknownOverrides(_ snapshot: Snapshot, _ output: FilterOutput) {
    let unknown = overrides.unknownInSnapshot
    for name in unknown.prefix(SnapshotTransformer.maximumNamedOverrides) {
      output.warn("\(snapshot.label): '\(name)' is not a field of an entry; it is added unchanged")
    }
    let rest = unknown.count - SnapshotTransformer.maximumNamedOverrides
    if rest > 0 {
      output.warn("\(snapshot.label): \(rest) more overrides are not fields of an entry; they are added unchanged")
    }
  }

  private func transform(_ snapshot: Snapshot, into output: FilterOutput) throws {
    guard snapshot.config != nil || snapshot.gguf != nil else {
      throw LanguageModelCheck.failureWithoutConfig(snapshot)
    }
    try overrides.read(options.appliesSnapshotOverrides ? snapshot.overrides : nil)
    warnOfUnknownOverrides(snapshot, output)
    let derived = options.explains && !overrides.isEmpty ? ValuesWithoutOverrides(of: snapshot, options) : nil
    if let configElement = snapshot.config {
      try config.read(configElement)
    } else if let metadata = snapshot.gguf {
      var reader = try GGUFReader(metadata, headers: snapshot.weights?[SnapshotKeys.headers], into: config)
      try LanguageModelCheck.check(snapshot, reader.metadata)
      try reader.read()
    }
    try LanguageModelCheck.check(snapshot, config)
    let isMultimodal = config.isMultimodal
    if isMultimodal, !options.isTextOnly { throw Failure.multimodal(snapshot, config) }
    applyOverrides()
    try resolve(snapshot, into: output)
    let values = EntryValues(
      entry: try entry(of: snapshot, isMultimodal: isMultimodal, into: output), snapshot: snapshot, config: config,
      isCountStated: overrides[.parametersBillions] != nil)
    try reportUnreadKeys(snapshot, into: output)
    let benchmarks = options.readsBenchmarks ? BenchmarkReader(snapshot.info) : nil
    benchmarks?.report(snapshot.label, to: output)
    let explanation =
      options.explains
      ? Explanation(
        values: values, model: model, overrides: overrides, hasBenchmarks: benchmarks?.results.isEmpty == false,
        derived: derived) : nil
    try EntryWriter(values, overrides, benchmarks: benchmarks, to: output.documents).write(explanation: explanation)
  }

  /// Describes the resolved model of a snapshot.
  private func entry(
    of snapshot: Snapshot, isMultimodal: Bool, into output: FilterOutput
  ) throws -> DerivedEntry {
    var entry = try DerivedEntry(model)
    entry.quantization = try Quantization(snapshot, config)
    if entry.quantization == nil, let stated = config.element(.quantizationConfig), stated.count > 0,
      !Quantization.leavesWeights(stated)
    {
      output.warn(
        "\(snapshot.label): '\(config.key(of: .quantizationConfig))' in config.json names no known method, and is left out",
        hint: "state it with --set quantization='{\"method\": \"gptq\", \"bits\": 4}'")
    }
    try RequiredFields.check(entry, model, overrides)
    try ParameterFields(snapshot: snapshot, model: model, overrides: overrides, isMultimodal: isMultimodal)
      .fill(&entry, into: output)
    return entry
  }

  /// Puts overridden sizes into the config, so that the numbers computed from them change too. The stated context
  /// length stays: position embeddings and masks have its size in the checkpoint, whatever context a user chooses.
  private func applyOverrides() {
    guard !overrides.isEmpty else { return }
    for field in EntryField.inOrder where field != .defaultContextLength || config.element(.context) == nil {
      if let configField = field.configField, let value = overrides[field] { config.override(configField, with: value) }
    }
  }

  /// Notes that no family has the `model_type`, and how the model is described instead.
  private func noteUnknownType(_ snapshot: Snapshot, _ nearest: Family?, into output: FilterOutput) {
    let how =
      nearest?.modelTypes.first.map { "described as '\($0)', whose keys agree" } ?? "described by its keys alone"
    let what = config.element(.modelType)?.string.map { name in
      config.sizesFile == .gguf ? "unknown architecture '\(name)' in the GGUF header" : "unknown model_type '\(name)'"
    }
    output.note(
      "\(snapshot.label): \(what ?? "config.json states no model_type"): \(how)",
      hint: "check the entry, above all its parameters and kv_cache")
  }

  /// Warns about keys of config.json that were not read.
  ///
  /// - Throws: ``Failure`` instead with `--strict-keys`.
  private func reportUnreadKeys(_ snapshot: Snapshot, into output: FilterOutput) throws(Failure) {
    guard config.sizesFile != .gguf, options.isStrictAboutKeys || !output.isQuiet else { return }
    let keys = config.unreadKeys()
    if keys.isEmpty { return }
    let text = keys.text(family: model.family.modelTypes.first.map { "'\($0)'" } ?? "a model of this kind")
    if options.isStrictAboutKeys {
      throw snapshot.failure(.unreadKeys, text, hint: "check the entry without --strict-keys")
    }
    output.warn("\(snapshot.label): \(text)", hint: "check the entry; with --strict-keys this is a failure")
  }

  /// Finds the family, and computes the model's sizes; notes an unknown family, and doubtful class defaults.
  ///
  /// - Throws: ``ConfigError`` when a value has the wrong type or is out of range.
  private func resolve(_ snapshot: Snapshot, into output: FilterOutput) throws(ConfigError) {
    _ = try config.text(.modelType)
    if let family = FamilyRegistry.shared.family(of: config) {
      try model.resolve(as: family)
    } else {
      let nearest = try config.sizesFile == .gguf ? nil : NearestFamily(model).family
      noteUnknownType(snapshot, nearest, into: output)
      let family: Family
      if let nearest { family = nearest } else { family = try .assumed(of: config) }
      try model.resolve(as: family)
    }
    if !model.family.isAssumed, let count = try model.family.experts?.doubtfulCount(in: model) {
      output.warn(
        """
        \(snapshot.label): '\(config.key(of: .experts))' in config.json is \(count), but layers of this family have \
        experts: the model is described without them
        """, hint: "check the entry, above all its parameters")
    }
    let defaulted = RequiredFields.doubtfulDefaults(model)
    if !defaulted.isEmpty {
      output.note(
        "\(snapshot.label): config.json leaves out \(defaulted.quotedList): the defaults of its class are taken")
    }
  }
}
