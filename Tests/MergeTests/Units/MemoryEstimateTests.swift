import JSON
import Testing

@testable import models_merge

@Suite("The memory that a model needs")
struct MemoryEstimateTests {
  @Test(
    "sizes are readable",
    arguments: [
      (0.0, "0 B"), (999, "999 B"), (1000, "1 kB"), (1234, "1.23 kB"), (12_345, "12.3 kB"), (16_060_522_496, "16.1 GB"),
      (999_600, "1 MB"), (1e30, "1000000000000000 PB"), (.infinity, "too large"),
    ] as [(Double, String)])
  func sizes(bytes: Double, text: String) { #expect(ByteCount(bytes)?.description == text) }

  @Test("a number that cannot be a size has no text", arguments: [-1, -1e300, -.infinity, .nan] as [Double])
  func notSizes(bytes: Double) { #expect(ByteCount(bytes) == nil) }

  @Test("weights take two bytes, one, and a half of one a parameter")
  func weights() throws {
    try JSONDocument(#"{"parameters_billions": 8}"#).withRoot {
      #expect(MemoryEstimate(of: $0).weights == "16-bit 16 GB, 8-bit 8 GB, 4-bit 4 GB")
    }
  }

  @Test("sliding layers keep no more than their window")
  func sliding() throws {
    let entry = #"""
      {"default_context_length": 4096,
       "kv_cache": {"full_elements_per_token": 100, "sliding_elements_per_token": 10, "sliding_window": 1000}}
      """#
    try JSONDocument(entry).withRoot {
      let estimate = MemoryEstimate(of: $0)
      #expect(estimate.caches.map(\.sizes) == ["1k 225 kB, 4096 tokens 839 kB"])
    }
  }

  @Test("the caches of indexers grow with the sequence, recurrent states do not, and both are part of the total")
  func otherCaches() throws {
    let entry = #"""
      {"default_context_length": 2048, "weights_bytes": 16000000000,
       "kv_cache": {"full_elements_per_token": 100, "indexer_elements_per_token": 10, "recurrent_elements": 5000}}
      """#
    try JSONDocument(entry).withRoot {
      let estimate = MemoryEstimate(of: $0)
      #expect(
        estimate.caches.map(\.sizes) == [
          "1k 235 kB, 2048 tokens 461 kB", "1k 20.5 kB, 2048 tokens 41 kB", "10 kB at any length",
        ])
      #expect(estimate.publishedWeights == "16 GB")
    }
  }

  @Test(
    "a sequence keeps full x n + sliding x min(n, window) + indexer x n + recurrent elements",
    arguments: [
      (["full_elements_per_token": 100, "sliding_elements_per_token": 10, "sliding_window": 1000], 500, 55_000),
      (["full_elements_per_token": 100, "sliding_elements_per_token": 10, "sliding_window": 1000], 4096, 419_600),
      (["full_elements_per_token": 100, "indexer_elements_per_token": 10, "recurrent_elements": 5000], 100, 16_000),
      (["recurrent_elements": 7], 1_000_000, 7), (["sliding_elements_per_token": 3], 10, 30),
    ] as [([String: Double], Double, Double)])
  func elements(members: [String: Double], tokens: Double, elements: Double) {
    let sizes = CacheSizes { members["\($0.text)"] }
    #expect(sizes?.bytes(tokens: tokens) == 2 * elements)
  }

  @Test("a model with only recurrent layers has a cache too")
  func recurrentAlone() throws {
    try JSONDocument(
      #"{"default_context_length": 512, "kv_cache": {"full_elements_per_token": 0, "recurrent_elements": 500}}"#
    )
    .withRoot { #expect(MemoryEstimate(of: $0).caches.first?.sizes == "512 tokens 1 kB") }
  }

  @Test(
    "numbers of any size and sign are answered with a text or with none",
    arguments: ["-1e10", "-9223372036854775808", "9223372036854775807", "1e400", "-1e400", "0", "-0.5", "1e-400"])
  func hostileNumbers(number: String) throws {
    let entry = #"""
      {"parameters_billions": N, "default_context_length": N, "kv_cache": {"full_elements_per_token": N,
       "sliding_elements_per_token": N, "sliding_window": N}}
      """#.replacing("N", with: number)
    try JSONDocument(entry).withRoot {
      let estimate = MemoryEstimate(of: $0)
      #expect((estimate.weights == nil) == (number.hasPrefix("-")))
      _ = estimate.caches
    }
  }

  @Test("without a kv_cache there is no cache size")
  func unknown() throws {
    try JSONDocument(#"{"default_context_length": 4096}"#).withRoot {
      #expect(MemoryEstimate(of: $0).caches.isEmpty)
    }
  }
}
