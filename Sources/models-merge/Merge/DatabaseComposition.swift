import Shared

/// The new text of a database: the plan carried out, in memory, as slices of the old text and new entries.
struct DatabaseComposition {
  /// The order of the entries.
  let order: DatabaseOrder
  /// How many entries the new database has.
  let total: Int
  private let composer: ListComposer<Ranges>
  private let image: FileImage

  private typealias Ranges = LazyMapCollection<ContiguousArray<DatabaseLayout.Entry>, Range<Int>>

  /// Works with the new text in pieces, in order, keeping what they point into alive meanwhile.
  func withPieces<Result, Failure: Error>(
    _ body: ([UnsafeBufferPointer<UInt8>]) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    defer { withExtendedLifetime(image) {} }
    return try composer.withPieces(body)
  }

  /// Carries a plan out.
  init(_ plan: MergePlan) {
    let layout = plan.layout
    image = layout.image
    let updates = Dictionary(plan.updates.map { ($0.index, $0) }) { first, _ in first }
    order = DatabaseOrder(of: layout, changedKeys: DatabaseComposition.changedKeys(plan))
    total = layout.entries.count + plan.additions.count
    var composer = ListComposer(
      layout.image.bytes, whole: 0..<layout.image.count, opening: layout.arrayStart, closing: layout.arrayEnd,
      items: Ranges(layout))
    let (order, additions) = (order, DatabaseComposition.placed(plan.additions, order))
    var next = additions.startIndex
    let writer = EntryText(style: plan.style)
    for position in 0...layout.entries.count {
      let neighbour = position < layout.entries.count ? order.index(at: position) : nil
      while next < additions.endIndex, additions[next].position == position {
        DatabaseComposition.add(additions[next].candidate, before: neighbour, to: &composer, writer)
        next += 1
      }
      guard let neighbour else { break }
      if let update = updates[neighbour] {
        composer.replace(neighbour, with: update.content.text)
      } else {
        composer.keep(neighbour)
      }
    }
    composer.finish(emptyTail: plan.style.lineEnd + plan.style.arrayIndentation)
    self.composer = composer
  }

  private static func changedKeys(_ plan: MergePlan) -> [Int: SortKey] {
    let changed = plan.updates.filter { update in
      update.content.changes.contains { $0.field == "parameters_billions" }
        && !plan.layout.entries[update.index].isCustom
    }
    return Dictionary(changed.map { ($0.index, $0.candidate.sortKey) }) { first, _ in first }
  }

  /// New entries with their positions, in the order in which they are written.
  private static func placed(
    _ additions: [Candidate], _ order: DatabaseOrder
  ) -> [(position: Int, candidate: Candidate)] {
    let sorted = additions.enumerated().sorted { a, b in
      if a.element.sortKey < b.element.sortKey { return true }
      return !(b.element.sortKey < a.element.sortKey) && a.offset < b.offset
    }
    return sorted.map { (order.position(for: $0.element.sortKey), $0.element) }
  }

  private static func add(
    _ candidate: Candidate, before index: Int?, to composer: inout ListComposer<Ranges>, _ writer: EntryText
  ) {
    let neighbour = index ?? composer.items.indices.last
    let indentation =
      neighbour.flatMap { EntryStyle.indentation(composer.lead(of: $0)) } ?? writer.style.entryIndentation
    guard let text = candidate.parsed()?.withRoot({ writer.entry($0, indentation: indentation) }) else { return }
    composer.add(
      text, before: index,
      emptyLead: writer.style.lineEnd + writer.style.entryIndentation)
  }
}

extension LazyMapCollection<ContiguousArray<DatabaseLayout.Entry>, Range<Int>> {
  fileprivate init(_ layout: DatabaseLayout) { self = layout.entries.lazy.map(\.range) }
}

extension DatabaseComposition {
  /// What to say when entries move that nobody imports; nil when the file was in order.
  func orderNotice(_ plan: MergePlan) -> String? {
    guard !order.wasInOrder else { return nil }
    let moved = order.movedEntries
    let named = moved.prefix(5).map { "'\(plan.layout.id($0))'" }.joined(separator: ", ")
    let rest = moved.count > 5 ? " and \(moved.count - 5) more" : ""
    let subject = moved.count == 1 ? "1 entry moves" : "\(moved.count) entries move"
    return "'\(plan.layout.image.path)' is not in order, so \(subject): \(named)\(rest)"
  }
}
