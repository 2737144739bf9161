import Platform

extension OpenFile {
  /// Writes pieces in order, up to 512 of them with one system call.
  ///
  /// - Throws: ``FileError`` when they cannot be written.
  public func write(_ pieces: [UnsafeBufferPointer<UInt8>]) throws(FileError) {
    let batchSize = 512
    var vector = [iovec](repeating: iovec(), count: min(batchSize, pieces.count))
    var next = pieces.startIndex
    while next < pieces.endIndex {
      let batch = pieces[next..<min(next + batchSize, pieces.endIndex)]
      for (slot, piece) in batch.enumerated() {
        vector[slot] = iovec(iov_base: UnsafeMutableRawPointer(mutating: piece.baseAddress), iov_len: piece.count)
      }
      try writeFully(&vector, count: batch.count)
      next = batch.endIndex
    }
  }

  /// Writes the first `count` parts of a vector, and continues after a short write.
  private func writeFully(_ vector: inout [iovec], count: Int) throws(FileError) {
    var first = 0
    while first < count {
      var written = vector.withUnsafeMutableBufferPointer { parts in
        writev(descriptor, parts.baseAddress.map { $0 + first }, Int32(count - first))
      }
      if written < 0 {
        if errno == EINTR { continue }
        throw .lastCall("write", path)
      }
      while first < count, written >= vector[first].iov_len {
        written -= vector[first].iov_len
        first += 1
      }
      if first < count, written > 0 {
        vector[first].iov_base = vector[first].iov_base.map { $0 + written }
        vector[first].iov_len -= written
      }
    }
  }

  /// Whether the content of the whole file is these pieces in order.
  ///
  /// - Throws: ``FileError`` when the file cannot be read.
  func holds(_ pieces: [UnsafeBufferPointer<UInt8>]) throws(FileError) -> Bool {
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 17, alignment: 16)
    defer { chunk.deallocate() }
    var offset = 0
    for piece in pieces {
      var compared = 0
      while compared < piece.count {
        let wanted = min(chunk.count, piece.count - compared)
        let count = pread(descriptor, chunk.baseAddress, wanted, off_t(offset))
        if count < 0, errno == EINTR { continue }
        if count < 0 { throw .lastCall("read", path) }
        guard count > 0, let expected = piece.baseAddress, let actual = chunk.baseAddress,
          memcmp(actual, expected + compared, count) == 0
        else { return false }
        compared += count
        offset += count
      }
    }
    return try status().size == offset
  }
}
