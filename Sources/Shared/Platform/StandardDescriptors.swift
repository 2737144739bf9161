/// The descriptors of standard input, output and error.
public enum StandardDescriptors {
  /// Opens those that are closed, so that no other file gets their numbers: a report would be written into it, or a
  /// read would wait for it. Input is opened for writing and output for reading, so using one is still an error.
  public static func occupyClosed() {
    for (descriptor, mode) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY)] {
      // `open` takes the lowest free number, so in this order it is the descriptor's.
      if fcntl(descriptor, F_GETFD) < 0, errno == EBADF { _ = open("/dev/null", mode) }
    }
  }
}
