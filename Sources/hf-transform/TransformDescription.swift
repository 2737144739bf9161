import CommandLineTool
import ModelSpec

extension ToolDescription {
  /// The option table of hf-transform (values, defaults, conflicts, requirements), and the text of its help and pages.
  static let transform = ToolDescription(
    name: "hf-transform",
    summary: "turn snapshots of models into entries of models.json",
    synopsis: ["[OPTION]... < SNAPSHOTS > ENTRIES"],
    details: [
      "Reads snapshots, as `hf-fetch` prints them, and prints one entry for each: sizes, key/value cache, experts, "
        + "parameters, quantization. If no entry can be made of a snapshot, a failure is printed instead.",
      "The value of a field comes from the command line, else from the snapshot's overrides, else from the config and the "
        + "weights. For the number of parameters, the config and the weights are compared. If neither states it, it is "
        + "taken from the model's name, with a warning.",
      "The fields that `--set` can set, in the order of an entry: "
        + EntryField.allCases.filter { $0 != .overrides }.map { "`\($0.name)`" }.joined(separator: ", ")
        + ". A value must have the field's type and range, which the schema of an entry states.",
    ],
    groups: [
      OptionGroup(
        "Values",
        [
          ToolOption(
            "params", value: .number("N", upTo: EntryField.mostBillions),
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
          ToolOption("benchmarks", "Add the evaluation results that the model card publishes"),
          ToolOption("jobs", value: .integer("N", in: 1...256, default: 1), "How many snapshots to process at once"),
        ]),
    ],
    examples: [
      Example("hf-fetch gpt2 | hf-transform --pretty", "Show the entry of one model"),
      Example("hf-transform --explain < snapshots.ndjson", "See where each number comes from"),
      Example(
        "hf-transform --params 0.124 --context 2048 < snapshot.json", "Set values that the repository does not have"),
      Example("hf-transform --set id='\"org-name\"' < snapshot.json", "Give the entry another id"),
      Example(
        "hf-fetch Qwen/Qwen3-VL-4B-Instruct | hf-transform --text-only",
        "Describe only the language model of a multimodal model"),
    ],
    environment: [Caller.documentation], generated: ["sources": { ReadmeFieldTable.markdown }])
}
