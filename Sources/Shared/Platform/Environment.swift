/// Whether the value of an environment variable means yes, as the Hub's official client reads it: 1, ON, YES or TRUE,
/// in any case.
public func meansYes(_ value: String?) -> Bool { ["1", "ON", "YES", "TRUE"].contains((value ?? "").uppercased()) }

/// The value of an environment variable, or nil when it is unset.
public func environment(_ name: String) -> String? {
  getenv(name).map { String(cString: $0) }
}
