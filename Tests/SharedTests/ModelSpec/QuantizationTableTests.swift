import JSON
import ModelSpec
import TestSupport
import Testing

@Suite("Quantization tables")
struct QuantizationTableTests {
  @Test(
    "a GGML type has the bits of its block",
    arguments: [
      ("F32", 32), ("BF16", 16), ("Q4_0", 4.5), ("Q4_1", 5), ("Q5_0", 5.5), ("Q5_1", 6), ("Q8_0", 8.5), ("Q8_1", 9),
      ("Q2_K", 2.625), ("Q3_K", 3.4375), ("Q4_K", 4.5), ("Q5_K", 5.5), ("Q6_K", 6.5625), ("Q8_K", 9.125),
      ("IQ1_S", 1.5625), ("IQ1_M", 1.75), ("IQ2_XXS", 2.0625), ("IQ2_XS", 2.3125), ("IQ2_S", 2.5625),
      ("IQ3_XXS", 3.0625), ("IQ3_S", 3.4375), ("IQ4_XS", 4.25), ("IQ4_NL", 4.5), ("TQ1_0", 1.6875),
      ("TQ2_0", 2.0625), ("MXFP4", 4.25), ("NVFP4", 4.5),
    ])
  func bitsOfBlock(name: String, bits: Double) throws {
    let document = try JSONDocument("\"\(name)\"")
    let type = try #require(GGMLType.named(document.root))
    #expect(type.bitsPerWeight == bits)
    #expect(GGMLType.numbered(type.number)?.bitsPerWeight == bits)
  }

  @Test("no two GGML types have the same number or name")
  func uniqueTypes() {
    #expect(Set(GGMLType.table.map(\.number)).count == GGMLType.table.count)
    #expect(Set(GGMLType.table.map(\.name.description)).count == GGMLType.table.count)
  }

  @Test("each spelling names one method, in any case")
  func spellings() throws {
    for method in QuantizationMethod.table {
      for name in method.names {
        for spelling in [name.description, name.description.uppercased()] {
          let document = try JSONDocument("\"\(spelling)\"")
          #expect(
            QuantizationMethod.table.filter { $0.isSpelled(document.root) }.map(\.name.description) == [
              method.name.description
            ])
        }
      }
    }
  }

  @Test("an identifying key belongs to one method")
  func identifyingKeys() {
    let all = QuantizationMethod.table.flatMap { $0.identifyingKeys.map(\.description) }
    #expect(Set(all).count == all.count && all.contains("config_groups"))
  }
}
