import JSON
import Testing

@Suite("Exact decimals")
struct ExactDecimalTests {
  @Test(
    "numbers are compared by value, whatever their notation",
    arguments: [
      ("1", "1.0", 0), ("1e2", "100", 0), ("-0", "0", 0), ("0.1", "0.10000000000000000001", -1), ("-2", "1", -1),
      ("-2", "-1", -1),
      ("9007199254740993", "9007199254740992", 1), ("1e1000000000", "9e999999999", 1), ("1e-400", "0", 1),
      ("12.5e1", "125", 0),
    ])
  func order(a: String, b: String, expected: Int) throws {
    let (first, second) = (try #require(ExactDecimal(a)), try #require(ExactDecimal(b)))
    #expect((first < second ? -1 : first == second ? 0 : 1) == expected)
    #expect((first == second) == (first.hashValue == second.hashValue && expected == 0))
  }

  @Test(
    "an integer is found in every notation, if it fits",
    arguments: [
      ("4096.0", 4096), ("4.096e3", 4096), ("-7", -7), ("9223372036854775807", Int.max),
      ("-9223372036854775808", Int.min),
      ("9223372036854775808", nil), ("1.5", nil), ("1e400", nil), ("0e999999999", 0),
    ])
  func integers(text: String, expected: Int?) throws {
    #expect(try #require(ExactDecimal(text)).int == expected)
  }

  @Test(
    "a number whose exponent is too large is not parsed",
    arguments: ["1e99999999999999999999", "x", "", "01", "1."])
  func noNumber(text: String) {
    #expect(ExactDecimal(text) == nil)
  }
}
