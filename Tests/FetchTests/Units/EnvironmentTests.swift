import CommandLineTool
import Foundation
import TestSupport
import Testing

@testable import hf_fetch

@Suite("The Hub's environment variables")
struct EnvironmentTests {
  private func environment(_ variables: [String: String]) -> HubEnvironment { HubEnvironment { variables[$0] } }

  @Test("the token is looked for in the official order")
  func ordersTokens() throws {
    let scratch = try ScratchDirectory()
    try scratch.write("hf_path\n", to: "elsewhere")
    try scratch.write("  hf_home \r\n", to: "token")
    var variables = [
      "HF_TOKEN": "hf_first", "HUGGING_FACE_HUB_TOKEN": "hf_second", "HF_TOKEN_PATH": scratch.path("elsewhere"),
      "HF_HOME": scratch.url.path,
    ]
    let expected = [
      ("HF_TOKEN", "hf_first"), ("HUGGING_FACE_HUB_TOKEN", "hf_second"), ("HF_TOKEN_PATH", "hf_path"),
      ("HF_HOME", "hf_home"),
    ]
    for (name, token) in expected {
      #expect(try AccessToken.find(in: environment(variables))?.authorization == "Bearer \(token)")
      variables[name] = nil
    }
    #expect(try AccessToken.find(in: environment(["HOME": scratch.path("nobody")])) == nil)
  }

  @Test(
    "a token is trimmed, and a token that no header can carry is not used",
    arguments: [
      (" hf_x \r\n", "hf_x"), ("\n", nil), ("", nil), ("hf x", nil), ("hf_\u{1}", nil), ("hf_é", nil),
    ] as [(String, String?)])
  func trims(_ text: String, _ token: String?) {
    #expect(AccessToken(text, source: "a test")?.authorization == token.map { "Bearer " + $0 })
  }

  @Test(
    "a variable with a token that no header can carry is an error that names it, and does not show it",
    arguments: ["hf_a\r\nEvil: b", "hf x", "hf_\u{1B}[31m", "hf_é"])
  func refusesTokens(_ text: String) {
    #expect {
      try AccessToken.find(in: environment(["HF_TOKEN": text, "HUGGING_FACE_HUB_TOKEN": "b"]))
    } throws: { error in
      let error = error as? ToolError
      return error?.status == .usage && error?.message.contains("HF_TOKEN") == true
        && error?.message.contains(text) == false
    }
  }

  @Test("an empty variable counts as unset")
  func skipsEmpty() throws {
    #expect(
      try AccessToken.find(in: environment(["HF_TOKEN": "", "HUGGING_FACE_HUB_TOKEN": "b"]))?.authorization
        == "Bearer b")
  }

  @Test("implicit tokens can be forbidden")
  func forbids() throws {
    for (value, isSent) in [("yes", false), ("0", true)] {
      let variables = ["HF_TOKEN": "a", "HF_HUB_DISABLE_IMPLICIT_TOKEN": value]
      #expect(try (Credential.find(in: environment(variables)).current != nil) == isSent)
    }
  }

  @Test("folders follow from the variables, with ~ and $NAME expanded")
  func findsFolders() {
    #expect(environment(["HOME": "/h"]).hubCache == "/h/.cache/huggingface/hub")
    #expect(environment(["HOME": "/h", "XDG_CACHE_HOME": "/x"]).home == "/x/huggingface")
    #expect(environment(["HOME": "/h", "HF_HOME": "~/hf"]).hubCache == "/h/hf/hub")
    #expect(environment(["D": "/d", "HF_HUB_CACHE": "$D/c", "HUGGINGFACE_HUB_CACHE": "/no"]).hubCache == "/d/c")
    #expect(environment(["D": "/d", "HUGGINGFACE_HUB_CACHE": "${D}/$NONE"]).hubCache == "/d/$NONE")
  }

  @Test(
    "variables are expanded as Python's os.path.expandvars does",
    arguments: [
      ("$D/c", "/d/c"), ("${D}/c", "/d/c"), ("a${D}b$D", "a/db/d"), ("${D", "${D"), ("${D/c", "${D/c"),
      ("${D-x}", "${D-x}"), ("$/c$", "$/c$"), ("${}", "${}"), ("${NONE}/$NONE", "${NONE}/$NONE"),
    ])
  func expands(_ path: String, _ expanded: String) {
    #expect(environment(["D": "/d", "": "/empty"]).expand(path) == expanded)
  }

  @Test(
    "an endpoint that is not an http or https URL, or has a user, query or fragment, is refused",
    arguments: [
      "", "huggingface.co", "ftp://h", "https://user:secret@h", "https://h?x=1", "https://h#x", "https://h/ x",
      "https://", "https://h:0", "https://h:65536", "https://h:x", "https://h\\e", "https://h/\\e", "https://[::1",
      "https://h\u{E9}", "https:///x", "https://h/?",
    ])
  func refusesEndpoints(_ text: String) {
    #expect(throws: ToolError.self) { try Endpoint(text) }
  }

  @Test(
    "an endpoint has the authority and the path with which pasted URLs begin",
    arguments: [
      ("https://Hub.Example/", "hub.example", []), ("HTTP://h:8080/a/b//", "h:8080", ["a", "b"]),
      ("http://[::1]:80/x", "[::1]:80", ["x"]),
    ])
  func readsEndpoints(_ text: String, _ authority: String, _ path: [String]) throws {
    let endpoint = try Endpoint(text)
    #expect(endpoint.authority == authority)
    #expect(endpoint.pathSegments == path)
  }
}
