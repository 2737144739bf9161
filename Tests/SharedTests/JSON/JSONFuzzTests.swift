import TestSupport
import Testing

@testable import JSON
@testable import Streams

@Suite("JSON parser under mutation")
struct JSONFuzzTests {
  private static let seeds = [
    #"{"a":[1,-2.5e3,"x\ud83d\ude00\n",null,true,{"b":{}}],"é":"ü","a":false}"#, #"[[[[]],"\u0000",0,1E-7]]"#,
    #""plain""#,
    "  {\"k\" : 12345678901234567890, \"longer key with spaces\": [ ] } ",
  ]

  /// A small generator with a seed, so that a failure can be had again.
  private struct Random: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 29)
    }
  }

  private static func mutate(_ text: [UInt8], _ random: inout Random) -> [UInt8] {
    var text = text
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let index = Int.random(in: 0...text.count, using: &random)
      let byte = UInt8.random(in: 0...255, using: &random)
      switch Int.random(in: 0..<5, using: &random) {
      case 0 where index < text.count: text[index] = byte
      case 1 where index < text.count: text.remove(at: index)
      case 2: text.insert(byte, at: index)
      case 3: text.insert(Array(#"{}[]",:\0eE+-u"#.utf8).randomElement(using: &random) ?? 0, at: index)
      default: text.removeSubrange(index...)
      }
    }
    return text
  }

  @Test(
    "accepted JSON is written back as JSON with the same meaning, and an error has a position", arguments: 1...8)
  func roundTrip(seed: Int) throws {
    var random = Random(state: UInt64(seed))
    var accepted = 0
    for _ in 0..<4000 {
      let text = Self.mutate(Array(Self.seeds[Int(random.next() % 4)].utf8), &random)
      do throws(JSONSyntaxError) {
        let document = try JSONDocument(text)
        let output = ByteBuffer()
        output.element(document.root)
        let again = try JSONDocument(output.array)
        let second = ByteBuffer()
        second.element(again.root)
        #expect(second.array == output.array)
        #expect(String(validating: text, as: UTF8.self) != nil)
        withExtendedLifetime((document, again)) {}
        accepted += 1
      } catch {
        #expect((0...text.count).contains(error.offset))
      }
    }
    #expect(accepted > 0)
  }
}
