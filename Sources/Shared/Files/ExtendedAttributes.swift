import Platform

/// The extended attributes of files, the access control list among them.
enum ExtendedAttributes {
  /// Copies the attributes of one file to another, and removes those that the first does not have.
  ///
  /// - Returns: whether all attributes that a user can set were copied. System attributes, such as labels of security
  ///   modules, are set by the kernel and do not count.
  static func copy(from source: Int32, to target: Int32) -> Bool {
    #if os(Linux)
      let names = list(source)
      for name in list(target) where canBeSetByUsers(name) && !names.contains(name) { fremovexattr(target, name) }
      return names.reduce(true) { isWhole, name in
        (set(name, to: value(of: name, source), target) || !canBeSetByUsers(name)) && isWhole
      }
    #elseif canImport(Darwin)
      return fcopyfile(source, target, nil, copyfile_flags_t(COPYFILE_ACL | COPYFILE_XATTR)) == 0
    #else
      return true
    #endif
  }

  #if os(Linux)
    private static func canBeSetByUsers(_ name: String) -> Bool { name.hasPrefix("user.") || name.hasPrefix("system.") }

    /// The names of a file's attributes.
    private static func list(_ file: Int32) -> [String] {
      let bytes = read { buffer, size in flistxattr(file, buffer, size) } ?? []
      return bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }

    private static func value(of name: String, _ file: Int32) -> [UInt8]? {
      read { buffer, size in fgetxattr(file, name, buffer, size) }
    }

    private static func set(_ name: String, to value: [UInt8]?, _ file: Int32) -> Bool {
      guard let value else { return false }
      return fsetxattr(file, name, value, value.count, 0) == 0
    }

    /// Calls a function with a growing buffer. Without a buffer, it returns the size that it needs.
    private static func read(_ call: (UnsafeMutablePointer<UInt8>?, Int) -> Int) -> [UInt8]? {
      while true {
        let size = call(nil, 0)
        guard size > 0 else { return size == 0 ? [] : nil }
        var buffer = [UInt8](repeating: 0, count: size)
        let count = buffer.withUnsafeMutableBufferPointer { call($0.baseAddress, $0.count) }
        if count >= 0 { return Array(buffer.prefix(count)) }
        if errno != ERANGE { return nil }
      }
    }
  #endif
}

/// Functions of the C library that Swift's module of it lacks on Linux. Their parameters are integers and pointers.
/// Swift passes these as C does on every supported platform.
enum SystemCalls {
  /// Exchanges two files atomically.
  ///
  /// - Returns: 0, or the error number.
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
  @_silgen_name("renameat2")
  private func renameat2(
    _ oldDirectory: Int32, _ old: UnsafePointer<CChar>, _ newDirectory: Int32, _ new: UnsafePointer<CChar>,
    _ flags: UInt32
  ) -> Int32
#endif

#if os(Linux)
  @_silgen_name("flistxattr")
  private func flistxattr(_ file: Int32, _ list: UnsafeMutablePointer<UInt8>?, _ size: Int) -> Int

  @_silgen_name("fgetxattr")
  private func fgetxattr(
    _ file: Int32, _ name: UnsafePointer<CChar>, _ value: UnsafeMutablePointer<UInt8>?, _ size: Int
  ) -> Int

  @_silgen_name("fsetxattr")
  private func fsetxattr(
    _ file: Int32, _ name: UnsafePointer<CChar>, _ value: UnsafePointer<UInt8>?, _ size: Int, _ flags: Int32
  ) -> Int32

  @_silgen_name("fremovexattr")
  @discardableResult
  private func fremovexattr(_ file: Int32, _ name: UnsafePointer<CChar>) -> Int32
#endif
