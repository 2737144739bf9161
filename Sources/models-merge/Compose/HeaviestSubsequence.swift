/// The indices of the subsequence with the largest sum of weights in which no value is smaller than the one before it.
/// The weights must be positive.
///
/// It finds the largest part of a list that stays in order, so that as little as possible moves. For each value, a
/// Fenwick tree over the sorted values finds the heaviest subsequence that ends with a smaller value, or with an equal
/// one that comes earlier, because Swift's sort keeps the order of equal values. So the time is O(n log n).
func heaviestIncreasingSubsequence(_ values: [Int], weights: [Int]) -> [Int] {
  let order = values.indices.sorted { values[$0] < values[$1] }
  var rank = [Int](repeating: 0, count: values.count)
  for (position, index) in order.enumerated() { rank[index] = position + 1 }
  var tree = [(weight: Int, index: Int)](repeating: (0, -1), count: values.count + 1)
  var predecessors = [Int](repeating: -1, count: values.count)
  var best = (weight: 0, index: -1)
  for index in values.indices {
    var subsequence = (weight: 0, index: -1)
    var node = rank[index] - 1
    while node > 0 {
      if tree[node].weight > subsequence.weight { subsequence = tree[node] }
      node &= node - 1
    }
    predecessors[index] = subsequence.index
    let extended = (weight: subsequence.weight + weights[index], index: index)
    node = rank[index]
    while node < tree.count {
      if extended.weight > tree[node].weight { tree[node] = extended }
      node += node & -node
    }
    if extended.weight > best.weight { best = extended }
  }
  var subsequence: [Int] = []
  var index = best.index
  while index >= 0 {
    subsequence.append(index)
    index = predecessors[index]
  }
  return subsequence.reversed()
}
