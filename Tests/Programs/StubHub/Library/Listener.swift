import Platform

/// A loopback TCP port that hands each connection to a new thread.
final class Listener: @unchecked Sendable {
  let port: UInt16
  private let descriptor: Int32
  private let monitor = Monitor()
  private var connections: Set<Int32> = []
  private var isStopped = false

  /// Opens a port on 127.0.0.1; 0 lets the system choose.
  init(port requested: UInt16) throws {
    let opened = openSocket()
    guard opened >= 0 else { throw SystemError(errno) }
    descriptor = opened
    var yes: Int32 = 1
    setsockopt(opened, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = requested.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        bind(opened, generic, length) == 0 && listen(opened, 1024) == 0 && getsockname(opened, generic, &length) == 0
      }
    }
    guard status else { throw SystemError(errno) }
    port = UInt16(bigEndian: address.sin_port)
  }

  /// Serves connections until ``stop()``.
  func start(_ serve: @escaping @Sendable (Connection) -> Void) {
    _ = Thread { [self] in
      while let client = acceptNext() {
        let thread = Thread { [self] in
          serve(Connection(descriptor: client))
          forget(client)
        }
        if thread == nil { forget(client) }
      }
    }
  }

  /// Closes the port and all connections.
  func stop() {
    monitor.synchronized {
      isStopped = true
      for client in connections { shutdown(client, Int32(SHUT_RDWR)) }
    }
    shutdown(descriptor, Int32(SHUT_RDWR))
    close(descriptor)
  }

  private func acceptNext() -> Int32? {
    while true {
      let client = accept(descriptor, nil, nil)
      if client < 0, errno == EINTR || errno == ECONNABORTED { continue }
      guard client >= 0 else { return nil }
      closeOnExec(client)
      var yes: Int32 = 1
      setsockopt(client, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
      #if canImport(Darwin)
        setsockopt(client, SOL_SOCKET, SO_NOSIGPIPE, &yes, socklen_t(MemoryLayout<Int32>.size))
      #endif
      let isAccepted = monitor.synchronized {
        if !isStopped { connections.insert(client) }
        return !isStopped
      }
      if isAccepted { return client }
      close(client)
    }
  }

  private func forget(_ client: Int32) {
    monitor.synchronized {
      _ = connections.remove(client)
      close(client)
    }
  }
}

/// Opens a TCP socket; -1 if the system refuses it.
func openSocket() -> Int32 {
  #if canImport(Darwin)
    let opened = socket(AF_INET, SOCK_STREAM, 0)
  #else
    let opened = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
  #endif
  if opened >= 0 { closeOnExec(opened) }
  return opened
}

/// Keeps processes that a parallel test starts from inheriting a descriptor: a connection ends only when no process has
/// it open.
private func closeOnExec(_ descriptor: Int32) { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }

/// One open connection: bytes in, bytes out.
struct Connection {
  let descriptor: Int32

  /// The next piece of input; nil when the client has closed.
  func read() -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 8192)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      if count > 0 { return Array(buffer.prefix(count)) }
      if count < 0, errno == EINTR { continue }
      return nil
    }
  }

  /// Sends bytes; false once the client has gone.
  func send(_ bytes: some Collection<UInt8>) -> Bool {
    let bytes = Array(bytes)
    var sent = 0
    while sent < bytes.count {
      #if canImport(Darwin)
        let flags: Int32 = 0
      #else
        let flags = Int32(MSG_NOSIGNAL)
      #endif
      let count = bytes.withUnsafeBytes { write in
        #if canImport(Darwin)
          Darwin.send(descriptor, write.baseAddress.map { $0 + sent }, bytes.count - sent, flags)
        #else
          Glibc.send(descriptor, write.baseAddress.map { $0 + sent }, bytes.count - sent, flags)
        #endif
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  /// Makes the close that follows a reset.
  func prepareReset() {
    var linger = linger(l_onoff: 1, l_linger: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
  }
}
