import JSON
import Platform

/// Whether a descriptor is a terminal, and the color and width of the terminal on stderr.
public enum Terminal {
  /// Whether a descriptor is a terminal.
  public static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// Whether messages are colored: stderr is a terminal, `NO_COLOR` is unset or empty, and `TERM` is not `dumb`.
  public static var errorOutputHasColor: Bool {
    isTerminal(STDERR_FILENO) && (environment("NO_COLOR") ?? "").isEmpty && environment("TERM") != "dumb"
  }

  /// The variables that turn off color, and their meaning, for the manual page and the page in `docs` of each tool.
  static let documentation = (
    name: "NO_COLOR, TERM",
    meaning: "If NO_COLOR is set to any text, or TERM is dumb: no color and no progress on a terminal."
  )

  /// The width of the terminal on stderr in columns; 80 when it is unknown.
  public static var width: Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }
}
