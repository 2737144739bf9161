public import Foundation

/// Where things are, seen from a test.
public enum Package {
  /// The directory of this package.
  public static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Where the tools were built, beside the tests.
  public static var buildDirectory: URL {
    #if canImport(Darwin)
      Bundle(for: Marker.self).bundleURL.deletingLastPathComponent()
    #else
      Bundle.main.bundleURL
    #endif
  }

  /// The environment that commands start from, so that a user's own settings and tokens cannot change a result.
  ///
  /// Swift's crash reporter is off. It would report a SIGQUIT as a crash, and wait forever if the process is killed
  /// meanwhile.
  static var bareEnvironment: [String: String] {
    ProcessInfo.processInfo.environment.filter { ["PATH", "TMPDIR"].contains($0.key) }
      .merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 }
  }
}

private final class Marker {}
