import StubHub
import TestSupport
import Testing

@Suite("Unusual HTTP answers")
struct WireRuns {
  private static let model = smallModel("org/name")

  /// A Hub that has one model, and answers in some unusual way.
  private func hub(_ change: @escaping @Sendable (inout StubResponse) -> Void) throws -> StubHub {
    try StubHub([WireRuns.model]) { request in
      let isInfo = request.path.hasPrefix("/api")
      let body = isInfo ? WireRuns.model.infoText(withSizes: true) : #"{"model_type":"llama","hidden_size":64}"#
      var answer = StubResponse.json(body)
      change(&answer)
      return answer
    }
  }

  @Test(
    "trailers after the body and interim responses before the answer are ignored",
    arguments: [[], [100], [103], [100, 103, 103]])
  func reads(_ statuses: [Int]) throws {
    let hub = try hub {
      $0.delivery = .trailers
      $0.interimStatuses = statuses
    }
    let run = try runFetch(["org/name"], from: hub)
    #expect(run.answers == ["org/name"])
    #expect(hub.requests.count == 2)
  }

  @Test("trailers after the body of a refusal or a redirect are ignored", arguments: [404, 307, 503])
  func readsRefusals(_ status: Int) throws {
    let hub = try StubHub([WireRuns.model]) { request in
      guard !request.path.hasSuffix("/again"), request.number == 0 else { return nil }
      return StubResponse(
        status, headers: [("Location", "/api/models/org/name?blobs=true&again")], body: Array("words".utf8),
        delivery: .trailers)
    }
    #expect(try runFetch(["org/name"], from: hub).answers == [status == 404 ? "not_found" : "org/name"])
  }

  @Test(
    "response headers without end are refused", arguments: [StubResponse.Delivery.endlessHead, .endlessInterimHeads])
  func boundsHeads(_ delivery: StubResponse.Delivery) throws {
    let hub = try hub { $0.delivery = delivery }
    #expect(try runFetch(["org/name"], from: hub).answers == ["too_large"])
    #expect(hub.requests.count == 1)
  }

  @Test(
    "a compressed body is limited in its compressed and its decompressed size",
    arguments: [StubResponse.Delivery.bomb(60_000_000), .endlessGzip])
  func boundsCompression(_ delivery: StubResponse.Delivery) throws {
    let hub = try hub { $0.delivery = delivery }
    #expect(try runFetch(["org/name"], from: hub).answers == ["too_large"])
    #expect(hub.requests.count == 1)
  }

  @Test("a body that is compressed several times is refused", arguments: [2, 5])
  func refusesLayers(_ count: Int) throws {
    let hub = try hub { $0.delivery = .gzipLayers(count) }
    #expect(try runFetch(["org/name"], from: hub).answers == ["bad_response"])
    #expect(hub.requests.count == 1)
  }

  @Test("a whole document may be compressed, a range of a file may not")
  func asksForCompression() throws {
    var model = WireRuns.model
    model.infoMembers = ""
    let hub = try StubHub([model])
    _ = try runFetch(["org/name", "--exact"], from: hub)
    let (parts, wholes) = (
      hub.requests.filter { $0.headers["range"] != nil }, hub.requests.filter { $0.headers["range"] == nil }
    )
    #expect(wholes.allSatisfy { $0.headers["accept-encoding"] == "gzip" })
    #expect(!parts.isEmpty)
    #expect(parts.allSatisfy { $0.headers["accept-encoding"] == "identity" })
  }

  @Test(
    "a content coding that was not accepted is refused",
    arguments: ["br", "deflate", "zstd", "gzip, br", "compress", "x-unknown"])
  func refusesCodings(_ coding: String) throws {
    let hub = try hub { $0.headers.append(("Content-Encoding", coding)) }
    #expect(try runFetch(["org/name"], from: hub).answers == ["bad_response"])
  }

  @Test("an impossible Content-Length is refused before the body is read")
  func refusesLengths() throws {
    let hub = try hub {
      $0.headers.append(("Content-Length", "9000000000000"))
      $0.delivery = .endless
    }
    #expect(try runFetch(["org/name"], from: hub).answers == ["too_large"])
  }

  @Test("a header that is not UTF-8 is not an error")
  func readsLatin1() throws {
    let hub = try hub { $0.headers.append(("X-Place", "Caf\u{FFFD}")) }
    #expect(try runFetch(["org/name"], from: hub).answers == ["org/name"])
  }
}
