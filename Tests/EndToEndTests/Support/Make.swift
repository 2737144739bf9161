import Foundation
import TestSupport

/// A run of `make` in the package, with the tools that were built beside the tests instead of a release build.
enum Make {
  /// Runs `make TARGET NAME=VALUE…`.
  ///
  /// - Parameter blocks: how large a file may become, in blocks of 1,024 bytes; nil for no limit.
  static func run(
    _ target: String, _ settings: KeyValuePairs<String, String> = [:], environment: [String: String] = [:],
    limitingFilesTo blocks: Int? = nil
  ) throws -> Command.Outcome {
    let tools = Package.buildDirectory.path(percentEncoded: false)
    let assignments = settings.map { "\($0.key)=\($0.value)" }
    let words = ["make", "--no-print-directory", target, "TOOLS=\(tools)"] + assignments
    let limit = blocks.map { "trap '' XFSZ; ulimit -f \($0); exec \"$@\"" } ?? "exec \"$@\""
    var command = Command(system: "bash", ["-c", limit, "bash"] + words)
    command.directory = Package.root
    command.environment = environment
    return try command.run()
  }
}
