import JSON
import ModelSpec

/// The facts of a snapshot about the weights: the Hub's count, the headers, the size.
struct WeightsEvidence {
  /// The format of the weight files; `other` also if there are none, or it is unknown.
  enum Format {
    case safetensors, gguf, other
  }

  let format: Format
  /// The total size of the model's weight files; nil when it is unknown.
  let sizeBytes: Int?
  /// The Hub's count; nil without one.
  let hub: StoredCount?
  /// The count that hf-fetch 1.0.0 made from the headers, with packed weights unpacked; nil in newer snapshots.
  let counted: StoredCount?
  /// The tensors that the headers list, as patterns; nil when no header was read.
  let tensors: JSONElement?

  /// Reads a snapshot's `weights`; if there are none, the count in the Hub's info.
  init(_ snapshot: Snapshot) {
    guard let weights = snapshot.weights else {
      let count = snapshot.info?["safetensors"].flatMap { StoredCount($0, total: JSONKey("total")) }
      self.init(format: .safetensors, hub: count)
      return
    }
    let isCounted = weights["source"].map { $0.equals("safetensors") || $0.equals("gguf") } ?? false
    let stated = StoredCount(weights, total: SnapshotKeys.parameters)
    self.init(
      format: WeightsEvidence.format(weights),
      sizeBytes: weights[SnapshotKeys.sizeBytes]?.int.flatMap { $0 > 0 ? $0 : nil },
      hub: weights[SnapshotKeys.hub].flatMap { StoredCount($0, total: SnapshotKeys.parameters) }
        ?? (isCounted ? nil : stated),
      counted: isCounted ? stated : nil, tensors: weights[SnapshotKeys.headers]?[SnapshotKeys.tensors])
  }

  private init(
    format: Format, sizeBytes: Int? = nil, hub: StoredCount?, counted: StoredCount? = nil, tensors: JSONElement? = nil
  ) {
    self.format = format
    self.sizeBytes = sizeBytes
    self.hub = hub
    self.counted = counted
    self.tensors = tensors
  }

  private static func format(_ weights: JSONElement) -> Format {
    guard let format = weights[SnapshotKeys.format] else { return .other }
    return format.equals("gguf") ? .gguf : format.equals("safetensors") ? .safetensors : .other
  }
}

/// A count of stored parameters, with the count of each dtype where it is known.
struct StoredCount {
  /// Keys of the object with the count of each dtype: in a snapshot, and in the Hub's info.
  private static let dtypesKeys = [SnapshotKeys.parametersByDtype, SnapshotKeys.parameters]

  let parameters: Count
  /// An object with the number of parameters of each dtype; nil when it is unknown.
  let dtypes: JSONElement?

  /// Reads an object; nil when it has no number above 0 under the key `total`.
  fileprivate init?(_ element: JSONElement, total: JSONKey) {
    guard let stated = element[total]?.int, stated > 0 else { return nil }
    parameters = Count(stated)
    dtypes = StoredCount.dtypesKeys.lazy.compactMap { element[$0] }.first(where: \.isObject)
  }

  /// The sum of the counts by dtype, if it differs from the total, which a repository can declare; otherwise nil.
  var recounted: StoredCount? {
    guard let dtypes, dtypes.count > 0 else { return nil }
    let sum = dtypes.members.reduce(Count(0)) { $0 + Count(max($1.value.int ?? 0, 0)) }
    return sum == parameters || sum == 0 || sum.isTooLarge ? nil : StoredCount(parameters: sum, dtypes: dtypes)
  }

  private init(parameters: Count, dtypes: JSONElement) {
    self.parameters = parameters
    self.dtypes = dtypes
  }

  /// Whether some of the weights are stored in integers, which can contain several weights each.
  var hasContainers: Bool { dtypes?.members.contains { StoredCount.containerBits($0.key) != nil } ?? false }

  /// Whether the dtypes are known, and none of them can contain several weights.
  var isUnpacked: Bool { dtypes != nil && !hasContainers }

