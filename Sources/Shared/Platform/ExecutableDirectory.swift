/// The directory of the running executable, with symbolic links resolved; nil when its path is unknown.
public var executableDirectory: String? {
  #if canImport(Darwin)
    var size = UInt32(PATH_MAX)
    var buffer = [CChar](repeating: 0, count: Int(size))
    guard _NSGetExecutablePath(&buffer, &size) == 0, let resolved = realpath(buffer, nil) else { return nil }
  #else
    guard let resolved = realpath("/proc/self/exe", nil) else { return nil }
  #endif
  defer { free(resolved) }
  let path = String(cString: resolved)
  return path.lastIndex(of: "/").map { String(path[..<$0]) }
}
