import Shared

/// Writes entries as JSON, overrides in the place of what was detected.
struct EntryWriter {
  let snapshot: Snapshot
  let config: ModelConfig
  let overrides: Overrides
  let output: ByteBuffer
  private let names = EntryField.names
  /// The published evaluation results, when they are asked for.
  var benchmarks: BenchmarkReader?

  /// Writes one entry on a line of its own.
  ///
  /// - Returns: whether the model's id leaves anything for the entry's.
  func write(_ entry: Entry, explanation: Explanation? = nil) -> Bool {
    let start = output.count
    output.beginObject()
    guard writeNames() else {
      output.truncate(to: start)
      return false
    }
    writeSeedFields(entry)
    writeShape(entry)
    writeProvenance(entry)
    if !overrides.additional.contains(where: { $0.name == "benchmarks" }) { benchmarks?.write(to: output) }
    for (name, value) in overrides.additional {
      output.key(name)
      output.element(value)
    }
    explanation?.write(to: output)
    output.endObject()
    output.endLine()
    return true
  }

  private func writeNames() -> Bool {
    let id = snapshot.modelID?.content
    let part = id.map(EntryNaming.lastPart)
    if !writeOverride(of: .id) {
      writeKey(.id)
      output.append(UInt8(ascii: "\""))
      guard let part, EntryNaming.appendID(of: part, to: output) else { return false }
      output.append(UInt8(ascii: "\""))
    }
    if !writeOverride(of: .name), let part {
      writeKey(.name)
      output.append(UInt8(ascii: "\""))
      EntryNaming.appendName(of: part, to: output)
      output.append(UInt8(ascii: "\""))
    }
    write(text: id, of: .hfModelID)
    return true
  }

  private func writeSeedFields(_ entry: Entry) {
    write(billions: entry.parameters.value, of: .parametersBillions)
    write(entry.hiddenSize, of: .hiddenSize)
    write(entry.layers, of: .numLayers)
    write(entry.heads, of: .numHeads)
    write(entry.context, of: .defaultContextLength)
    write(entry.isMixture ? "moe" : "transformer", of: .architecture)
    write("text", of: .modality)
    write(entry.keyValueHeads, of: .numKVHeads)
    write(entry.intermediateSize, of: .intermediateSize)
    write(entry.vocabulary, of: .vocabSize)
    write(entry.experts, of: .numExperts)
    write(entry.expertsPerToken, of: .expertsPerToken)
  }

  private func writeShape(_ entry: Entry) {
    write(entry.headDim, of: .headDim)
    write(entry.sharedExperts, of: .numSharedExperts)
    write(entry.expertSize, of: .moeIntermediateSize)
    write(billions: entry.activeParameters, of: .activeParametersBillions)
    write(entry.attention.label, of: .attention)
    if !writeOverride(of: .kvCache) { write(entry.cache) }
    write(text: config.element(.dtype).flatMap { Dtype.name($0) }, of: .dtype)
    if !writeOverride(of: .quantization), let quantization = entry.quantization {
      writeKey(.quantization)
      quantization.write(to: output)
    }
  }

  private func writeProvenance(_ entry: Entry) {
    write(text: snapshot.license, of: .license)
    write(text: snapshot.revision?.content, of: .hfRevision)
    let isOverridden = overrides[.parametersBillions] != nil
    write(isOverridden ? ParameterCount.Source.override.label : entry.parameters.source.label, of: .parametersSource)
  }

  private func write(_ cache: Entry.KVCache) {
    writeKey(.kvCache)
    output.beginObject()
    output.key("full_elements_per_token")
    output.integer(cache.full.value)
    if let window = cache.window {
      output.key("sliding_elements_per_token")
      output.integer(cache.sliding.value)
      output.key("sliding_window")
      output.integer(window)
    }
    output.endObject()
  }
}

extension EntryWriter {
  private func writeKey(_ field: EntryField) { output.key(names[field.rawValue]) }

  @inline(__always)
  private func writeOverride(of field: EntryField) -> Bool {
    guard !overrides.isEmpty, let value = overrides[field] else { return false }
    writeKey(field)
    output.element(value)
    return true
  }

  private func write(_ size: Count, of field: EntryField) {
    guard !writeOverride(of: field), size > 0 else { return }
    writeKey(field)
    output.integer(size.value)
  }

  private func write(billions count: Count, of field: EntryField) {
    guard !writeOverride(of: field), count > 0 else { return }
    writeKey(field)
    output.billions(count.value)
  }

  private func write(_ label: StaticString, of field: EntryField) {
    guard !writeOverride(of: field) else { return }
    writeKey(field)
    output.string(label)
  }

  /// Writes text as it stands in the snapshot, which is JSON, escapes included.
  private func write(text: UnsafeBufferPointer<UInt8>?, of field: EntryField) {
    guard !writeOverride(of: field), let text, text.count > 0 else { return }
    writeKey(field)
    output.string(jsonContent: text)
  }
}
