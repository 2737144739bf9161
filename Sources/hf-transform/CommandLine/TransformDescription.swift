import Shared

extension ToolDescription {
  /// hf-transform.
  static let transform = ToolDescription(
    name: "hf-transform",
    summary: "turn snapshots of Hugging Face models into entries of models.json",
    synopsis: ["[OPTION]… < SNAPSHOTS > ENTRIES"],
    details: [
      "Reads snapshots, as hf-fetch prints them, and prints one entry for each: sizes, key/value cache, experts, "
        + "parameters, quantisation. What cannot be described becomes a failure in the snapshot's place.",
      "A value comes from the options, else from the snapshot's overrides, else from what is detected: parameters from "
        + "the weights where their count is known, otherwise computed from the config, otherwise (with a warning) taken "
        + "from the name.",
    ],
    groups: [
      OptionGroup(
        "Values",
        [
          ToolOption("params", value: "N", "Set the number of parameters, in billions"),
          ToolOption("context", value: "N", "Set the context length, in tokens"),
          ToolOption("set", value: "FIELD=JSON", isRepeatable: true, "Set a field of the entry to a JSON value"),
        ]),
      OptionGroup(
        "Behaviour",
        [
          ToolOption("text-only", "Describe the language model of a multimodal model, and it alone"),
          ToolOption("explain", "Add 'explain' to each entry: where each field is from"),
          ToolOption("jobs", value: "N", "Work on N snapshots at a time (default 1)"),
        ]),
    ],
    examples: [
      Example("hf-fetch gpt2 | hf-transform --pretty", "show the entry of one model"),
      Example("hf-fetch org/name | hf-transform --params 70 --context 32768", "state what the repo does not tell"),
      Example("hf-transform --set id='\"org-name\"' < snapshot.json", "give the entry another id"),
    ])
}
