import JSON
import Testing

@testable import models_merge

@Suite("The order of entries")
struct SortKeyTests {
  /// Compares two numbers by their keys.
  private func compare(_ a: String, _ b: String) throws -> (less: Bool, greater: Bool) {
    let (first, second) = (try JSONDocument(a), try JSONDocument(b))
    return try first.withRoot { a in
      try second.withRoot { b in
        let (one, other) = (try key(a), try key(b))
        return (one < other, other < one)
      }
    }
  }

  private func key(_ number: JSONElement) throws -> SortKey {
    SortKey(number: try #require(number.content.baseAddress), value: try #require(number.double))
  }

  @Test(
    "numbers are compared exactly, however they are written",
    arguments: [
      ("1", "2", true, false), ("2", "1", false, true), ("70", "70.0", false, false), ("7e1", "70", false, false),
      ("1e3", "999.999", false, true), ("0.1", "0.10000000000000000001", true, false),
      ("9007199254740993", "9007199254740992", false, true), ("-1", "0", true, false), ("1e400", "1e401", true, false),
      ("0.30000000000000004", "0.3", false, true), ("1e-400", "2e-400", true, false),
    ])
  func comparison(a: String, b: String, less: Bool, greater: Bool) throws {
    let result = try compare(a, b)
    #expect(result.less == less)
    #expect(result.greater == greater)
  }

  @Test(
    "an entry without a number comes before every number, and 'custom' after it",
    arguments: ["-1e400", "-1", "0", "7.5", "1e400"])
  func ranks(number: String) throws {
    try JSONDocument(number).withRoot { number in
      let key = try key(number)
      #expect(SortKey.first < key && key < SortKey.custom)
      #expect(!(key < SortKey.first) && !(SortKey.custom < key))
    }
    #expect(SortKey.first < SortKey.custom)
    #expect(!(SortKey.first < SortKey.first) && !(SortKey.custom < SortKey.custom))
  }

  @Test(
    "the heaviest increasing subsequence stays in place",
    arguments: [
      ([0, 1, 2, 3], [1, 1, 1, 1], [0, 1, 2, 3]), ([3, 0, 1, 2], [1, 1, 1, 1], [1, 2, 3]),
      ([0, 5, 1, 6, 2], [9, 1, 9, 1, 9], [0, 2, 4]), ([1, 0], [1, 5], [1]), ([], [], []),
    ])
  func heaviestRun(values: [Int], weights: [Int], expected: [Int]) {
    #expect(heaviestIncreasingSubsequence(values, weights: weights) == expected)
  }
}
