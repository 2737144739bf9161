extension Sequence<Int?> {
  /// The sum; nil when an element is nil, or the sum does not fit into an `Int`.
  var sum: Int? {
    var total = 0
    for number in self {
      guard let number, case let (sum, overflow) = total.addingReportingOverflow(number), !overflow else { return nil }
      total = sum
    }
    return total
  }
}
