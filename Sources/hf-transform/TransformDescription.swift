import CommandLineTool
import ModelSpec

extension ToolDescription {
  /// The option table of hf-transform (values, defaults, conflicts, requirements), and the texts of its
  /// help and pages.
  static let transform = ToolDescription(
    name: "hf-transform",
    summary: "turn snapshots of models into entries of models.json",
    synopsis: ["[OPTION]... < SNAPSHOTS > ENTRIES"],
    details: [
      "Reads snapshots, as `hf-fetch` prints them, and prints one entry for each: sizes, key/value cache, experts, "
        + "parameters, quantization. For a snapshot that cannot be described, a failure is printed.",
      "A value comes from the options, else from the snapshot's overrides, else from what is detected: parameters from "
        + "the config and the weights, which are compared, otherwise (with a warning) taken "
        + "from the name.",
      "Fields that `--set` takes, in the order of an entry: "
        + EntryField.allCases.filter { $0 != .overrides }.map { "`\($0.name)`" }.joined(separator: ", ")
        + ". A value must have the type and the range that the schema of an entry states.",
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
          ToolOption("text-only", "Describe a multimodal model's language model alone"),
          ToolOption("strict-keys", "Fail where config.json states sizes that are not read, instead of a warning"),
          ToolOption("explain", "Say under 'explain' where each field comes from"),
          ToolOption("benchmarks", "Add the evaluation results that the model card publishes"),
          ToolOption("jobs", value: .integer("N", in: 1...256, default: 1), "How many snapshots to work on at once"),
        ]),
    ],
    examples: [
      Example("hf-fetch gpt2 | hf-transform --pretty", "Show the entry of one model"),
      Example("hf-transform --explain < snapshots.ndjson", "See where each number comes from"),
      Example("hf-transform --params 0.124 --context 2048 < snapshot.json", "State what the repository does not tell"),
      Example("hf-transform --set id='\"org-name\"' < snapshot.json", "Give the entry another id"),
      Example(
        "hf-fetch Qwen/Qwen3-VL-4B-Instruct | hf-transform --text-only",
        "Describe the language model of a multimodal one"),
    ],
    generated: ["sources": { ReadmeFieldTable.markdown }])
}
