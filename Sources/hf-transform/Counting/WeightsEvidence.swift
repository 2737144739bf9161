import JSON
import ModelSpec

/// The facts of a snapshot about the weights: the Hub's count, the headers, the size.
struct WeightsEvidence {
  /// The format of the weight files.
  enum Format {
    case safetensors, gguf, other
  }

  let format: Format
  /// Bytes of the files that are the model; nil when they are unknown.
  let sizeBytes: Int?
  /// The Hub's count.
  let hub: StoredCount?
  /// The count from headers in a snapshot of version 1, with unpacked weights.
  let counted: StoredCount?
  /// The tensors that the headers list, as patterns; nil when no header was read.
  let tensors: JSONElement?

  /// Reads a snapshot's weights, or the count in the Hub's info if a snapshot has none.
  init(_ snapshot: Snapshot) {
    guard let weights = snapshot.weights else {
      let count = snapshot.info?[WeightsKeys.safetensors].flatMap { StoredCount($0, total: WeightsKeys.total) }
      self.init(format: .safetensors, hub: count)
      return
    }
    let isCounted = weights[WeightsKeys.source].map { $0.equals("safetensors") || $0.equals("gguf") } ?? false
    let stated = StoredCount(weights, total: WeightsKeys.parameters)
    self.init(
      format: WeightsEvidence.format(weights),
      sizeBytes: weights[WeightsKeys.sizeBytes]?.int.flatMap { $0 > 0 ? $0 : nil },
      hub: weights[WeightsKeys.hub].flatMap { StoredCount($0, total: WeightsKeys.parameters) }
        ?? (isCounted ? nil : stated),
      counted: isCounted ? stated : nil, tensors: weights[WeightsKeys.headers]?[WeightsKeys.tensors])
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
    guard let format = weights[WeightsKeys.format] else { return .other }
    return format.equals("gguf") ? .gguf : format.equals("safetensors") ? .safetensors : .other
  }
}

/// A count of stored parameters, with the count of each dtype where it is known.
struct StoredCount {
  private static let dtypesKeys = [WeightsKeys.parametersByDtype, WeightsKeys.parameters]

  let parameters: Count
  /// An object with the number of parameters of each dtype.
  let dtypes: JSONElement?

  /// Reads an object; nil when it has no number above 0 under a key.
  fileprivate init?(_ element: JSONElement, total: JSONKey) {
    guard let stated = element[total]?.int, stated > 0 else { return nil }
    parameters = Count(stated)
    dtypes = StoredCount.dtypesKeys.lazy.compactMap { element[$0] }.first(where: \.isObject)
  }

  /// The sum of the counts by dtype, where it differs from the total, which a repository can declare; otherwise nil.
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

  /// Whether at least half of the elements are bytes: integers or small floats of 8 bits.
  var isMostlyBytes: Bool {
    let bytes = dtypes?.members.reduce(Count(0)) { sum, member in
      guard let dtype = TensorDtype.named(member.key), dtype.bits == 8 else { return sum }
      return sum + Count(max(member.value.int ?? 0, 0))
    }
    return bytes.map { $0 * 2 >= parameters } ?? false
  }

  /// The approximate number of weights when each integer holds as many weights of `bits` bits as fit, or, with 9 to 15
  /// bits, when a weight takes more than a byte; nil without such integers.
  func unpacked(bits: Double) -> Count? {
    guard let dtypes else { return nil }
    let integers = dtypes.members.compactMap { dtype, number in
      StoredCount.containerBits(dtype).map { ($0, Count(max(number.int ?? 0, 0))) }
    }
    return StoredCount.unpacked(parameters, integers, bits: bits)
  }

  /// The number of weights when some elements are integers that each hold weights of `bits` bits; nil when none are, or
  /// the number is 10^17 or more.
  static func unpacked(_ elements: Count, _ integers: [(width: Double, elements: Count)], bits: Double) -> Count? {
    guard bits > 0 else { return nil }
    var total = Double(elements.value)
    var isPacked = false
    for (width, elements) in integers
    where elements > 0 && (width / bits >= 2 || width < bits && bits < 16) {
      total += Double(elements.value) * (width / bits - 1)
      isPacked = true
    }
    return isPacked && total < 1e17 ? Int(truncating: total).map { Count($0) } : nil
  }

  /// The number of weights when each integer of another width than 32 bits was counted as many weights as fit in 32
  /// bits; nil when all have 32 bits.
  var withWordsAsStored: Count? {
    guard let dtypes else { return nil }
    var total = Double(parameters.value)
    var differs = false
    for (name, number) in dtypes.members {
      guard let width = StoredCount.containerBits(name), width != 32 else { continue }
      total += Double(max(number.int ?? 0, 0)) * (width / 32 - 1)
      differs = true
    }
    return differs && total >= 0 && total < 1e17 ? Int(truncating: total).map { Count($0) } : nil
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

  /// The number of elements of a dtype; nil when it is unknown.
  func count(of dtype: TensorDtype) -> Count? {
    dtypes?.members.first { $0.key.equals(dtype.name) }.flatMap { $0.value.int }.map { Count(max($0, 0)) }
  }

  private static func containerBits(_ name: JSONElement) -> Double? {
    guard let dtype = TensorDtype.named(name), dtype.content == .integer else { return nil }
    return Double(dtype.bits)
  }
}
