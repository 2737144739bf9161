import Foundation
import TestSupport

/// A run of `make` in the package, with the tools that were built beside the tests instead of a release build.
enum Make {
  /// Runs `make TARGET NAME=VALUE…`.
  static func run(
    _ target: String, _ settings: KeyValuePairs<String, String> = [:], environment: [String: String] = [:]
  ) throws -> Command.Outcome {
    let tools = Package.buildDirectory.path(percentEncoded: false)
    let assignments = settings.map { "\($0.key)=\($0.value)" }
    var command = Command(system: "make", ["--no-print-directory", target, "TOOLS=\(tools)"] + assignments)
    command.directory = Package.root
    command.environment = environment
    return try command.run()
  }
}
