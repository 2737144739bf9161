import JSON
import Platform

extension ToolDescription {
  /// The manual page, in mdoc(7).
  var manualPage: String {
    let sections = [
      heading, nameSection, synopsisSection, descriptionSection, optionsSection, environmentSection, filesSection,
      exitStatusSection, examplesSection, seeAlsoSection,
    ]
    return sections.flatMap { $0 }.joined(separator: "\n") + "\n"
  }

  private var heading: [String] {
    [
      ".\\\" Made by '\(name) --generate man': edit the tool's description instead.",
      ".Dd \(toolsetReleaseDate)", ".Dt \(name.uppercased()) 1", ".Os",
    ]
  }

  private var nameSection: [String] { [".Sh NAME", ".Nm \(name)", ".Nd \(summary.roff)"] }

  private var synopsisSection: [String] {
    [".Sh SYNOPSIS"] + synopsis.flatMap { [".Nm"] + $0.roffParagraph }
  }

  private var descriptionSection: [String] { [".Sh DESCRIPTION"] + details.roffParagraphs }

  private var optionsSection: [String] {
    [".Sh OPTIONS"]
      + groups.flatMap { group in
        [".Ss \(group.title.roff)"] + tagged(group.options.map { (tag($0), sentences(about: $0)) })
      }
  }

  /// The names of an option and its value as mdoc macros: `Fl q , Fl \-quiet`.
  private func tag(_ option: ToolOption) -> String {
    let letter = option.letter.map { "Fl \($0) , " } ?? ""
    let value = option.value.map { " Ar \($0.name.roff)" } ?? ""
    return "\(letter)Fl \\-\(option.name.roff)\(value)"
  }

  private var environmentSection: [String] {
    environment.isEmpty ? [] : [".Sh ENVIRONMENT"] + tagged(environment.map { ("Ev \($0.name.roff)", $0.meaning) })
  }

  private var filesSection: [String] {
    files.isEmpty ? [] : [".Sh FILES"] + tagged(files.map { ("Pa \($0.path.roff)", $0.meaning) })
  }

  private var exitStatusSection: [String] {
    [".Sh EXIT STATUS"] + tagged(exitStatuses)
  }

  private var examplesSection: [String] {
    [".Sh EXAMPLES"] + Array(examples.map(lines(of:)).joined(separator: [".Pp"]))
  }

  private func lines(of example: Example) -> [String] {
    let commands = example.command.split(separator: "\n").map { String($0).roffLine }
    return ["\(example.purpose.capitalizedFirst):".roffLine, ".Bd -literal -offset indent"] + commands + [".Ed"]
  }

  private var seeAlsoSection: [String] {
    let others = ToolDescription.toolNames.filter { $0 != name }
    return [".Sh SEE ALSO", others.map { "\($0)(1)".roffLine }.joined(separator: ",\n")]
  }

  /// A list of terms and their explanations.
  private func tagged(_ items: [(tag: String, text: String)]) -> [String] {
    [".Bl -tag -width Ds"] + items.flatMap { [".It \($0.tag)"] + $0.text.roffParagraph } + [".El"]
  }
}
