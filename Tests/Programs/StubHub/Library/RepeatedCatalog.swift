/// A catalog with numbered copies of its models, for runs over more models than there are.
public struct RepeatedCatalog: StubCatalog {
  private let original: any StubCatalog
  private let copies: Int

  /// Adds copies, named `stub/<org>.<name>.<n>` with n from 1, going round the originals.
  public init(_ original: any StubCatalog, copies: Int) {
    self.original = original
    self.copies = copies
  }

  /// The originals, then the copies.
  public var listing: [String] {
    let names = original.listing
    guard !names.isEmpty, copies > 0 else { return names }
    return names + (1...copies).map { copyName(names[$0 % names.count], $0) }
  }

  /// The repository of this name; a copy's info bears the copy's name.
  public func model(_ id: String) -> StubModel? {
    guard id.hasPrefix("stub/") else { return original.model(id) }
    var parts = id.dropFirst(5).split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count > 2, let number = Int(parts.removeLast()), (1...copies).contains(number) else { return nil }
    let names = original.listing
    let name = names[number % names.count]
    guard copyName(name, number) == id, var model = original.model(name) else { return nil }
    model.info = model.info.map { replacing("\"\(name)\"", with: "\"\(id)\"", in: $0) }
    model.id = id
    return model
  }

  private func copyName(_ name: String, _ number: Int) -> String {
    "stub/" + String(name.map { $0 == "/" ? "." : $0 }) + ".\(number)"
  }

  /// By bytes: the standard library compares characters, which made this most of what an answer costs.
  private func replacing(_ old: String, with new: String, in text: String) -> String {
    let (bytes, pattern) = (Array(text.utf8), Array(old.utf8))
    var replaced: [UInt8] = []
    var start = 0
    while let place = bytes.firstIndex(of: pattern, from: start) {
      replaced += bytes[start..<place]
      replaced += Array(new.utf8)
      start = place + pattern.count
    }
    return String(decoding: replaced + bytes[start...], as: UTF8.self)
  }
}
