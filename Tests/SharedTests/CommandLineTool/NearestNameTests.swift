import CommandLineTool
import Testing

@Suite("The nearest name")
struct NearestNameTests {
  @Test(
    "the distance counts insertions, deletions, replacements and swaps",
    arguments: [
      ("", "", 0), ("", "abc", 3), ("abc", "abc", 0), ("abc", "acb", 1), ("abc", "abd", 1), ("abc", "ab", 1),
      ("kitten", "sitting", 3), ("num_heads", "num_head", 1), ("ca", "abc", 3),
    ])
  func distance(a: String, b: String, expected: Int) {
    #expect(editDistance(a, b) == expected)
    #expect(editDistance(b, a) == expected)
  }

  @Test("a letter with any number of combining marks is not compared beyond 64 bytes")
  func combiningMarks() {
    let long = "a" + String(repeating: "\u{301}", count: 100_000)
    #expect(editDistance(long, long + "b") == 0)
    #expect(nearestName(to: long, among: ["num_heads"]) == nil)
  }

  @Test(
    "a name is near if at most a third of its length differs",
    arguments: [
      ("num_headz", "num_heads"), ("foo", nil), ("updtae", "update"), ("bogus", nil), ("idd", "id"), ("", nil),
    ] as [(String, String?)])
  func nearest(name: String, expected: String?) {
    #expect(nearestName(to: name, among: ["id", "jobs", "num_heads", "update"]) == expected)
  }

  @Test(
    "a key is a misspelling of a name by fewer differences if the name is there as well",
    arguments: [
      ("num_layerz", "num_layers", true, true), ("num_layres", "num_layers", true, true),
      ("num_lyerz", "num_layers", true, false), ("num_lyerz", "num_layers", false, true),
      ("licenses", "license", true, false), ("licens", "license", true, true), ("uid", "id", true, false),
      ("names", "name", true, false), ("bit", "bits", false, true), ("name", "name", false, false),
    ])
  func misspelling(key: String, name: String, isPresent: Bool, expected: Bool) {
    #expect(isMisspelling(key, of: name, besideIt: isPresent) == expected)
  }
}
