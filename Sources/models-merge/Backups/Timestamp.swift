import Platform

/// A time in UTC, to the millisecond.
struct Timestamp: Equatable {
  /// Year, month, day, hour, minute, second, millisecond.
  private let parts: [Int]

  /// The current time.
  init() {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    self.init(milliseconds: Int(time.tv_sec) * 1000 + Int(time.tv_nsec) / 1_000_000)
  }

  /// The time this many milliseconds after the start of 1970.
  init(milliseconds: Int) {
    var seconds = time_t(milliseconds / 1000)
    var date = tm()
    gmtime_r(&seconds, &date)
    parts = [
      Int(date.tm_year) + 1900, Int(date.tm_mon) + 1, Int(date.tm_mday), Int(date.tm_hour), Int(date.tm_min),
      Int(date.tm_sec), milliseconds % 1000,
    ]
    self.milliseconds = milliseconds
  }

  /// The time in the name of a file, as ``fileName`` writes it; nil if the text is not such a time.
  init?(fileName text: some StringProtocol) {
    let digits = text.split { !("0"..."9").contains($0) }.map { Int($0) ?? 0 }
    guard text.count == Timestamp.fileNameLength, digits.count == 7, (1970...9999).contains(digits[0]) else {
      return nil
    }
    var date = tm()
    date.tm_year = Int32(truncatingIfNeeded: digits[0] - 1900)
    date.tm_mon = Int32(truncatingIfNeeded: digits[1] - 1)
    date.tm_mday = Int32(truncatingIfNeeded: digits[2])
    date.tm_hour = Int32(truncatingIfNeeded: digits[3])
    date.tm_min = Int32(truncatingIfNeeded: digits[4])
    date.tm_sec = Int32(truncatingIfNeeded: digits[5])
    let seconds = Int(timegm(&date))
    // `timegm` also takes a 31 February; its result is then another day.
    guard seconds >= 0 else { return nil }
    self.init(milliseconds: seconds * 1000 + digits[6])
    guard fileName == text else { return nil }
  }

  /// Milliseconds since the start of 1970.
  let milliseconds: Int
  /// The last time that a file name can have, at the end of the year 9999, in milliseconds since the start of 1970.
  static let maximumMilliseconds = 253_402_300_799_999

  /// The next millisecond.
  var successor: Timestamp { Timestamp(milliseconds: milliseconds + 1) }

  /// ISO 8601: `2026-11-23T01:30:49.123Z`.
  var iso8601: String { text(between: ":", before: ".") }
  /// The number of characters of a time in a file name.
  static let fileNameLength = 24
  /// The time for file names: `2026-11-23T01-30-49-123Z`.
  var fileName: String { text(between: "-", before: "-") }

  private func text(between separator: String, before fraction: String) -> String {
    let digits = zip(parts, [4, 2, 2, 2, 2, 2, 3]).map { value, width in
      String(repeating: "0", count: max(0, width - "\(value)".count)) + "\(value)"
    }
    let time = digits[3...5].joined(separator: separator)
    return digits[0...2].joined(separator: "-") + "T" + time + fraction + digits[6] + "Z"
  }
}
