/// What a number of runs of one command cost.
struct Samples {
  private var usages: [Usage] = []

  /// How many there are.
  var count: Int { usages.count }
  /// The median of the times from start to end, in seconds.
  var wallSeconds: Double { median(usages.map(\.wallSeconds)) }
  /// The median of the processor times, in seconds.
  var processorSeconds: Double { median(usages.map(\.processorSeconds)) }
  /// The median of the processor times in user mode, in seconds.
  var userSeconds: Double { median(usages.map(\.userSeconds)) }
  /// The median of the largest resident sets, in bytes.
  var peakBytes: Double { median(usages.map { Double($0.peakBytes) }) }

  /// The median of the ratios to the other side's samples, each to the one that was taken in turn with it; nil when
  /// there is none to divide by.
  func ratio(to other: Samples, of value: (Usage) -> Double) -> Double? {
    let ratios = zip(usages, other.usages).compactMap { ours, theirs in
      value(theirs) > 0 ? value(ours) / value(theirs) : nil
    }
    return ratios.isEmpty ? nil : median(ratios)
  }

  /// Adds a sample.
  mutating func add(_ usage: Usage) { usages.append(usage) }

  /// Adds samples that were taken later.
  mutating func add(_ others: Samples) { usages += others.usages }
}

/// The middle of some numbers; of an even count the mean of the two in the middle, of none 0.
func median(_ numbers: [Double]) -> Double {
  let sorted = numbers.sorted()
  guard let last = sorted.last else { return 0 }
  let middle = sorted.count / 2
  return sorted.count % 2 == 1
    ? (middle < sorted.count ? sorted[middle] : last) : (sorted[middle - 1] + sorted[middle]) / 2
}
