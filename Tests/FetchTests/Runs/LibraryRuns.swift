import FoundationEssentials
import JSON
import StubHub
import TestSupport
import Testing

#if os(Linux)
  @Suite("Loading libcurl")
  struct LibraryRuns {
    private let scratch: ScratchDirectory

    init() throws {
      scratch = try ScratchDirectory()
      // The loader ends its search at a file that is not a library.
      for name in ["libcurl.so.4", "libcurl-gnutls.so.4"] { try scratch.write("not a library", to: name) }
    }

    private var environment: [String: String] { ["LD_LIBRARY_PATH": scratch.url.path(percentEncoded: false)] }

    @Test("without libcurl a request fails with a hint, once per model and without retries")
    func reportsMissingLibrary() throws {
      let hub = try StubHub([smallModel("org/name")])
      let run = try runFetch(["org/name", "org/other", "--continue-on-error"], from: hub, environment: environment)
      #expect(run.answers == ["network", "network"])
      #expect(run.failure?["message"]?.string?.contains("libcurl") == true)
      #expect(run.failure?["hint"]?.string?.contains("libcurl4") == true)
      #expect(hub.requests.isEmpty)
    }

    @Test("without libcurl the cache, directories and --help work")
    func worksOffline() throws {
      let hub = try StubHub([smallModel("org/name")])
      let home = try ScratchDirectory()
      _ = try runFetch(["org/name"], from: hub, home: home)
      let cached = try runFetch(["org/name", "--offline"], from: hub, home: home, environment: environment)
      #expect(cached.answers == ["org/name"])
      try scratch.write(#"{"hidden_size":8}"#, to: "config.json")
      let folder = scratch.url.path(percentEncoded: false)
      #expect(try runFetch([folder], environment: environment).status == 0)
      let (help, version) = (Command(tool: "hf-fetch", ["--help"]), Command(tool: "hf-fetch", ["--version"]))
      for var command in [help, version] {
        command.environment = environment
        #expect(try command.run().status == 0)
      }
    }

    @Test("no exit handler of a library runs, since other threads may still use the library")
    func runsNoExitHandlers() throws {
      let run = try runFetch(["a/b", "--retries", "0"], environment: ["LD_DEBUG": "libs"])
      #expect(run.errors.contains("calling init: ") && run.errors.contains("libcurl"))
      #expect(!run.errors.contains("calling fini: "))
    }

    @Test(
      "a run without a request does not load libcurl",
      arguments: [["--version"], ["--help"], ["--offline", "a/b"], ["."]])
    func loadsLate(_ arguments: [String]) throws {
      var command = Command(tool: "hf-fetch", arguments)
      command.environment = ["LD_DEBUG": "libs", "HF_HOME": scratch.url.path(percentEncoded: false)]
      let run = try command.run()
      #expect(run.errors.contains("libc.so"))
      #expect(!run.errors.contains("libcurl"))
    }
  }
#endif
