import JSON
import Platform

/// Properties of the terminal that a tool runs in.
public enum Terminal {
  /// Whether a descriptor is a terminal.
  public static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// Whether to color what goes to stderr: it is a terminal, `NO_COLOR` is unset or empty, `TERM` is not `dumb`.
  public static var errorOutputHasColor: Bool {
    isTerminal(STDERR_FILENO) && (environment("NO_COLOR") ?? "").isEmpty && environment("TERM") != "dumb"
  }

  /// The width of the terminal on stderr in columns; 80 where there is none.
  public static var width: Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }
}
