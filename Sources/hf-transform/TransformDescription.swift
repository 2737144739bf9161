import CommandLineTool
import ModelSpec

extension ToolDescription {
  /// What hf-transform is: the texts of its help and pages, and its option table.
  static let transform = ToolDescription(
    name: "hf-transform",
    summary: "turn snapshots of models into entries of models.json",
    synopsis: ["[OPTION]... < SNAPSHOTS > ENTRIES"],
    details: [
      "Reads snapshots, as `hf-fetch` prints them, and prints one entry for each: sizes, key/value cache, experts, "
        + "parameters, quantization. If no entry can be made of a snapshot, a failure is printed instead.",
      "The value of a field comes from the command line, else from the snapshot's overrides, else from the rest of "
        + "the snapshot. The number of parameters that is computed from the config is compared with the Hub's count and with the "
        + "headers of the weight files. If none of the three exists, the number in the model's name is taken, with a warning.",
      "The fields of an entry that `--set` can set, in order: "
        + EntryField.allCases.filter { $0 != .overrides }.map { "`\($0.name)`" }.joined(separator: ", ")
        + ". A value must have the field's type and range, which the schema of an entry states. "
        + "A field with another name is added unchanged, unless the name is probably a misspelling.",
    ],
    groups: transformOptionTable,
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
    generated: ["sources": { ReadmeFieldTable.markdown }])
}
