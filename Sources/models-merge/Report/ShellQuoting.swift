extension String {
  /// The text as one word of a shell command, in quotes if it needs them.
  var shellQuoted: String {
    let isPlain = { (byte: UInt8) in
      byte &- UInt8(ascii: "0") < 10 || (byte | 0x20) &- UInt8(ascii: "a") < 26 || "/._-+=:@%".utf8.contains(byte)
    }
    guard isEmpty || !utf8.allSatisfy(isPlain) else { return self }
    return "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
