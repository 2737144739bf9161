import Platform

/// The system call that exchanges two files.
enum FileExchange {
  /// Exchanges the files at two paths atomically.
  ///
  /// - Returns: 0, or the value of `errno`; `ENOSYS` if the system or its C library has no such call.
  static func exchange(_ first: String, _ second: String) -> Int32 {
    #if canImport(Glibc)
      retryingInterrupted { renameat2(AT_FDCWD, first, AT_FDCWD, second, 2 /* RENAME_EXCHANGE */) } == 0 ? 0 : errno
    #elseif canImport(Darwin)
      retryingInterrupted { renamex_np(first, second, UInt32(RENAME_SWAP)) } == 0 ? 0 : errno
    #else
      ENOSYS
    #endif
  }
}

#if canImport(Glibc)
  // Swift's module of the C library lacks this function. Swift passes its parameters, integers and pointers, as C does.
  @_silgen_name("renameat2")
  private func renameat2(
    _ oldDirectory: Int32, _ old: UnsafePointer<CChar>, _ newDirectory: Int32, _ new: UnsafePointer<CChar>,
    _ flags: UInt32
  ) -> Int32
#endif
