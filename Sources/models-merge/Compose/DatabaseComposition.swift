import Files
import JSON
import ModelSpec

/// The new text of a database, composed from parts of the old text and new entries.
struct DatabaseComposition {
  /// An existing entry whose position changes. Positions count from 1.
  struct Move {
    let id: String
    let old: Int
    let new: Int
  }

  /// The order of the entries.
  let order: DatabaseOrder
  /// How many entries the new database has.
  let total: Int
  /// The existing entries that move.
  let moves: [Move]
  /// The new text.
  let text: ComposedText
  private let image: LoadedFile

  /// Passes the new text to `body` as slices in order; the slices are valid during the call.
  func withBytes<Result, Failure: Error>(
    _ body: ([UnsafeBufferPointer<UInt8>]) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    defer { withExtendedLifetime(image) {} }
    return try text.withBytes(body)
  }

  /// Applies a plan.
  ///
  /// - Parameter keepsOrder: whether entries keep their position although the file is not sorted.
  init(_ plan: PlannedChanges, keepsOrder: Bool) {
    let layout = plan.layout
    image = layout.image
    let updates = Dictionary(plan.updates.map { ($0.index, $0) }) { first, _ in first }
    let removed = Set(plan.removals.map(\.index))
    order = DatabaseOrder(of: layout, changedKeys: DatabaseComposition.changedKeys(plan), isKept: keepsOrder)
    total = layout.entries.count + plan.additions.count - removed.count
    var newPositions: [Int: Int] = [:]
    let moved = order.movedEntries
    var awaited = Set(moved)
    var count = 0
    var composer = ListComposer(
      layout.image.bytes, whole: 0..<layout.image.count, opening: layout.arrayStart, closing: layout.arrayEnd,
      itemCount: layout.entries.count, place: { layout.entries[$0].range })
    let (order, additions) = (order, DatabaseComposition.placed(plan.additions, order))
    var next = additions.startIndex
    let writer = EntryFormatter(style: plan.style)
    for position in 0...layout.entries.count {
      let neighbor = position < layout.entries.count ? order.index(at: position) : nil
      while next < additions.endIndex, additions[next].position == position {
        DatabaseComposition.add(additions[next].arrived, before: neighbor, to: &composer, writer)
        next += 1
        count += 1
      }
      guard let neighbor else { break }
      if removed.contains(neighbor) { continue }
      count += 1
      if awaited.remove(neighbor) != nil { newPositions[neighbor] = count }
      if let update = updates[neighbor] {
        composer.replace(neighbor, with: update.content.text)
      } else {
        composer.keep(neighbor)
      }
    }
    composer.finish(emptyTail: plan.style.lineEnd + plan.style.arrayIndentation)
    text = composer.result
    moves = moved.map { Move(id: layout.id($0), old: $0 + 1, new: newPositions[$0] ?? $0 + 1) }
  }

  private static func changedKeys(_ plan: PlannedChanges) -> [Int: SortKey] {
    let changed = plan.updates.filter { update in
      update.content.changes.contains { $0.field == "parameters_billions" }
        && !plan.layout.entries[update.index].isCustom
    }
    return Dictionary(changed.map { ($0.index, $0.arrived.sortKey) }) { first, _ in first }
  }

  /// New entries with their positions, in the order in which they are written.
  private static func placed(
    _ additions: [ArrivedEntry], _ order: DatabaseOrder
  ) -> [(position: Int, arrived: ArrivedEntry)] {
    let sorted = additions.enumerated().sorted { a, b in
      if a.element.sortKey < b.element.sortKey { return true }
      return !(b.element.sortKey < a.element.sortKey) && a.offset < b.offset
    }
    return sorted.map { (order.position(for: $0.element.sortKey), $0.element) }
  }

  private static func add(
    _ arrived: ArrivedEntry, before index: Int?, to composer: inout ListComposer, _ writer: EntryFormatter
  ) {
    let neighbor = index ?? composer.lastItem
    let indentation =
      neighbor.flatMap { EntryStyle.indentation(composer.lead(of: $0)) } ?? writer.style.entryIndentation
    guard let text = arrived.parsed()?.withRoot({ writer.entry($0, indentation: indentation) }) else { return }
    composer.add(
      text, before: index,
      emptyLead: writer.style.lineEnd + writer.style.entryIndentation)
  }
}

extension DatabaseComposition {
  /// A note that lists existing entries whose position changes; empty without any.
  func moveNotice(_ plan: PlannedChanges) -> [String] {
    guard !moves.isEmpty else { return [] }
    let subject = moves.count == 1 ? "1 entry moves" : "\(moves.count) entries move"
    let reason = order.wasInOrder ? "" : "'\(plan.layout.image.path)' is not in order, so "
    return ["\(reason)\(subject); --keep-order leaves entries where they are"]
      + moves.map { "  '\($0.id)' moves from place \($0.old) to \($0.new)" }
  }
}
