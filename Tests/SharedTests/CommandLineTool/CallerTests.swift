import CommandLineTool
import Testing

@Suite("The caller's terms")
struct CallerTests {
  @Test(
    "under make, a hint names make's variables",
    arguments: [
      ("state it in billions with --params N", "state it in billions with PARAMS=N"),
      ("state it with --set id='\"my-model\"'", "state it with SET=id='\"my-model\"'"),
      ("use --context 8192 or --text-only", "use CONTEXT=8192 or TEXT_ONLY=1"),
      ("count the tensors with hf-fetch --exact", "count the tensors with hf-fetch --exact"),
    ])
  func make(hint: String, terms: String) {
    #expect(Caller.make.terms(of: hint) == terms)
    #expect(Caller.shell.terms(of: hint) == hint)
  }
}
