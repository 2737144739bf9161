/// The candidate with the smallest edit distance to a name; nil when there are none.
public func nearestName(to name: String, among candidates: [String]) -> String? {
  candidates.map { (name: $0, distance: editDistance(name, $0)) }.min { $0.distance < $1.distance }?.name
}

private func editDistance(_ a: String, _ b: String) -> Int {
  let target = Array(b.prefix(64).utf8)
  var row = Array(0...target.count)
  for (i, byte) in a.prefix(64).utf8.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for j in target.indices {
      let substitution = diagonal + (byte == target[j] ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(substitution, diagonal + 1, row[j] + 1)
    }
  }
  return row[target.count]
}
