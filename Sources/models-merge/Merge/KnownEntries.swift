import Shared

/// Which entries of the database, and which earlier ones of the batch, the entries of a batch could be the same as.
struct KnownEntries {
  /// The entries of the database that match one entry of the batch.
  struct Match {
    /// The one with the same id.
    var byID: Int?
    /// The one with the same hf_model_id.
    var byModelID: Int?
  }

  private(set) var matches: [Match]

  /// Looks a batch up in a database: one pass over the hashes, and a closer look at what agrees.
  init(_ candidates: [Candidate], in layout: DatabaseLayout) {
    matches = Array(repeating: Match(), count: candidates.count)
    let byID = KnownEntries.table(candidates) { EntryID.hash(of: $0.id) }
    let byModelID = KnownEntries.table(candidates) { $0.modelID.map { ModelID.hash(of: $0) } ?? 0 }
    let filter = HashFilter(Array(byID.keys) + Array(byModelID.keys))
    for (index, entry) in layout.entries.enumerated() {
      guard filter.mayContain(entry.idHash) || filter.mayContain(entry.modelIDHash) else { continue }
      let sameID = entry.idHash == 0 ? nil : byID[entry.idHash]
      let sameModelID = entry.modelIDHash == 0 ? nil : byModelID[entry.modelIDHash]
      guard sameID != nil || sameModelID != nil else { continue }
      let (id, modelID) = layout.identity(index)
      for candidate in sameID ?? [] { noteID(id, index, candidate, candidates, layout) }
      for candidate in sameModelID ?? [] { noteModelID(modelID, index, candidate, candidates) }
    }
  }

  private static func table(_ candidates: [Candidate], hash: (Candidate) -> UInt32) -> [UInt32: [Int]] {
    Dictionary(grouping: candidates.indices) { hash(candidates[$0]) }
  }

  /// An exactly equal id wins over one that differs in spelling, and an earlier entry over a later one.
  private mutating func noteID(
    _ id: String?, _ index: Int, _ candidate: Int, _ candidates: [Candidate], _ layout: DatabaseLayout
  ) {
    let wanted = candidates[candidate].id
    guard let id, EntryID.isSame(id, wanted) else { return }
    if let known = matches[candidate].byID, layout.id(known) == wanted || id != wanted { return }
    matches[candidate].byID = index
  }

  private mutating func noteModelID(_ modelID: String?, _ index: Int, _ candidate: Int, _ candidates: [Candidate]) {
    guard matches[candidate].byModelID == nil, let modelID, let wanted = candidates[candidate].modelID,
      ModelID.isSame(modelID, wanted)
    else { return }
    matches[candidate].byModelID = index
  }
}

/// Tells at once of most hashes that they are not in a set: a bit for each value of the lower 16.
private struct HashFilter {
  private var bits = [UInt64](repeating: 0, count: 1024)

  init(_ hashes: [UInt32]) {
    for hash in hashes { bits[Int(hash >> 6 & 1023)] |= 1 << UInt64(hash & 63) }
  }

  @inline(__always)
  func mayContain(_ hash: UInt32) -> Bool { bits[Int(hash >> 6 & 1023)] & 1 << UInt64(hash & 63) != 0 }
}

extension EntryID {
  /// A hash of an id that ignores what ``isSame(_:_:)`` ignores.
  fileprivate static func hash(of id: String) -> UInt32 { Array(id.utf8).withUnsafeBufferPointer(hash) }
}

extension ModelID {
  /// A hash of an id that ignores what ``isSame(_:_:)`` ignores.
  fileprivate static func hash(of id: String) -> UInt32 { Array(id.utf8).withUnsafeBufferPointer(hash) }
}
