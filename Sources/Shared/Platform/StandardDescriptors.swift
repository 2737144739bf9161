/// The descriptors of standard input, output and error.
public enum StandardDescriptors {
  /// Opens `/dev/null` under the number of each closed descriptor. Otherwise the next file that is opened would get the
  /// number, and output would be written into that file, or input read from it. Standard input is opened for writing
  /// only, and output and error for reading only, so using them is still an error.
  public static func occupyClosed() {
    for (descriptor, mode) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY)] {
      // `open` returns the lowest free number: `descriptor`, because all lower numbers are open by now.
      if fcntl(descriptor, F_GETFD) < 0, errno == EBADF { _ = open("/dev/null", mode) }
    }
  }
}
