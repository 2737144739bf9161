import Foundation
import TestSupport
import Testing

@Suite("The GitHub action that keeps a database")
struct KeepModelsActionTests {
  /// A repository with a database, checked out as a job has it, and an empty remote.
  private func place() throws -> ExampleEnvironment {
    let place = try ExampleEnvironment()
    try place.scratch.write(
      """
      {
        "models": [
          {
            "id": "small, 100%",
            "name": "GPT-2",
            "hf_model_id": "openai-community/gpt2",
            "parameters_billions": 0.124439808,
            "hidden_size": 768,
            "num_layers": 13,
            "num_heads": 12,
            "default_context_length": 1024,
            "architecture": "transformer"
          }
        ]
      }

      """, to: "models, kept.json")
    let made = try place.run(
      """
      git init --quiet --bare remote.git && git init --quiet work && mv 'models, kept.json' work && cd work &&
        git add . && git -c user.name=a -c user.email=a@b commit --quiet -m one && git remote add origin ../remote.git
      """)
    #expect(made.status == 0, "\(made.errors)")
    return place
  }

  private func run(_ mode: String, in place: ExampleEnvironment, _ settings: String = "") throws -> Command.Outcome {
    let action = Package.root.appending(path: ".github/actions/keep-models").path(percentEncoded: false)
    return try place.run(
      """
      export GITHUB_WORKSPACE=$PWD/work GITHUB_ACTION_PATH='\(action)' GITHUB_STEP_SUMMARY=$PWD/summary.md
      export RELATIVE='models, kept.json' MODE=\(mode) ONLY= STRICT= TEXT_ONLY= GIVEN_TOOLS=$TOOLS
      \(settings) "$GITHUB_ACTION_PATH/keep"
      """)
  }

  @Test(
    "an audit annotates each wrong value with file and line, and writes a summary", .enabled(if: Program.exists("git")))
  func audits() throws {
    let place = try place()
    let outcome = try run("audit", in: place)
    #expect(outcome.status == 1)
    #expect(
      outcome.output.contains(
        "::error file=models%2C kept.json,line=9::small, 100%25: num_layers: is 13, derived is 12 (config.json: n_layer)\n"
      ))
    let summary = try place.scratch.read("summary.md")
    #expect(summary.hasPrefix("## models, kept.json\n\nSome values are wrong.\n\n```text\n"))
    #expect(summary.contains("num_layers  13 -> 12") && summary.hasSuffix("\n```\n") && !summary.contains("***"))
    #expect(try place.run("git -C work status --porcelain").output.isEmpty)
  }

  @Test(
    "a refresh pushes a commit of only the database; the next one has nothing to do",
    .enabled(if: Program.exists("git")))
  func refreshes() throws {
    let place = try place()
    let outcome = try run("refresh", in: place)
    #expect(outcome.output.contains("line=9::small") && !outcome.errors.contains("fatal"), "\(outcome.errors)")
    let changed = try place.run("git -C remote.git show --name-only --format=%s models-refresh")
    #expect(changed.output == "Bring models, kept.json up to date with the Hub\n\nmodels, kept.json\n")
    #expect(
      try place.run("git -C remote.git show 'models-refresh:models, kept.json'").output.contains(#""num_layers": 12"#))
    #expect(try place.scratch.read("summary.md").contains("The branch `models-refresh` has the changes"))
    _ = try run("refresh", in: place)
    #expect(try place.scratch.read("summary.md").contains("Nothing has changed."))
  }

  @Test("the summary of an audit that could compare nothing does not speak of wrong values")
  func comparesNothing() throws {
    let place = try place()
    let offline = "export HF_ENDPOINT=http://127.0.0.1:9 HF_HUB_CACHE=$PWD/empty HF_HOME=$PWD/empty\n"
    #expect(try run("audit", in: place, offline).status == 1)
    let summary = try place.scratch.read("summary.md")
    #expect(summary.contains("Nothing was compared.") && !summary.contains("wrong"), "\(summary)")
  }

  @Test("an unknown mode is refused")
  func refusesMode() throws {
    let place = try ExampleEnvironment()
    let outcome = try place.run("mkdir work && export GITHUB_WORKSPACE=$PWD/work && true")
    #expect(outcome.status == 0)
    let refused = try run("both", in: place)
    #expect(refused.status == 2 && refused.errors.contains("is 'both'"))
  }
}
