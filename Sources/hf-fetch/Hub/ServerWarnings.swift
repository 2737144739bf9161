import CommandLineTool
import Synchronization

/// Reports the Hub's warnings (`X-HF-Warning: topic; message`) as notes, one per topic.
final class ServerWarnings: Sendable {
  private let diagnostics: Diagnostics
  private let topics = Mutex<Set<String>>([])

  /// The maximum number of topics; warnings about more topics are ignored.
  private static let maximumTopics = 20
  /// The maximum length of a message, in characters; the rest is left out.
  private static let maximumMessageLength = 300

  init(_ diagnostics: Diagnostics) { self.diagnostics = diagnostics }

  /// Reports the warning in an `X-HF-Warning` header if its topic is new.
  func note(_ header: String) {
    let parts = header.split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false)
    let (topic, message) = parts.count > 1 ? (String(parts[0]), String(parts[1])) : ("", header)
    let isNew = topics.withLock { topics in
      topics.count < ServerWarnings.maximumTopics && topics.insert(topic.trimmingWhiteSpace()).inserted
    }
    let text = String(message.trimmingWhiteSpace().prefix(ServerWarnings.maximumMessageLength))
    if isNew, !text.isEmpty { diagnostics.note("the Hub says: \(text)") }
  }
}
