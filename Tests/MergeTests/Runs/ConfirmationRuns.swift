import Foundation
import TestSupport
import Testing

@Suite("The confirmation of an import")
struct ConfirmationRuns {
  private static let empty = "{\"models\": []}\n"

  private func ask(
    _ answer: String?, environment: [String] = ["TERM=xterm"]
  ) throws -> (status: Int32, screen: String, text: String, names: [String]) {
    let database = try TestDatabase(ConfirmationRuns.empty)
    let elsewhere = try ScratchDirectory()
    try elsewhere.write(TestDatabase.entry("new"), to: "input")
    let session = TerminalSession(answer: answer, environment: environment)
    let (status, screen) = try session.run(
      Package.buildDirectory.appending(path: "models-merge"), [try database.path],
      inputPath: elsewhere.path("input"), outputPath: elsewhere.path("output"))
    return (status, screen, try database.text, try database.scratch.names())
  }

  @Test("the answer yes imports", arguments: ["y\n", "YES\n", " yes \n"])
  func yes(answer: String) throws {
    let outcome = try ask(answer)
    #expect(outcome.status == 0)
    #expect(outcome.screen.contains(": add 1 model? [y/N]"))
    #expect(outcome.text.contains("\"new\""))
  }

  @Test("any other answer, or none, imports nothing", arguments: ["\n", "n\n", "yesterday\n", "\u{4}"])
  func no(answer: String) throws {
    let outcome = try ask(answer)
    #expect(outcome.status == 1)
    #expect(outcome.text == ConfirmationRuns.empty)
    #expect(outcome.names == ["models.json"])
  }

  @Test("without a terminal an import is refused, --force is named, and no temporary file is left")
  func noTerminal() throws {
    let outcome = try ask(nil)
    #expect(outcome.status == 1)
    #expect(outcome.screen.contains("--force"))
    #expect(outcome.text == ConfirmationRuns.empty)
    #expect(outcome.names == ["models.json"])
  }

  @Test("the preview is colored on a terminal, unless NO_COLOR has a value or the terminal is dumb")
  func color() throws {
    #expect(try ask("n\n").screen.contains("\u{1B}[32m+"))
    #expect(try ask("n\n", environment: ["TERM=xterm", "NO_COLOR="]).screen.contains("\u{1B}[32m+"))
    #expect(try !ask("n\n", environment: ["TERM=xterm", "NO_COLOR=1"]).screen.contains("\u{1B}["))
    #expect(try !ask("n\n", environment: ["TERM=dumb"]).screen.contains("\u{1B}["))
  }
}
