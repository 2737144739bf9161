import CommandLineTool
import ModelSpec

extension ToolDescription {
  /// The options of hf-transform: values, defaults, conflicts, requirements.
  static let transformOptionTable = [
    OptionGroup(
      "Values",
      [
        ToolOption(
          "params", value: .number("N", upTo: EntryField.maximumBillions),
          "Set the number of parameters, in billions"),
        ToolOption(
          "context", value: .integer("N", in: EntryField.contextLengths),
          "Set the context length, in tokens"),
        ToolOption("set", value: "FIELD=JSON", isRepeatable: true, "Set a field to a JSON value"),
      ]),
    OptionGroup(
      "Behavior",
      [
        ToolOption("text-only", "Describe only the language model of a multimodal model"),
        ToolOption("strict-keys", "Fail, instead of warn, if config.json has sizes that are not read"),
        ToolOption("explain", "Add 'explain', the source of each field"),
        ToolOption("benchmarks", "Add the evaluation results that the repository publishes"),
        ToolOption("jobs", value: .integer("N", in: 1...256, default: 1), "How many snapshots to process at once"),
      ]),
  ]
}
