import CommandLineTool
import Streams

/// The parsed options of hf-validate. `ValidateDescription+OptionTable.swift` has the option table.
struct ValidateOptions: Sendable {
  /// The path of the schema to check any JSON values against; nil for the schema and the rules of entries.
  let schemaPath: String?
  /// Whether values that do not match their `format` are invalid.
  let assertsFormat: Bool
  /// Whether warnings count as errors.
  let isStrict: Bool
  /// Whether failures of earlier stages are checked like other values.
  let checksFailures: Bool
  /// Whether a top-level array is one value, and empty input is an error.
  let takesWholeArrays: Bool
  /// The path of the file to check; nil for standard input, which `-` names too.
  let path: String?
  /// Whether the input is a file of entries. A database must then be its only value, and a top-level array is an error.
  let checksEntriesOfFile: Bool
  /// Whether to print GitHub annotations instead of a database. Other values are printed as usual.
  let printsAnnotations: Bool
  /// Whether to report all warnings about a database, not only the first of each entry.
  let isVerbose: Bool
  /// Whether to print JSON Schema's output format `basic` instead of the values.
  let printsBasicOutput: Bool
  /// How many values to check at once: 1 for annotations, since with several jobs the lines in
  /// documents count from the start of a part of the input.
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
    path = arguments.operands.first { $0 != "-" }
    printsBasicOutput = arguments.value("output") == "basic"
    printsAnnotations = arguments.value("output") == "github"
    isVerbose = arguments.has("verbose")
    checksEntriesOfFile = schemaPath == nil && path != nil
    jobs = printsAnnotations ? 1 : arguments.integerIfGiven("jobs") ?? FilterPipeline.coreCount
    isPretty = arguments.has("pretty")
  }
}
