import JSON

/// The difference between a text and a new one that was put together from parts of it, as a unified diff.
///
/// The parts say what is common, so that only the places in between are compared line by line, and large files cost no
/// more than small ones.
struct UnifiedDiff {
  /// A place where the texts differ: whole lines of the old one, and what is there instead.
  struct Edit {
    /// The lines of the old text, in bytes.
    var old: Range<Int>
    /// The new lines.
    var new: [UInt8]
  }

  /// How many common lines surround a change.
  static let contextLines = 3
  /// The number of lines on either side from which lines are not compared but shown as replaced.
  private static let comparedLines = 4000

  /// The text before.
  let text: UnsafeBufferPointer<UInt8>
  /// The changed lines, in order, none without a change.
  private(set) var edits: [Edit] = []

  /// Compares a text with the one that it was composed from.
  init(to new: ComposedText) {
    text = new.old
    for region in changedRegions(new.pieces) { edits += lineEdits(of: region) }
  }

  /// The places between the parts that stayed in order, widened to whole lines.
  private func changedRegions(_ pieces: [TextPiece]) -> [Edit] {
    let parts = pieces.enumerated().compactMap { index, piece -> (index: Int, range: Range<Int>)? in
      if case .old(let range) = piece { (index, range) } else { nil }
    }
    let staying = heaviestIncreasingSubsequence(parts.map(\.range.lowerBound), weights: parts.map(\.range.count))
    var regions: [Edit] = []
    var oldEnd = 0
    var pending: [UInt8] = []
    var next = pieces.startIndex
    let end = (index: pieces.endIndex, range: text.count..<text.count)
    for part in staying.map({ parts[$0] }) + [end] {
      for piece in pieces[next..<part.index] { pending += bytes(of: piece) }
      next = part.index + 1
      // White space between entries serves twice where one is inserted; the second time it is new text.
      let start = min(max(part.range.lowerBound, oldEnd), part.range.upperBound)
      pending += text[part.range.lowerBound..<start]
      guard start < part.range.upperBound || part.index == pieces.endIndex else { continue }
      if start > oldEnd || !pending.isEmpty { append(oldEnd..<start, pending, to: &regions) }
      pending = []
      oldEnd = part.range.upperBound
    }
    return regions
  }

  private func bytes(of piece: TextPiece) -> UnsafeBufferPointer<UInt8> {
    switch piece {
    case .old(let range): UnsafeBufferPointer(rebasing: text[range])
    case .new(let text): text.bytes
    }
  }

  private func append(_ old: Range<Int>, _ new: [UInt8], to regions: inout [Edit]) {
    let start = startOfLine(old.lowerBound)
    let end = endOfLine(old.upperBound)
    if let last = regions.indices.last, regions[last].old.upperBound >= start {
      // The change before reaches into this line: take its widening back, and go on from there.
      let common = regions[last].old.upperBound
      let overlap = common > old.lowerBound ? common - old.lowerBound : 0
      regions[last].new.removeLast(overlap)
      if common < old.lowerBound { regions[last].new += text[common..<old.lowerBound] }
      regions[last].new += new + text[old.upperBound..<end]
      regions[last].old = regions[last].old.lowerBound..<end
    } else {
      regions.append(Edit(old: start..<end, new: text[start..<old.lowerBound] + new + text[old.upperBound..<end]))
    }
  }

  /// The changed lines of a region.
  private func lineEdits(of region: Edit) -> [Edit] {
    let old = lines(of: UnsafeBufferPointer(rebasing: text[region.old]))
    let new = region.new.withUnsafeBufferPointer(lines)
    guard old.count < UnifiedDiff.comparedLines, new.count < UnifiedDiff.comparedLines else { return [region] }
    var removed = [Bool](repeating: false, count: old.count)
    var inserted = [Bool](repeating: false, count: new.count)
    for change in new.difference(from: old) {
      switch change {
      case .remove(let offset, _, _): removed[offset] = true
      case .insert(let offset, _, _): inserted[offset] = true
      }
    }
    return edits(old, new, removed, inserted, from: region.old.lowerBound)
  }

  private func edits(
    _ old: [[UInt8]], _ new: [[UInt8]], _ removed: [Bool], _ inserted: [Bool], from start: Int
  ) -> [Edit] {
    var edits: [Edit] = []
    var (o, n, offset) = (0, 0, start)
    while o < old.count || n < new.count {
      var edit = Edit(old: offset..<offset, new: [])
      while o < old.count, removed[o] {
        edit.old = edit.old.lowerBound..<edit.old.upperBound + old[o].count
        o += 1
      }
      while n < new.count, inserted[n] {
        edit.new += new[n]
        n += 1
      }
      offset = edit.old.upperBound
      if !edit.old.isEmpty || !edit.new.isEmpty { edits.append(edit) }
      if o < old.count { offset += old[o].count }
      o += 1
      n += 1
    }
    return edits
  }
}

extension UnifiedDiff {
  /// Where the line starts that a byte is in.
  func startOfLine(_ offset: Int) -> Int {
    var start = offset
    while start > 0, text[start - 1] != UInt8(ascii: "\n") { start -= 1 }
    return start
  }

  /// Where the line ends that a byte is in, its line end included.
  func endOfLine(_ offset: Int) -> Int {
    var end = offset
    while end < text.count, text[end] != UInt8(ascii: "\n") { end += 1 }
    return min(end + 1, text.count)
  }

  /// Lines with their line ends.
  func lines(of text: UnsafeBufferPointer<UInt8>) -> [[UInt8]] {
    var lines: [[UInt8]] = []
    var start = 0
    while start < text.count {
      let end = text[start...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? text.count
      lines.append(Array(text[start..<end]))
      start = end
    }
    return lines
  }
}
