/// The candidate with the smallest edit distance from a name; nil if it is more than a third of the name's length.
public func nearestName(to name: String, among candidates: [String]) -> String? {
  let measured = candidates.map { (name: $0, distance: editDistance(name, $0)) }
  guard let nearest = measured.min(by: { $0.distance < $1.distance }) else { return nil }
  return nearest.distance * 3 <= name.utf8.count ? nearest.name : nil
}

/// The Damerau-Levenshtein distance of the first 64 letters: the number of insertions, deletions, replacements and
/// swaps of adjacent letters.
public func editDistance(_ a: String, _ b: String) -> Int {
  let source = Array(a.prefix(64).utf8)
  let target = Array(b.prefix(64).utf8)
  var rows = [Array(0...target.count)]
  for i in source.indices {
    var row = [i + 1]
    for j in target.indices {
      let isSame = source[i] == target[j]
      var least = min(rows[i][j] + (isSame ? 0 : 1), rows[i][j + 1] + 1, row[j] + 1)
      if i > 0, j > 0, source[i] == target[j - 1], source[i - 1] == target[j] {
        least = min(least, rows[i - 1][j - 1] + 1)
      }
      row.append(least)
    }
    rows.append(row)
  }
  return rows[source.count][target.count]
}
