import Patterns
import Testing

@testable import hf_transform

@Suite("Expressions for names of modules")
struct NameExpressionTests {
  @Test(
    "a pattern of names matches as Python's fnmatch does",
    arguments: [
      ("layers.*.mlp", "layers.10.mlp", true), ("layers.*.mlp", "layers.10.mlp.up", false),
      ("layers.?.mlp", "layers.1.mlp", true), ("layers.?.mlp", "layers.10.mlp", false),
      ("layers.[0-3].mlp", "layers.2.mlp", true), ("layers.[0-3].mlp", "layers.4.mlp", false),
      ("layers.[!0].mlp", "layers.0.mlp", false), ("layers.[!0].mlp", "layers.1.mlp", true),
      ("layers.[]].mlp", "layers.].mlp", true), ("layers.[^0].mlp", "layers.^.mlp", true),
      ("layers.[0.mlp", "layers.[0.mlp", true), ("layersX0", "layers.0", false), ("layers.0", "layersX0", false),
      ("a+b(c)", "a+b(c)", true), ("[a\\]", "\\", true),
    ])
  func wholeName(pattern: String, name: String, isMatch: Bool) throws {
    let expression = try #require(NameExpression(pattern, .wholeName))
    var steps = StepBudget()
    #expect(expression.matches(name, &steps) == isMatch)
  }

  @Test(
    "Unicode properties, which Python's expressions do not have, are refused", arguments: [#"\p{L}"#, #"[\P{Lu}]"#])
  func property(pattern: String) {
    #expect(NameExpression(pattern, .fromStart) == nil)
  }
}
