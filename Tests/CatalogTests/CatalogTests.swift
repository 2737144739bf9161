import JSON
import TestSupport
import Testing

@testable import models_merge

private let database = #"""
  {"models": [
    {"id": "alpha", "name": "Alpha", "hf_model_id": "org/alpha", "parameters_billions": 1, "hidden_size": 1024,
     "num_layers": 16, "num_heads": 16, "num_kv_heads": 16, "default_context_length": 4096,
     "architecture": "transformer", "license": "mit"},
    {"id": "gamma", "name": "Gamma", "parameters_billions": 8, "hidden_size": 4096, "num_layers": 32, "num_heads": 32,
     "default_context_length": 5000, "architecture": "transformer", "attention": "gqa", "license": "apache-2.0",
     "kv_cache": {"full_elements_per_token": 1000, "sliding_elements_per_token": 24, "sliding_window": 512}},
    {"id": "beta", "name": "Beta", "hf_model_id": "org/beta", "parameters_billions": 600, "hidden_size": 7168,
     "num_layers": 61, "num_heads": 128, "default_context_length": 163840, "architecture": "moe", "attention": "mla",
     "kv_cache": {"full_elements_per_token": 35136}, "num_experts": 256, "experts_per_token": 8,
     "active_parameters_billions": 37.5},
    {"id": "custom", "name": "Custom Model", "parameters_billions": 7, "hidden_size": 4096, "num_layers": 32,
     "num_heads": 32, "default_context_length": 4096, "architecture": "transformer"}
  ]}
  """#

@Suite("make catalog")
struct CatalogTests {
  @Test("the page is one file, and loads no other")
  func isSelfContained() throws {
    let scratch = try ScratchDirectory()
    let page = try Catalog.page(of: database, in: scratch)
    #expect(page.contains("Alpha"))
    #expect(!page.contains("@style.css@") && !page.contains("@DATABASE@"))
    #expect(page.firstMatch(of: /<(link|img|script|iframe)[^>]*(src|href)="(?!data:)/) == nil)
    #expect(try scratch.names() == ["catalog.html", "models.json"])
  }

  @Test("the names before 2.0.0 still work")
  func acceptsOldNames() throws {
    let scratch = try ScratchDirectory()
    try scratch.write(database, to: "models.json")
    let path = scratch.path("page.html")
    let oldName = "catalog" + "ue"
    var command = Command(
      system: "make",
      ["-s", oldName, "DATABASE=\(scratch.path("models.json"))", "\(oldName.uppercased())=\(path)"])
    command.directory = Package.root
    #expect(try command.run().status == 0)
    #expect(try scratch.read("page.html").contains("Alpha"))
  }

  @Test("every '<' of the database is escaped, so that no text of it can end its script element")
  func escapesDatabase() throws {
    let hostile = #"{"models": [{"id": "a", "name": "</script><script>alert(1)</script>"}, {"id": "<!--"}]}"#
    let page = try Catalog.page(of: hostile, in: try ScratchDirectory())
    #expect(page.contains(#"\u003c/script>\u003cscript>alert(1)\u003c/script>"#))
    #expect(!page.contains("alert(1)</script>"))
    #expect(!page.contains("<!--"))
  }

  @Test("a byte order mark of the database is left out, because browsers do not read JSON with one")
  func dropsByteOrderMark() throws {
    let page = try Catalog.page(of: "\u{FEFF}" + database, in: try ScratchDirectory())
    #expect(!page.contains("\u{FEFF}"))
    #expect(page.contains("Alpha"))
  }

  @Test("a database that cannot be read is an error, and no page is written")
  func refusesMissingDatabase() throws {
    let scratch = try ScratchDirectory()
    let outcome = try Catalog.make(scratch.path("none.json"), scratch.path("page.html"))
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("cannot read the database"))
    #expect(try scratch.names() == [])
  }

  @Test(
    "file names are not run as shell commands",
    arguments: ["a b.html", "$(touch pwned).html", "it's; touch pwned.html", "`id`.html"])
  func takesNamesAsData(_ name: String) throws {
    let scratch = try ScratchDirectory()
    try scratch.write(database, to: "$(x) 'models'.json")
    let outcome = try Catalog.make(scratch.path("$(x) 'models'.json"), scratch.path(name))
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try scratch.names().contains(name))
    #expect(try scratch.names().count == 2)
  }
}

@Suite(
  "The catalog page in a browser", .serialized,
  .enabled(if: Browser.command != nil, "no Chromium here: install it, or set CHROMIUM to its command"))
struct CatalogInBrowserTests {
  private func texts(_ element: JSONElement?) -> [String] { element?.elements.compactMap(\.string) ?? [] }

  @Test("rows and marks are shown, filtered and sorted, and react to keys", arguments: [1280, 390])
  func worksInBrowser(_ width: Int) throws {
    let visit = try Browser.visit(database, width: width)
    defer { withExtendedLifetime(visit) {} }
    let seen = visit.seen.root
    #expect(visit.console.isEmpty, "\(visit.console)")
    #expect(texts(seen["errors"]) == [])
    #expect(texts(seen["requests"]) == [])
    #expect(seen["wide"]?.bool == false)
    #expect(seen["unlabelled"]?.int == 0)
    #expect(texts(seen["names"]) == ["Alpha", "Gamma", "Beta"])
    #expect(seen["points"]?.int == 3)
    #expect(texts(seen["search"]?["names"]) == ["Beta"])
    #expect(seen["search"]?["points"]?.int == 1)
    #expect(seen["search"]?["status"]?.string == "1 of 3 models")
    #expect(texts(seen["mixtures"]?["names"]) == ["Beta"])
    #expect(texts(seen["latent"]?["names"]) == ["Beta"])
    #expect(texts(seen["small"]?["names"]) == ["Alpha"])
    #expect(texts(seen["none"]?["names"]) == [])
    let sorted = Array(try #require(seen["byCache"]?.elements))
    #expect(
      sorted.map { texts($0["names"]) } == [
        ["Gamma", "Alpha", "Beta"], ["Beta", "Alpha", "Gamma"], ["Alpha", "Gamma", "Beta"],
      ])
    #expect(sorted.map { $0["direction"]?.string } == ["ascending", "descending", "ascending"])
    let keys = texts(seen["keys"])
    #expect(keys.count == 4 && keys[0].hasPrefix("Gamma:") && keys[1].hasPrefix("Beta:") && keys[2].hasPrefix("Alpha:"))
    #expect(keys.last == "model-0")
  }

  @Test("cells and marks show what the entries say")
  func showsFacts() throws {
    let visit = try Browser.visit(database)
    defer { withExtendedLifetime(visit) {} }
    let seen = visit.seen.root
    #expect(
      texts(seen["cells"]?["Alpha"]) == [
        "1\u{A0}B", "–", "≈\u{A0}65.5\u{A0}kB", "likely MHA", "–", "16", "1,024", "4,096", "mit",
      ])
    #expect(
      texts(seen["cells"]?["Gamma"]) == [
        "8\u{A0}B", "–", "2.05\u{A0}kB", "GQA", "–", "32", "4,096", "5,000", "apache-2.0",
      ])
    #expect(
      texts(seen["cells"]?["Beta"]) == [
        "600\u{A0}B", "37.5\u{A0}B", "70.3\u{A0}kB", "MLA", "8 of 256", "61", "7,168", "163,840", "–",
      ])
    #expect(seen["marks"]?["alpha"]?["mark"]?.string == "mark mha estimated")
    #expect(seen["marks"]?["alpha"]?["label"]?.string?.contains("kB cache per token (estimated)") == true)
    #expect(seen["marks"]?["gamma"]?["label"]?.string?.contains("kB cache per token, ") == true)
    #expect(seen["marks"]?["beta"]?["mark"]?.string == "mark mla experts")
    let alpha = seen["marks"]?["alpha"]?["place"]?.elements.compactMap(\.double) ?? []
    let beta = seen["marks"]?["beta"]?["place"]?.elements.compactMap(\.double) ?? []
    try #require(alpha.count == 2 && beta.count == 2)
    #expect(alpha[0] < beta[0] && alpha[1] > beta[1])
    #expect(texts(seen["links"]) == ["https://huggingface.co/org/alpha", "https://huggingface.co/org/beta"])
  }

  @Test("the template 'custom' has no row and no mark, and is not counted")
  func leavesTemplateOut() throws {
    let visit = try Browser.visit(database)
    defer { withExtendedLifetime(visit) {} }
    #expect(
      visit.seen.root["summary"]?.string == "3 language models, 1\u{A0}B to 600\u{A0}B parameters, 1 with experts")
    #expect(!texts(visit.seen.root["names"]).contains("Custom Model"))
  }

  @Test("the plot is one stop of the Tab key")
  func hasOneTabStop() throws {
    let visit = try Browser.visit(database)
    defer { withExtendedLifetime(visit) {} }
    #expect(visit.seen.root["plotStops"]?.int == 1)
  }

  @Test("the legend explains estimated caches only where a mark is one")
  func explainsEstimates() throws {
    let visit = try Browser.visit(database)
    let stated = try Browser.visit(
      #"{"models": [{"id": "a", "parameters_billions": 1, "kv_cache": {"full_elements_per_token": 9}}]}"#)
    defer { withExtendedLifetime((visit, stated)) {} }
    #expect(texts(visit.seen.root["legend"]).contains("pale: estimated cache"))
    #expect(!texts(stated.seen.root["legend"]).contains("pale: estimated cache"))
  }

  @Test("a column without values is left out")
  func leavesEmptyColumnsOut() throws {
    let visit = try Browser.visit(
      #"{"models": [{"id": "a", "num_layers": 2}, {"id": "b", "license": "mit"}, {"id": "c"}]}"#)
    defer { withExtendedLifetime(visit) {} }
    #expect(texts(visit.seen.root["columns"]) == ["Model", "Attention", "Layers", "License"])
    #expect(texts(visit.seen.root["cells"]?["a"]) == ["Not stated", "2", "–"])
  }

  @Test("sizes are written as in the preview of an import")
  func writesSizesAsThePreview() throws {
    let visit = try Browser.visit(database)
    defer { withExtendedLifetime(visit) {} }
    let sizes = Array(try #require(visit.seen.root["sizes"]?.elements)).map { Array($0.elements) }
    #expect(sizes.count >= 10)
    for size in sizes {
      let bytes = try #require(size[0].double)
      #expect(size[1].string?.replacing("\u{A0}", with: " ") == ByteCount(bytes)?.description)
    }
  }

  @Test("numbers of parameters change to the next unit when they round to a thousand")
  func roundsCountsToTheNextUnit() throws {
    let visit = try Browser.visit(database)
    defer { withExtendedLifetime(visit) {} }
    let expected = ["1", "999 K", "1 M", "70.4 M", "999 M", "1 B", "1 B", "999 B", "1 T", "1 T", "100 T"]
    #expect(texts(visit.seen.root["counts"]) == expected.map { $0.replacing(" ", with: "\u{A0}") })
    for label in texts(visit.seen.root["axes"]) { #expect(!label.contains("1,000")) }
  }

  @Test("hostile names and numbers are shown as text, or not at all")
  func survivesHostileDatabase() throws {
    let names = [
      #"</script><script>window.pwned = 1</script>"#, #"<img src=x onerror='window.pwned = 1'>"#, #"\" onload=\"pwned"#,
      #"\u202etxet\u2028"#, "&lt;b&gt;", "@page.js@", "$(touch pwned)`id`\\\\",
    ]
    let entries = names.enumerated().map { index, name in
      #"{"id":"m\#(index)","name":"\#(name)","hf_model_id":"javascript:window.pwned=1","parameters_billions":\#(index + 1)}"#
    }
    let odd =
      #"7, null, [], {"name": {}}, {"name": "odd", "parameters_billions": "9", "num_layers": -1, "attention": "toString", "kv_cache": null}, {"name": "huge", "parameters_billions": 1e999, "num_heads": 1e308, "num_layers": 1e308, "hidden_size": 1}"#
    let visit = try Browser.visit(#"{"models": [\#(entries.joined(separator: ",")), \#(odd)]}"#)
    defer { withExtendedLifetime(visit) {} }
    let seen = visit.seen.root
    #expect(visit.console.isEmpty, "\(visit.console)")
    #expect(texts(seen["errors"]) == [])
    #expect(seen["pwned"]?.string == "undefined")
    #expect(seen["images"]?.int == 0)
    #expect(seen["scripts"]?.int == 3)
    #expect(texts(seen["links"]) == [])
    #expect(texts(seen["names"]).count == names.count + 4)
    #expect(texts(seen["names"]).first == "</script><script>window.pwned = 1</script>")
    #expect(texts(seen["cells"]?["odd"]).allSatisfy { ["–", "Not stated"].contains($0) })
    #expect(texts(seen["cells"]?["huge"]).first == "–")
  }

  @Test("a file that is not a database is reported as such", arguments: ["{}", "[", #"{"models": {}}"#, ""])
  func reportsBrokenDatabase(_ text: String) throws {
    let visit = try Browser.visit(text)
    defer { withExtendedLifetime(visit) {} }
    #expect(visit.seen.root["problem"]?.string?.contains("cannot be shown") == true)
    #expect(texts(visit.seen.root["names"]) == [])
  }
}
