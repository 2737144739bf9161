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
  static var bareEnvironment: [String: String] {
    ProcessInfo.processInfo.environment.filter { ["PATH", "TMPDIR"].contains($0.key) }
  }
}

private final class Marker {}
