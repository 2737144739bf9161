import JSON
import ModelSpec
import Streams

/// The values of a model's entry without overrides, so that a user sees what each override replaces.
struct ValuesWithoutOverrides {
  /// The entry without overrides, explained.
  private let entry: JSONDocument

  /// Derives the entry again, without overrides; nil when that fails.
  init?(of snapshot: Snapshot, _ options: TransformOptions) {
    let output = FilterOutput(isQuiet: true)
    let transformer = SnapshotTransformer(options.withoutOverrides)
    transformer.process(snapshot, into: output)
    guard output.failureCount == 0, let entry = try? JSONDocument(output.documents.array) else { return nil }
    self.entry = entry
  }

  /// Writes the member `derived`: for each overridden field that has a derived value, that value and its source;
  /// nothing when there are none.
  func write(replacedBy overrides: Overrides, to output: ByteBuffer) {
    entry.withRoot { entry in
      let origins = entry[EntryField.explanation]
      let replaced = EntryField.inOrder.filter { overrides[$0] != nil && entry[$0.name] != nil }
      guard !replaced.isEmpty else { return }
      output.beginObject(EntryField.derived)
      for field in replaced {
        output.beginObject(field.name)
        output.member("value", entry[field.name])
        output.member("from", origins?[field.name]?.string)
        output.endObject()
      }
      output.endObject()
    }
  }
}
