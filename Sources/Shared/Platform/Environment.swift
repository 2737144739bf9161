/// Whether the value of an environment variable means yes, as for huggingface_hub, the Hub's Python client: 1, ON, YES
/// or TRUE, in upper or lower case.
public func meansYes(_ value: String?) -> Bool { ["1", "ON", "YES", "TRUE"].contains((value ?? "").uppercased()) }

/// The value of an environment variable; nil when it is not set.
public func environment(_ name: String) -> String? {
  getenv(name).map { String(cString: $0) }
}
