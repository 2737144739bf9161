import Platform

/// A proxy on loopback that opens tunnels (`CONNECT`) to ports of this machine, whatever host they are asked for.
public final class ConnectProxy: @unchecked Sendable {
  private let listener: Listener
  private let monitor = Monitor()
  private var log: [String] = []

  /// Starts a proxy.
  ///
  /// - Throws: ``SystemError`` when a port cannot be opened.
  public init() throws {
    listener = try Listener(port: 0)
    listener.start { [self] in serve($0) }
  }

  /// The proxy's address.
  public var url: String { "http://127.0.0.1:\(listener.port)" }

  /// The heads of the requests so far, as they were sent.
  public var heads: [String] { monitor.synchronized { log } }

  /// Closes the port.
  public func stop() { listener.stop() }

  private func serve(_ client: Connection) {
    var head: [UInt8] = []
    while head.firstIndex(of: [13, 10, 13, 10], from: 0) == nil {
      guard let more = client.read() else { return }
      head += more
    }
    let text = String(decoding: head, as: UTF8.self)
    monitor.synchronized { log.append(text) }
    let words = text.split(separator: " ")
    guard words.first == "CONNECT", words.count > 1,
      let port = words[1].split(separator: ":").last.flatMap({ UInt16($0) }),
      let server = Connection(toPort: port)
    else {
      _ = client.send(Array("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n".utf8))
      return
    }
    guard client.send(Array("HTTP/1.1 200 Connection established\r\nX-Proxy: yes\r\n\r\n".utf8)) else { return }
    let back = Thread { ConnectProxy.copy(from: server, to: client) }
    ConnectProxy.copy(from: client, to: server)
    back?.join()
    close(server.descriptor)
  }

  private static func copy(from source: Connection, to destination: Connection) {
    while let piece = source.read(), destination.send(piece) {}
    shutdown(destination.descriptor, Int32(SHUT_WR))
  }
}

extension Connection {
  /// Connects to a port of this machine; nil without a listener.
  fileprivate init?(toPort port: UInt16) {
    let opened = openSocket()
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let status = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        connect(opened, generic, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard status == 0 else {
      close(opened)
      return nil
    }
    descriptor = opened
  }
}
