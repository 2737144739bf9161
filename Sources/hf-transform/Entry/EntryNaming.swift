import Shared

/// The parts of a model id that an entry is named by.
enum EntryNaming {
  /// What stands behind the last slash.
  static func lastPart(of modelID: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    guard let slash = modelID.lastIndex(of: UInt8(ascii: "/")) else { return modelID }
    return UnsafeBufferPointer(rebasing: modelID[(slash + 1)...])
  }

  /// Appends the entry's id: lower case, every run of other than letters and digits one hyphen, none at the ends.
  ///
  /// - Returns: whether anything was left.
  static func appendID(of part: UnsafeBufferPointer<UInt8>, to output: ByteBuffer) -> Bool {
    let start = output.count
    // A hyphen stands for at least one byte, so the id is no longer than the part.
    output.append(upTo: part.count) { target in
      var length = 0
      var isHyphenDue = false
      for byte in part {
        let lower = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
        switch lower {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
          if isHyphenDue, length > 0 {
            target[length] = UInt8(ascii: "-")
            length += 1
          }
          isHyphenDue = false
          target[length] = lower
          length += 1
        default: isHyphenDue = true
        }
      }
      return length
    }
    return output.count > start
  }

  /// Appends the entry's name: the part with spaces for hyphens.
  static func appendName(of part: UnsafeBufferPointer<UInt8>, to output: ByteBuffer) {
    output.append(upTo: part.count) { target in
      for index in part.indices { target[index] = part[index] == UInt8(ascii: "-") ? UInt8(ascii: " ") : part[index] }
      return part.count
    }
  }
}
