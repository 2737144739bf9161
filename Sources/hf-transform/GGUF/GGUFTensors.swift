import JSON
import ModelSpec

/// The tensors of a GGUF file: `weights.headers.tensors` of a snapshot, for facts that no key states.
struct GGUFTensors {
  /// Tensors with the same name, except for numbers, and the same shape.
  private struct Group {
    let shape: [Int]
    /// The ranges of blocks that have the tensor; empty for a tensor outside the blocks.
    let blocks: [ClosedRange<Int>]
  }

  private var groups: [String: [Group]] = [:]
  /// The number of elements of each type in ``Dtype/plain``.
  private var plainElements: [Count] = Array(repeating: 0, count: Dtype.plain.count)
  /// The number of elements of all other types.
  private var otherElements: Count = 0

  /// Reads the tensors of a snapshot's `weights.headers`, except invalid ones; empty without it.
  init(_ headers: JSONElement?) {
    guard let tensors = headers?[SnapshotKeys.tensors], tensors.isArray else { return }
    for tensor in tensors.elements {
      guard let name = tensor[SnapshotKeys.name]?.string, let shape = tensor[SnapshotKeys.shape],
        let ranges = TensorPattern.ranges(tensor[SnapshotKeys.ranges])
      else { continue }
      let group = Group(shape: shape.elements.map { max($0.int ?? 0, 0) }, blocks: ranges.first ?? [])
      groups[name, default: []].append(group)
      count(group, tensor[SnapshotKeys.dtype])
    }
  }

  private mutating func count(_ group: Group, _ dtype: JSONElement?) {
    let elements = group.shape.reduce(max(TensorPattern.count(group.blocks), 1)) { $0 * Count($1) }
    if let plain = Dtype.plain.firstIndex(where: { dtype?.equals($0.type) == true }) {
      plainElements[plain] += elements
    } else {
      otherElements += elements
    }
  }

  /// PyTorch's name for the type in ``Dtype/plain`` with the most elements; nil unless it has more elements than all
  /// types outside ``Dtype/plain`` together.
  var dtype: StaticString? {
    guard let most = plainElements.indices.max(by: { plainElements[$0] < plainElements[$1] }),
      plainElements[most] > otherElements
    else { return nil }
    return Dtype.plain[most].name
  }

  /// Whether the snapshot lists tensors.
  var areKnown: Bool { !groups.isEmpty }

  /// Whether there is a tensor with this name, which has `*` for each number: `blk.*.attn_q.bias`.
  func contains(_ name: String) -> Bool { groups[name] != nil }

  /// The dimensions of a tensor, the outermost first; nil without the tensor, or when its shape differs between blocks.
  func shape(of name: String) -> [Int]? {
    guard let found = groups[name], let first = found.first?.shape, found.allSatisfy({ $0.shape == first }) else {
      return nil
    }
    return first
  }

  /// For each of the first `count` blocks, whether it has a tensor whose name meets a condition; nil when none has one.
  func blocks(count: Int, where condition: (String) -> Bool) -> [Bool]? {
    var marks = [Bool](repeating: false, count: count)
    for (_, found) in groups.filter({ condition($0.key) }) {
      for run in found.flatMap(\.blocks) where run.lowerBound < count {
        for block in run.clamped(to: 0...max(count - 1, 0)) { marks[block] = true }
      }
    }
    return marks.contains(true) ? marks : nil
  }

  /// Whether the block with this number has tensors.
  func hasBlock(_ block: Int) -> Bool { groups.values.joined().contains { $0.blocks.contains { $0.contains(block) } } }
}
