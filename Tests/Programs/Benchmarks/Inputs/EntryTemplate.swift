import JSON

/// An entry as hf-transform prints it, of which any number of copies can be written under other ids.
struct EntryTemplate {
  private let entry: JSONDocument
  private let id: String
  /// The parameters, as a whole number.
  let parameters: Int

  /// Takes an entry; nil for anything else, such as a failure.
  init?(_ line: ArraySlice<UInt8>) {
    guard let entry = try? JSONDocument(Array(line)), let id = entry.withRoot({ $0["id"]?.string }),
      let billions = entry.withRoot({ $0["parameters_billions"]?.double })
    else { return nil }
    self.entry = entry
    self.id = id
    parameters = Int(saturating: (billions * 1e9).rounded())
  }

  /// Writes a copy with its own id and a few parameters more, so that copies have an order.
  func writeCopy(_ number: Int, to buffer: ByteBuffer) {
    buffer.beginObject()
    entry.withRoot { root in
      for (key, value) in root.members {
        let name = key.string ?? ""
        buffer.key(name)
        switch name {
        case "id", "name", "hf_model_id": buffer.string("\(value.string ?? id)-\(number)")
        case "parameters_billions": buffer.billions(parameters + number)
        default: buffer.element(value)
        }
      }
    }
    buffer.endObject()
  }
}
