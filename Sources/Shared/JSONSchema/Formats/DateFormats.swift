/// Dates and times (RFC 3339), and durations (its appendix A).
enum DateFormats {
  static func isDateTime(_ text: String) -> Bool {
    var scanner = TextScanner(text)
    return takeDate(&scanner) && scanner.take(anyOf: "Tt") && takeTime(&scanner) && scanner.isAtEnd
  }

  static func isDate(_ text: String) -> Bool {
    var scanner = TextScanner(text)
    return takeDate(&scanner) && scanner.isAtEnd
  }

  static func isTime(_ text: String) -> Bool {
    var scanner = TextScanner(text)
    return takeTime(&scanner) && scanner.isAtEnd
  }

  private static func takeDate(_ scanner: inout TextScanner) -> Bool {
    guard let year = scanner.takeNumber(digits: 4), scanner.take(anyOf: "-"), let month = scanner.takeNumber(digits: 2),
      scanner.take(anyOf: "-"), let day = scanner.takeNumber(digits: 2), (1...12).contains(month)
    else { return false }
    let isLeapYear = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths = [31, isLeapYear ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return (1...lengths[month - 1]).contains(day)
  }

  private static func takeTime(_ scanner: inout TextScanner) -> Bool {
    guard let hour = scanner.takeNumber(digits: 2), scanner.take(anyOf: ":"),
      let minute = scanner.takeNumber(digits: 2),
      scanner.take(anyOf: ":"), let second = scanner.takeNumber(digits: 2), hour < 24, minute < 60, second <= 60
    else { return false }
    if scanner.take(anyOf: "."), scanner.takeAll(where: \.isDigit) == 0 { return false }
    guard let offset = takeOffsetInMinutes(&scanner) else { return false }
    // A leap second is in the last minute of a day in UTC.
    let minuteInUTC = (hour * 60 + minute - offset + 2 * 1440) % 1440
    return second < 60 || minuteInUTC == 1439
  }

  /// Takes the offset of a time from UTC, in minutes; nil when it is invalid.
  private static func takeOffsetInMinutes(_ scanner: inout TextScanner) -> Int? {
    if scanner.take(anyOf: "Zz") { return 0 }
    let isNegative = scanner.current == UInt8(ascii: "-")
    guard scanner.take(anyOf: "+-"), let hours = scanner.takeNumber(digits: 2), scanner.take(anyOf: ":"),
      let minutes = scanner.takeNumber(digits: 2), hours < 24, minutes < 60
    else { return nil }
    return (hours * 60 + minutes) * (isNegative ? -1 : 1)
  }

  static func isDuration(_ text: String) -> Bool {
    var scanner = TextScanner(text)
    guard scanner.take(anyOf: "P") else { return false }
    guard let dateUnits = takeUnits("YMWD", &scanner) else { return false }
    if dateUnits.contains("W") { return dateUnits == "W" && scanner.isAtEnd }
    guard scanner.take(anyOf: "T") else {
      return !dateUnits.isEmpty && scanner.isAtEnd && areNeighbors(dateUnits, in: "YMD")
    }
    guard let timeUnits = takeUnits("HMS", &scanner), !timeUnits.isEmpty, scanner.isAtEnd else { return false }
    return areNeighbors(dateUnits, in: "YMD") && areNeighbors(timeUnits, in: "HMS")
  }

  /// Takes numbers, each with one of `units` after it. Returns the units taken; nil when a unit is missing, unknown,
  /// repeated or out of order.
  private static func takeUnits(_ units: String, _ scanner: inout TextScanner) -> String? {
    var rest = units[...]
    var taken = ""
    while let byte = scanner.current, byte.isDigit {
      _ = scanner.takeAll(where: \.isDigit)
      guard let current = scanner.current, let index = rest.firstIndex(of: Character(UnicodeScalar(current))) else {
        return nil
      }
      _ = scanner.take(anyOf: units)
      taken.append(rest[index])
      rest = rest[rest.index(after: index)...]
    }
    return taken
  }

  /// Whether the units that were taken are consecutive, as the grammar requires: a year and a day need a month between
  /// them.
  private static func areNeighbors(_ taken: String, in units: String) -> Bool {
    units.contains(taken) || taken.isEmpty
  }
}
