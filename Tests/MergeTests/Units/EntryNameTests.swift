import Testing

@testable import models_merge

@Suite("Names of entries")
struct EntryNameTests {
  @Test(
    "an entry without an id, or with an empty one, is called by its number",
    arguments: [("m", "m"), ("", "entry 3"), (nil, "entry 3")])
  func label(id: String?, expected: String) {
    #expect(EntryName.label(id: id, number: 3) == expected)
  }
}
