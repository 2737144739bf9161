/// The supported revisions of the Model Context Protocol, oldest first, and their differences.
enum ProtocolRevision: String, CaseIterable, Sendable {
  case november2024 = "2024-11-05"
  case march2025 = "2025-03-26"
  case june2025 = "2025-06-18"
  case november2025 = "2025-11-25"
  case july2026 = "2026-07-28"

  /// Whether every request has its revision in `params._meta`, and there is no `initialize`.
  var isStateless: Bool { self == .july2026 }

  /// Whether a line can be an array of messages. In other revisions, an array is an error.
  var allowsBatches: Bool { self == .march2025 }

  /// Whether tools have titles, output schemas and structured results.
  var hasStructuredContent: Bool {
    switch self {
    case .november2024, .march2025: false
    case .june2025, .november2025, .july2026: true
    }
  }

  /// The revision that `initialize` agrees on: the requested one, or the newest one with `initialize`.
  static func negotiated(from requested: String) -> ProtocolRevision {
    guard let revision = ProtocolRevision(rawValue: requested), !revision.isStateless else { return .november2025 }
    return revision
  }

  /// All revisions, newest first, as `server/discover` and the error for an unsupported revision list them.
  static let supported: [String] = allCases.reversed().map(\.rawValue)

  /// The revisions that a request can name in `params._meta`, newest first.
  static let stateless: [String] = allCases.reversed().filter(\.isStateless).map(\.rawValue)
}
