import JSON

extension JSONElement {
  /// A hash that equal values share.
  var valueHash: Int {
    var hasher = Hasher()
    hashValue(into: &hasher)
    return hasher.finalize()
  }

  private func hashValue(into hasher: inout Hasher) {
    hasher.combine(kind)
    switch kind {
    case .number: hashNumber(into: &hasher)
    case .string: withDecodedBytes { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    case .array: for element in elements { element.hashValue(into: &hasher) }
    case .object:
      var sum = 0
      let lastMembers = lastMembersByKey
      for (key, value) in members where lastMembers?.isLast(value, ofKey: key) ?? true {
        sum &+= key.valueHash ^ (value.valueHash &* 31)
      }
      hasher.combine(sum)
    default: break
    }
  }

  /// Hashes a number by its digits, without zeros at the end, and its exponent, so that `1` and `1.0` have the same
  /// hash. A ``ShortDecimal`` of up to 18 digits is hashed without an allocation.
  private func hashNumber(into hasher: inout Hasher) {
    if let short = ShortDecimal(self), short.mantissa.magnitude < 1_000_000_000_000_000_000 {
      var (digits, exponent) = (short.mantissa, -short.scale)
      while digits != 0, digits % 10 == 0 { (digits, exponent) = (digits / 10, exponent + 1) }
      hasher.combine(digits)
      hasher.combine(digits == 0 ? 0 : exponent)
    } else if let decimal, decimal.digits.count <= 18 {
      let digits = decimal.digits.reduce(0) { $0 * 10 + Int($1) }
      hasher.combine(decimal.isNegative ? -digits : digits)
      hasher.combine(decimal.exponent)
    } else if let decimal {
      hasher.combine(decimal)
    } else {
      // Numbers whose exponent is too large to compare are equal only when they are written with the same text.
      hasher.combine(bytes: UnsafeRawBufferPointer(content))
    }
  }

  /// The indices of two equal elements of an array; nil when all differ.
  var firstEqualElements: (Int, Int)? {
    let elements = Array(elements)
    guard elements.count > 1 else { return nil }
    var seen = IndicesByHash(capacity: elements.count)
    for (index, element) in elements.enumerated() {
      if let earlier = seen.insert(index, hash: element.valueHash, where: { elements[$0].isEqual(to: element) }) {
        return (earlier, index)
      }
    }
    return nil
  }
}

/// The indices of elements by their hashes, in one allocation. A dictionary of arrays would allocate memory for each
/// element, and take three times as long for 200,000 elements.
private struct IndicesByHash {
  /// The index of an element, negative if the slot is free, and the low half of the element's hash.
  private struct Slot {
    var hash: UInt32 = 0
    var index: Int32 = -1
  }

  private var slots: [Slot]
  private let mask: Int

  /// Makes a table of which `capacity` elements fill at most half.
  init(capacity: Int) {
    let size = 1 << (Int.bitWidth - (capacity * 2 - 1).leadingZeroBitCount)
    slots = Array(repeating: Slot(), count: size)
    mask = size - 1
  }

  /// Adds an element and returns nil. If the table has an equal element, adds nothing and returns its index.
  mutating func insert(_ index: Int, hash: Int, where isEqual: (Int) -> Bool) -> Int? {
    let low = UInt32(truncatingIfNeeded: hash)
    var place = (hash >> 20) & mask
    while slots[place].index >= 0 {
      if slots[place].hash == low, isEqual(Int(slots[place].index)) { return Int(slots[place].index) }
      place = (place + 1) & mask
    }
    slots[place] = Slot(hash: low, index: Int32(truncatingIfNeeded: index))
    return nil
  }
}
