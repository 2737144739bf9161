import CommandLineTool
import Platform

/// The stub Hub of the tests, running in the background.
struct LoopbackHub {
  /// Where it answers.
  let address: String
  private let process: ChildProcess

  /// Starts it, and waits until it answers.
  ///
  /// - Parameters:
  ///   - program: the stub Hub.
  ///   - models: the directory of the models.
  ///   - options: further options of the stub.
  ///   - workspace: where its files may be.
  /// - Throws: ``ToolError`` when it does not come up.
  init(program: String, models: String, options: [String] = [], workspace: Workspace) throws(ToolError) {
    let output = workspace.file("stub-hub.address")
    process = try ChildProcess(
      Command(program, ["--root", models, "--ignore-stdin"] + options, output: output),
      errorFile: workspace.file("stub-hub.errors"))
    let deadline = monotonicSeconds() + 10
    while monotonicSeconds() < deadline {
      let lines = String(decoding: try contents(of: output), as: UTF8.self).split(
        separator: "\n", omittingEmptySubsequences: false)
      if lines.count > 1, let first = lines.first {
        address = String(first)
        return
      }
      usleep(10_000)
    }
    process.terminate()
    throw .systemFailure(code: "no_hub", "stub-hub did not say where it answers")
  }

  /// Ends it.
  func stop() { process.terminate() }
}
