import JSON
import Testing

@Suite("Conversions of numbers to integers")
struct NumberConversionTests {
  @Test(
    "a conversion truncates the fraction, and refuses a number that does not fit",
    arguments: [
      (3.9, 3), (-3.9, -3), (0, 0), (1e18, 1_000_000_000_000_000_000), (9_223_372_036_854_775_808, nil), (1e300, nil),
      (-1e300, nil), (.infinity, nil), (.nan, nil), (-9_223_372_036_854_775_808, Int.min),
    ] as [(Double, Int?)])
  func truncating(number: Double, expected: Int?) { #expect(Int(truncating: number) == expected) }

  @Test(
    "a saturating conversion takes the nearest limit",
    arguments: [(3.9, 3), (1e300, .max), (-1e300, .min), (.infinity, .max), (-.infinity, .min), (.nan, 0)]
      as [(Double, Int)])
  func saturating(number: Double, expected: Int) { #expect(Int(saturating: number) == expected) }

  @Test(
    "an integer is written with all its digits",
    arguments: [0, 9, 10, -10, 999_999_999_999_999_999, 1_000_000_000_000_000_000, .max, .min] as [Int])
  func writing(number: Int) {
    let buffer = ByteBuffer()
    buffer.append(decimal: number)
    #expect(buffer.text == "\(number)")
  }
}
