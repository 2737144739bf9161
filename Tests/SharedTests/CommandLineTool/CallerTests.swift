import CommandLineTool
import Testing

@Suite("The caller's terms")
struct CallerTests {
  @Test(
    "under make, a hint names make's variables",
    arguments: [
      ("state it in billions with --params N", "state it in billions with PARAMS=N"),
      ("state the parameters with --params", "state the parameters with PARAMS"),
      ("set it with --params if it is wrong", "set it with PARAMS if it is wrong"),
      ("state it with --set id='\"my-model\"'", "state it with SET='id=\"my-model\"'"),
      (#"--set quantization='{"method": "gptq", "bits": 4}'"#, #"SET='quantization={"method": "gptq", "bits": 4}'"#),
      ("set them: --set num_layers=3 --set num_heads=N", "set them: SET='num_layers=3 num_heads=N'"),
      ("use --context 8192 or --text-only", "use CONTEXT=8192 or TEXT_ONLY=1"),
      ("try again, or raise --timeout", "try again, or raise HF_HUB_DOWNLOAD_TIMEOUT"),
      ("count the tensors with hf-fetch --exact", "count the tensors with hf-fetch --exact"),
    ])
  func make(hint: String, terms: String) {
    #expect(Caller.make.terms(of: hint) == terms)
    #expect(Caller.make.terms(of: terms) == terms)
    #expect(Caller.shell.terms(of: hint) == hint)
  }

  @Test(
    "in MCP, a hint names arguments of MCP's tools",
    arguments: [
      ("state it in billions with --params N", "state it in billions with 'parameters_billions': N"),
      ("import its language model alone with --text-only", "import its language model alone with 'text_only'"),
      ("set the wrong size with --set FIELD=JSON", "set the wrong size with hf-transform --set FIELD=JSON"),
    ])
  func mcp(hint: String, terms: String) {
    #expect(Caller.mcp.terms(of: hint) == terms)
    #expect(Caller.mcp.terms(of: terms) == terms)
    #expect(Caller.shell.terms(of: hint) == hint)
  }
}
