import CommandLineTool
import Synchronization

/// Passes on the Hub's warnings (`X-HF-Warning: topic; message`), once per topic.
final class ServerWarnings: Sendable {
  private let diagnostics: Diagnostics
  private let topics = Mutex<Set<String>>([])

  /// Further topics are ignored.
  private static let largestTopicCount = 20
  /// How many characters of a message are shown.
  private static let longestMessage = 300

  /// Makes a list without topics.
  init(_ diagnostics: Diagnostics) { self.diagnostics = diagnostics }

  /// Reports a warning whose topic is new.
  func note(_ header: String) {
    let parts = header.split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false)
    let (topic, message) = parts.count > 1 ? (String(parts[0]), String(parts[1])) : ("", header)
    let isNew = topics.withLock { topics in
      topics.count < ServerWarnings.largestTopicCount && topics.insert(topic.trimmingWhiteSpace()).inserted
    }
    let text = String(message.trimmingWhiteSpace().prefix(ServerWarnings.longestMessage))
    if isNew, !text.isEmpty { diagnostics.note("the Hub says: \(text)") }
  }
}
