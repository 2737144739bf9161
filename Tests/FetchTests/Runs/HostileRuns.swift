import JSON
import StubHub
import Testing

@Suite("Hostile answers of a Hub")
struct HostileRuns {
  @Test(
    "a body without end is refused", arguments: [StubResponse.Delivery.endless, .bomb(12_000_000), .bomb(30_000_000)])
  func boundsBodies(_ delivery: StubResponse.Delivery) throws {
    let hub = try StubHub([]) { _ in StubResponse(200, delivery: delivery) }
    #expect(try runFetch(["org/name"], from: hub).answers == ["too_large"])
    #expect(hub.requests.count == 1)
  }

  @Test("a header without end is refused, as one line or as many", arguments: [(1, 200_000), (300, 1_000)])
  func boundsHeads(_ count: Int, _ length: Int) throws {
    let headers = (0..<count).map { (name: "X-\($0)", value: String(repeating: "a", count: length)) }
    let run = try runFetch(["org/name"], from: try StubHub([]) { _ in StubResponse(200, headers: headers) })
    #expect(run.answers == ["too_large"])
    #expect(run.errors.contains("bytes of headers"))
  }

  @Test("compressed and chunked answers are read", arguments: [StubResponse.Delivery.gzip, .chunked(7)])
  func reads(_ delivery: StubResponse.Delivery) throws {
    let model = smallModel("org/name")
    let hub = try StubHub([model]) { request in
      guard request.path.hasPrefix("/api") else { return nil }
      return StubResponse(200, body: Array(model.infoText(withSizes: true).utf8), delivery: delivery)
    }
    #expect(try runFetch(["org/name"], from: hub).answers == ["org/name"])
  }

  @Test(
    "redirects without end, or to other schemes, are refused",
    arguments: ["/api/models/a/b?blobs=true", "LOOP", "file:///etc/passwd", "gopher://x/"])
  func endsRedirects(_ location: String) throws {
    let hub = try StubHub([]) { request in
      let next = location == "LOOP" ? "/hop/\(request.number)" : location
      return .redirect(307, to: next)
    }
    #expect(try runFetch(["a/b"], from: hub).answers == ["bad_response"])
    #expect(hub.requests.count <= 21)
  }

  @Test("a document that nests too deep is refused")
  func boundsDepth() throws {
    let deep = #"{"a":"# + String(repeating: "[", count: 100_000)
    #expect(try runFetch(["a/b"], from: try StubHub([]) { _ in .json(deep) }).answers == ["bad_response"])
    let atLimit = #"{"id":"a/b","x":"# + String(repeating: "[", count: 511) + String(repeating: "]", count: 511) + "}"
    let run = try runFetch(
      ["a/b"],
      from: try StubHub([]) { request in
        request.path.hasPrefix("/api") ? .json(atLimit) : .json("{}")
      })
    #expect(run.answers == ["bad_response"])
  }

  @Test("an info with an invalid model id is refused", arguments: ["../../x", "a/b/c", "a\\u0000b"])
  func refusesNames(_ name: String) throws {
    let hub = try StubHub([]) { _ in .json(#"{"id":"\#(name)","sha":"0"}"#) }
    #expect(try runFetch(["a/b"], from: hub).answers == ["bad_response"])
  }

  @Test(
    "a header that cannot be right is not used: the Hub's count is",
    arguments: [
      headerBytes("{}"), headerBytes("[]"), headerBytes("not json"), [0, 0, 0], [UInt8](repeating: 0xFF, count: 8),
      headerBytes(#"{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,4]}}"#),
      headerBytes(#"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#),
      headerBytes(#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,400000000]}}"#),
      headerBytes(#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}"#),
      headerBytes(#"{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}"#), headerBytes(#"{"a":1}"#),
    ])
  func fallsBack(_ bytes: [UInt8]) throws {
    let model = StubModel(
      "a/b", files: ["config.json": StubFile("{}"), "model.safetensors": StubFile(bytes, size: 1000, isLarge: true)],
      infoMembers: #""safetensors":{"total":77}"#)
    let run = try runFetch(["a/b", "--exact"], from: try StubHub([model]))
    #expect(run.weights?["headers"] == nil)
    #expect(run.weights?["hub"]?["parameters"]?.int == 77)
    #expect(run.errors.contains("the Hub's count is used"))
  }
}
