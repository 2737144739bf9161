import CommandLineTool
import Streams

/// The options of one run of hf-validate, parsed. `ValidateDescription.swift` has the table of what there is,
/// and of what excludes what.
struct ValidateOptions: Sendable {
  /// The schema to check any JSON values against; nil for the schema and the rules of entries.
  let schemaPath: String?
  /// Whether `format` rejects values.
  let assertsFormat: Bool
  /// Whether warnings count as errors.
  let isStrict: Bool
  /// Whether failures of earlier stages are checked like other values.
  let checksFailures: Bool
  /// Whether a top-level array is one value.
  let takesWholeArrays: Bool
  /// The file to check; nil for standard input.
  let path: String?
  /// Whether to print annotations for GitHub in place of each value.
  let printsAnnotations: Bool
  /// Whether to report all warnings, not only the first of each entry.
  let isVerbose: Bool
  /// Whether to print the specification's `basic` output in place of each value.
  let printsBasicOutput: Bool
  /// How many values to work on at once.
  let jobs: Int
  /// Whether to indent the output.
  let isPretty: Bool

  /// Reads the command line.
  init(_ arguments: ParsedArguments) {
    schemaPath = arguments.value("schema")
    assertsFormat = arguments.has("format-assertion")
    isStrict = arguments.has("strict")
    checksFailures = arguments.has("check-failures")
    takesWholeArrays = arguments.has("whole")
    path = arguments.operands.first
    printsBasicOutput = arguments.value("output") == "basic"
    printsAnnotations = arguments.value("output") == "github"
    isVerbose = arguments.has("verbose")
    jobs = arguments.integerIfGiven("jobs") ?? FilterPipeline.coreCount
    isPretty = arguments.has("pretty")
  }
}