  /// Whether at least half of the elements are bytes, of any type of 8 bits; false when the dtypes are unknown.
  var isMostlyBytes: Bool {
    let bytes = dtypes?.members.reduce(Count(0)) { sum, member in
      guard let dtype = TensorDtype.named(member.key), dtype.bits == 8 else { return sum }
      return sum + Count(max(member.value.int ?? 0, 0))
    }
    return bytes.map { $0 * 2 >= parameters } ?? false
  }

  /// The type of fewer than 16 bits that at least half of the elements have; nil without one.
  var narrowType: TensorDtype? {
    dtypes?.members.lazy.compactMap { name, number in
      TensorDtype.named(name).flatMap { $0.bits < 16 && Count(max(number.int ?? 0, 0)) * 2 >= parameters ? $0 : nil }
    }.first
  }

  /// The approximate number of weights if the integers hold weights of `bits` bits; nil if the dtypes are unknown, and
  /// when ``unpacked(_:_:bits:)`` is.
  func unpacked(bits: Double) -> Count? {
    guard let dtypes else { return nil }
    let integers = dtypes.members.compactMap { dtype, number in
      StoredCount.containerBits(dtype).map { ($0, Count(max(number.int ?? 0, 0))) }
    }
    return StoredCount.unpacked(parameters, integers, bits: bits)
  }

  /// The number of weights in elements of which some are integers. Each integer is full of weights of `bits` bits, at
  /// least two, or a weight of fewer than 16 bits takes several integers. Nil if no integers can hold weights so, and
  /// from 10^17 on.
  ///
  /// - Parameters:
  ///   - elements: the number of all elements.
  ///   - integers: the width of an integer in bits, and the number of integers of this width.
  ///   - bits: the bits of a weight.
  static func unpacked(_ elements: Count, _ integers: [(width: Double, elements: Count)], bits: Double) -> Count? {
    guard bits > 0 else { return nil }
    var total = Double(elements.value)
    var isPacked = false
    for (width, elements) in integers
    where elements > 0 && (width / bits >= 2 || width < bits && bits < 16) {
      total += Double(elements.value) * (width / bits - 1)
      isPacked = true
    }
    return isPacked ? Count(computed: total) : nil
  }

  /// The count, corrected for integers of another width than 32 bits, each of which the Hub counted as the weights that
  /// fit in 32 bits; nil when all have 32 bits, and from 10^17 on.
  var correctedForElementWidths: Count? {
    guard let dtypes else { return nil }
    var total = Double(parameters.value)
    var differs = false
    for (name, number) in dtypes.members {
      guard let width = StoredCount.containerBits(name), width != 32 else { continue }
      total += Double(max(number.int ?? 0, 0)) * (width / 32 - 1)
      differs = true
    }
    return differs ? Count(computed: total) : nil
  }

  /// The stored size of the parameters in bytes; nil when a dtype is unknown, a count is invalid, or they do not
  /// add up to the total.
  var bytes: Double? {
    guard let dtypes, dtypes.count > 0 else { return nil }
    var bits = 0.0
    var sum: Count = 0
    for (name, number) in dtypes.members {
      guard let dtype = TensorDtype.named(name), let number = number.int, number >= 0 else { return nil }
      bits += Double(number) * Double(dtype.bits)
      sum += Count(number)
    }
    return sum == parameters ? bits / 8 : nil
  }

  /// The number of elements of a dtype; nil when the count does not list it.
  func count(of dtype: TensorDtype) -> Count? {
    dtypes?.members.first { $0.key.equals(dtype.name) }.flatMap { $0.value.int }.map { Count(max($0, 0)) }
  }

  /// The width in bits of an integer type; nil for another type.
  private static func containerBits(_ name: JSONElement) -> Double? {
    guard let dtype = TensorDtype.named(name), dtype.content == .integer else { return nil }
    return Double(dtype.bits)
  }
}
