import Platform

/// The extended attributes of files, including access control lists.
public enum ExtendedAttributes {
  /// The longest text that ``text(_:at:)`` returns, in bytes.
  private static let longestText = 4096

  /// The text of an attribute of a file; nil without it, on a file system that does not support attributes, and if it
  /// has more than 4096 bytes.
  public static func text(_ name: String, at path: String) -> String? {
    var buffer = [UInt8](repeating: 0, count: longestText)
    let count = buffer.withUnsafeMutableBufferPointer {
      #if os(Linux)
        getxattr(path, name, $0.baseAddress, $0.count)
      #else
        getxattr(path, name, $0.baseAddress, $0.count, 0, 0)
      #endif
    }
    return count < 0 ? nil : String(decoding: buffer.prefix(count), as: UTF8.self)
  }

  /// Sets an attribute of a file, if the file system supports attributes.
  public static func setText(_ name: String, to text: String, at path: String) {
    let bytes = Array(text.utf8)
    #if os(Linux)
      _ = setxattr(path, name, bytes, bytes.count, 0)
    #else
      _ = setxattr(path, name, bytes, bytes.count, 0, 0)
    #endif
  }

  /// Copies the attributes of `source` to `target`, both open files. On Linux, it also removes the attributes that
  /// `source` does not have.
  ///
  /// - Returns: whether `target` has the same attributes as `source` now. On Linux, only those in `user.` and `system.`
  ///   count: only the kernel or the superuser sets those in `security.` and `trusted.`, such as labels of security
  ///   modules.
  static func copy(from source: Int32, to target: Int32) -> Bool {
    #if os(Linux)
      guard let names = list(source), let oldNames = list(target) else { return false }
      var isWhole = true
      for name in oldNames where counts(name) && !names.contains(name) {
        if fremovexattr(target, name) != 0 { isWhole = false }
      }
      for name in names where !set(name, to: value(of: name, source), target) && counts(name) { isWhole = false }
      return isWhole
    #elseif canImport(Darwin)
      return fcopyfile(source, target, nil, copyfile_flags_t(COPYFILE_ACL | COPYFILE_XATTR)) == 0
    #else
      return true
    #endif
  }

  #if os(Linux)
    /// Whether ``copy(from:to:)`` must set or remove an attribute to succeed.
    private static func counts(_ name: String) -> Bool { name.hasPrefix("user.") || name.hasPrefix("system.") }

    /// The names of a file's attributes; nil when they cannot be read. Empty if the file system does not support
    /// attributes.
    private static func list(_ file: Int32) -> [String]? {
      guard let bytes = read({ buffer, size in flistxattr(file, buffer, size) }) else {
        return errno == ENOTSUP || errno == ENOSYS ? [] : nil
      }
      return bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }

    private static func value(of name: String, _ file: Int32) -> [UInt8]? {
      read { buffer, size in fgetxattr(file, name, buffer, size) }
    }

    private static func set(_ name: String, to value: [UInt8]?, _ file: Int32) -> Bool {
      guard let value else { return false }
      return fsetxattr(file, name, value, value.count, 0) == 0
    }

    /// The result of `call`, which fills a buffer and returns a size; nil when it fails. The first call has no buffer,
    /// to get the size. Both calls are repeated if the result has grown in between (`ERANGE`).
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

// Swift's module of the C library lacks these functions on Linux. Their parameters are integers and pointers, which
// Swift passes as C does on every supported platform.
#if os(Linux)
  @_silgen_name("getxattr")
  private func getxattr(
    _ path: UnsafePointer<CChar>, _ name: UnsafePointer<CChar>, _ value: UnsafeMutablePointer<UInt8>?, _ size: Int
  ) -> Int

  @_silgen_name("setxattr")
  private func setxattr(
    _ path: UnsafePointer<CChar>, _ name: UnsafePointer<CChar>, _ value: UnsafePointer<UInt8>?, _ size: Int,
    _ flags: Int32
  ) -> Int32

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
  private func fremovexattr(_ file: Int32, _ name: UnsafePointer<CChar>) -> Int32
#endif
