import JSON
import ModelSpec

/// Writes one entry as JSON; overrides replace derived values.
struct EntryWriter: ~Copyable {
  let values: EntryValues
  let overrides: Overrides
  let output: ByteBuffer
  /// The published evaluation results; nil if they were not requested.
  var benchmarks: BenchmarkReader?

  private let names = EntryField.names
  private let ranges = EntryField.ranges

  init(_ values: EntryValues, _ overrides: Overrides, benchmarks: BenchmarkReader?, to output: ByteBuffer) {
    self.values = values
    self.overrides = overrides
    self.benchmarks = benchmarks
    self.output = output
  }

  /// Writes the entry and a line feed.
  ///
  /// - Throws: ``ConfigError`` when a value is out of range, or the model's id gives no entry id; nothing is written
  ///   then.
  func write(explanation: Explanation? = nil) throws(ConfigError) {
    let start = output.count
    output.beginObject()
    do throws(ConfigError) {
      for field in EntryField.inOrder { try write(field) }
    } catch {
      output.truncate(to: start)
      throw error
    }
    for (name, value) in overrides.additional {
      output.key(name)
      output.element(value)
    }
    explanation?.write(to: output)
    output.member(EntryField.requested, values.snapshot.requestedID)
    output.endObject()
    output.endLine()
  }

  @inline(__always)
  private func write(_ field: EntryField) throws(ConfigError) {
    if !overrides.isEmpty {
      if field == .overrides { return writeOverrides() }
      if let value = overrides[field] {
        writeKey(field)
        return output.element(value)
      }
    }
    switch values.value(of: field) {
    case .absent: if field == .benchmarks { benchmarks?.write(to: output) }
    case .size(let size):
      try check(size.value, of: field)
      writeKey(field)
      output.integer(size.value)
    case .billions(let count):
      // The range is in billions; the number is rounded up to whole ones.
      try check((count.value - 1) / 1_000_000_000 + 1, of: field)
      writeKey(field)
      output.billions(count.value)
    case .label(let label):
      writeKey(field)
      output.string(label)
    case .text(let text):
      writeKey(field)
      output.string(jsonContent: text)
    case .id(let modelID): try writeID(of: modelID)
    case .name(let modelID): writeName(of: modelID)
    case .cache: try write(values.entry.cache)
    case .quantization:
      writeKey(field)
      values.entry.quantization?.write(to: output)
    }
  }

  /// Checks that a number is in its field's range. A number computed from several sizes may not be, even if each size
  /// is in range.
  ///
  /// - Throws: ``ConfigError/outOfRange(_:_:_:)``.
  @inline(__always)
  private func check(_ number: Int, of field: EntryField) throws(ConfigError) {
    if !ranges[field.rawValue].contains(number) { throw .outOfRange(field.name, number, field.type) }
  }

  @inline(__always)
  private func writeKey(_ field: EntryField) { output.key(names[field.rawValue]) }

  private func writeID(of modelID: JSONElement) throws(ConfigError) {
    writeKey(.id)
    output.append(UInt8(ascii: "\""))
    let start = output.count
    modelID.withDecodedBytes { text in
      let name = ModelID.name(of: text)
      output.append(upTo: name.count) { target in
        var length = 0
        for byte in EntryID.Spelling(of: name) {
          target[length] = byte
          length += 1
        }
        return length
      }
    }
    guard output.count > start else { throw .noEntryID }
    output.append(UInt8(ascii: "\""))
  }

  /// Writes the last part of the model id with spaces for `-`. JSON escapes are copied unchanged.
  private func writeName(of modelID: JSONElement) {
    writeKey(.name)
    let name = ModelID.name(of: modelID.content)
    output.append(UInt8(ascii: "\""))
    output.append(upTo: name.count) { target in
      for index in name.indices { target[index] = name[index] == UInt8(ascii: "-") ? UInt8(ascii: " ") : name[index] }
      return name.count
    }
    output.append(UInt8(ascii: "\""))
  }

  /// Writes the overrides into the entry, so that a later import can apply them again.
  private func writeOverrides() {
    writeKey(.overrides)
    output.beginObject()
    for field in EntryField.inOrder {
      guard let value = overrides[field] else { continue }
      writeKey(field)
      output.element(value)
    }
    for (name, value) in overrides.additional {
      output.key(name)
      output.element(value)
    }
    output.endObject()
  }
}

extension EntryWriter {
  private func write(_ cache: KVCache) throws(ConfigError) {
    writeKey(.kvCache)
    output.beginObject()
    try write(cache.full, .fullElementsPerToken)
    if let window = cache.window {
      try write(cache.sliding, .slidingElementsPerToken)
      output.key(JSONKey.slidingWindow.text)
      output.integer(window)
    }
    if cache.indexer > 0 { try write(cache.indexer, .indexerElementsPerToken) }
    if cache.recurrent > 0 { try write(cache.recurrent, .recurrentElements) }
    output.endObject()
  }

  private func write(_ elements: Count, _ key: JSONKey) throws(ConfigError) {
    guard case .integer(let range) = EntryField.cacheElements, range.contains(elements.value) else {
      throw .outOfRange(key.text, elements.value, EntryField.cacheElements)
    }
    output.key(key.text)
    output.integer(elements.value)
  }
}
