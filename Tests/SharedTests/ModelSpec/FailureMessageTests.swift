import ModelSpec
import Testing

@Suite("Messages of failures")
struct FailureMessageTests {
  @Test(
    "the model's id is written before a message that does not have it in quotes",
    arguments: [
      ("the Hub failed", nil, "the Hub failed"),
      ("the Hub failed", "org/name", "'org/name': the Hub failed"),
      ("'org/name' is gated", "org/name", "'org/name' is gated"),
      ("revision 'main' of 'org/name'", "org/name", "revision 'main' of 'org/name'"),
      ("'org/name-2' is gated", "org/name", "'org/name': 'org/name-2' is gated"),
      ("org/name is gated", "org/name", "'org/name': org/name is gated"),
      ("", "org/name", "'org/name': "),
      ("'a'", "ab", "'ab': 'a'"),
    ] as [(String, String?, String)])
  func namesModelOnce(message: String, modelID: String?, expected: String) {
    #expect(Failure.message(message, about: modelID) == expected)
  }
}
