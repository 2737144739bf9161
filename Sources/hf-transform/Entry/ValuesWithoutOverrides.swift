import JSON
import ModelSpec
import Streams

/// What the entry of a model says where nothing is stated, so that a user sees what a stated value takes the place
/// of.
struct ValuesWithoutOverrides {
  /// The entry without overrides, explained.
  private let entry: JSONDocument

  /// Describes a model once more, without overrides; nil when it cannot be described without them.
  init?(of snapshot: Snapshot, _ options: TransformOptions) {
    let output = FilterOutput(isQuiet: true)
    let transformer = SnapshotTransformer(options.withoutOverrides)
    transformer.process(snapshot, into: output)
    guard output.failureCount == 0, let entry = try? JSONDocument(output.documents.array) else { return nil }
    self.entry = entry
  }

  /// Writes the member `derived`: for each stated field that would have a value by itself, that value, and where it
  /// comes from.
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
