import CommandLineTool

extension ToolDescription {
  /// The options of hf-validate: values, defaults, conflicts, requirements.
  static let validateOptionTable = [
    OptionGroup(
      "What to check",
      [
        ToolOption(
          "schema", value: .file("FILE", otherwise: "the schema of an entry"),
          "Check any JSON values against this schema"),
        ToolOption(
          "check-failures", requires: ["schema"], "Check failures of earlier stages too, instead of passing them on"),
        ToolOption(
          "strict", conflicts: ["schema"],
          "Count warnings as errors, except those about ids that do not match the schema's pattern"),
        ToolOption("whole", "Check a top-level array as one value; fail on empty standard input"),
        ToolOption("format-assertion", "Reject values that do not match their 'format'"),
      ]),
    OptionGroup(
      "Output",
      [
        ToolOption(
          "output", value: .words("FORMAT", ["basic", "github"]), requirementsOfValues: [("basic", "schema")],
          "Print the JSON Schema result instead of the values, or GitHub annotations instead of a database"),
        ToolOption(
          "jobs", value: .integer("N", in: 1...1024, otherwise: "all cores"), "How many values to check at once"),
      ]),
  ]
}
