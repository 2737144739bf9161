import CommandLineTool
import JSON
import Testing

@Suite("The parser enforces the option table")
struct OptionTableTests {
  private static let tool = tool(operands: 0...2)

  private static func tool(operands: ClosedRange<Int>) -> ToolDescription {
    ToolDescription(
      name: "tool", summary: "do things", synopsis: ["[OPTION]... FILE"], details: [],
      operand: Operand(.file("FILE"), count: operands),
      groups: [
        OptionGroup(
          "All",
          [
            ToolOption("update", letter: "u", conflicts: ["skip"], "Update"),
            ToolOption("skip", "Skip"),
            ToolOption("list", letter: "l", value: .words("ORDER", ["up", "down"]), excludesOperands: true, "List"),
            ToolOption("limit", value: .integer("N", in: 1...9, default: 4), requires: ["list"], "Limit"),
            ToolOption("names", requires: ["update", "list"], "Names"),
            ToolOption("width", value: .integer("N", in: 1...9), variables: ["WIDTH"], "Width"),
            ToolOption("size", value: .number("N", upTo: 100), "Size"),
            ToolOption("log", value: .file("PATH"), "Log"),
            ToolOption("offline", conflicts: ["skip"], variables: ["OFFLINE"], "Offline"),
          ])
      ], examples: [])
  }

  private static func parse(
    _ line: String, _ environment: [String: String] = [:]
  ) throws(ToolError) -> ParsedArguments {
    try ParsedArguments(line.split(separator: " ").map(String.init), of: tool) { environment[$0] }
  }

  @Test(
    "a command line that breaks the table is refused, with what to do",
    arguments: [
      ("--update --skip f", "conflicting_options", "give one of the two"),
      ("--skip --update f", "conflicting_options", "give one of the two"),
      ("--list up f", "conflicting_options", "give one of the two"),
      ("--limit 2 f", "missing_option", "add --list ORDER"),
      ("--names f", "missing_option", "add --update or --list ORDER"),
      ("--list sideways", "invalid_value", "give up or down"),
      ("--list up --limit 10", "invalid_value", "give a whole number from 1 to 9"),
      ("--list up --limit +1", "invalid_value", "give a whole number from 1 to 9"),
      ("--size 1e400 f", "invalid_value", "give a number above 0 and at most 100, such as 7.5"),
      ("--size 0 f", "invalid_value", "give a number above 0 and at most 100, such as 7.5"),
      ("--log= f", "invalid_value", "give PATH"),
      ("--width 1 --width 2 f", "repeated_option", "give it once"),
      ("--widht 1 f", "unknown_option", "did you mean '--width'?"),
      ("--update=yes f", "unexpected_value", "leave '=' and the value out"),
      ("f --width", "missing_value", "write --width N"),
      ("a b c", "unexpected_operand", "usage: tool [OPTION]... FILE"),
    ])
  func refused(line: String, code: String, hint: String) throws {
    let error = #expect(throws: ToolError.self) { try OptionTableTests.parse(line) }
    #expect(error?.code == code)
    #expect(error?.hint == hint)
    #expect(error?.status == .usage)
  }

  @Test("one of several options satisfies a requirement", arguments: ["--names --update f", "--names --list up"])
  func alternatives(line: String) throws {
    #expect(try OptionTableTests.parse(line).has("names"))
  }

  @Test("the missing operand of a tool is named")
  func missingOperand() throws {
    let error = #expect(throws: ToolError.self) {
      try ParsedArguments(["--update"], of: OptionTableTests.tool(operands: 1...1))
    }
    #expect(error?.code == "missing_operand")
    #expect(error?.message == "FILE is missing")
  }

  @Test("an option that is not given has its default, or the value of an environment variable")
  func defaults() throws {
    let plain = try OptionTableTests.parse("f")
    #expect(plain.integer("limit") == 4)
    #expect(plain.integerIfGiven("width") == nil)
    #expect(!plain.has("limit") && !plain.has("offline"))
    let other = try OptionTableTests.parse("f", ["WIDTH": "7", "OFFLINE": "yes"])
    #expect(other.integer("width") == 7)
    #expect(other.has("offline"))
    #expect(try OptionTableTests.parse("f --width 3", ["WIDTH": "7"]).integer("width") == 3)
    #expect(try OptionTableTests.parse("f", ["WIDTH": "70", "OFFLINE": "0"]).integerIfGiven("width") == nil)
  }

  @Test("a flag that the environment sets has the same conflicts")
  func environmentConflicts() throws {
    let error = #expect(throws: ToolError.self) { try OptionTableTests.parse("--skip f", ["OFFLINE": "1"]) }
    #expect(error?.code == "conflicting_options")
  }

  @Test("--help and --version work even if the rest of the command line is wrong")
  func helpFirst() throws {
    #expect(try OptionTableTests.parse("--help --update --skip").has("help"))
  }

  @Test("letters of flags can be written together, the last one with a value")
  func groupedLetters() throws {
    let arguments = try OptionTableTests.parse("-ulup")
    #expect(arguments.has("update") && arguments.value("list") == "up")
    let error = #expect(throws: ToolError.self) { try OptionTableTests.parse("-uz") }
    #expect(error?.message == "unknown option '-z'")
  }

  @Test("an option keeps its value, also with the one-letter form")
  func values() throws {
    let arguments = try OptionTableTests.parse("-lup --limit=9")
    #expect(arguments.value("list") == "up")
    #expect(arguments.integer("limit") == 9)
    #expect(try OptionTableTests.parse("--size 7.50 -- f").number("size")?.description == "7.5")
  }
}
