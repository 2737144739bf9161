import Files

/// A file of a stub repository.
public struct StubFile: Sendable {
  /// The bytes that are there.
  public var content: [UInt8]
  /// The size it claims: what lies after the content reads as zeros.
  public var size: Int
  /// Whether it lives on the second host.
  public var isLarge: Bool

  /// Makes a file. Weight files are large by default, and may claim more than they hold.
  public init(_ content: [UInt8], size: Int? = nil, isLarge: Bool = false) {
    self.content = content
    self.size = max(size ?? content.count, content.count)
    self.isLarge = isLarge
  }

  /// Makes a small text file.
  public init(_ text: String) { self.init(Array(text.utf8)) }

  /// What git names the content by. Of a file that holds less than it claims, that of what it holds.
  public var etag: String { Digest.sha1(Array("blob \(content.count)\0".utf8) + content) }

  /// The bytes of a range.
  func bytes(_ range: Range<Int>) -> [UInt8] {
    let held = range.clamped(to: 0..<content.count)
    return Array(content[held]) + [UInt8](repeating: 0, count: range.count - held.count)
  }
}

/// A repository that the stub serves.
public struct StubModel: Sendable {
  /// The name as the Hub spells it.
  public var id: String
  /// The commit of every revision.
  public var sha: String
  /// The branches and tags that there are.
  public var revisions: [String] = ["main"]
  /// The model info, verbatim; nil makes one from the rest.
  public var info: String?
  /// What it is for.
  public var task = "text-generation"
  /// How often it was downloaded.
  public var downloads = 1
  /// Members to add to the info that is made, as JSON text without braces.
  public var infoMembers = ""
  /// The files by path.
  public var files: [String: StubFile]
  /// `"auto"`, `"manual"`, or nil for open repositories.
  public var gated: String?
  /// Whether info and files are refused because the repository was taken down.
  public var isDisabled = false

  /// Makes a repository.
  public init(_ id: String, files: [String: StubFile] = [:], infoMembers: String = "") {
    self.id = id
    self.files = files
    self.infoMembers = infoMembers
    sha = StubModel.commit(of: id)
  }

  /// A repository with a config and a Hub's count, as most are.
  public init(_ id: String, config: String, parameters: Int, dtype: String = "BF16") {
    self.init(
      id,
      files: [
        "config.json": StubFile(config),
        "model.safetensors": StubFile(
          [], size: parameters.multipliedReportingOverflow(by: 2).partialValue, isLarge: true),
      ],
      infoMembers: #""safetensors":{"parameters":{"\#(dtype)":\#(parameters)},"total":\#(parameters)}"#)
  }

  /// The info as the Hub gives it; with sizes where they are asked for.
  public func infoText(withSizes: Bool) -> String {
    if let info { return info }
    let siblings = files.keys.sorted().map { path in
      let size = withSizes ? #","size":\#(files[path]?.size ?? 0)"# : ""
      return #"{"rfilename":"\#(path)"\#(size)}"#
    }
    let gate = gated.map { #""\#($0)""# } ?? "false"
    return """
      {"_id":"0","id":"\(id)","modelId":"\(id)","sha":"\(sha)","private":false,"disabled":\(isDisabled),\
      "gated":\(gate),"downloads":\(downloads),"likes":1,"tags":["license:mit"],"pipeline_tag":"\(task)",\
      "siblings":[\(siblings.joined(separator: ","))]\(infoMembers.isEmpty ? "" : ",")\(infoMembers)}
      """
  }

  /// Forty hexadecimal digits that depend on the name alone (FNV-1a, repeated).
  static func commit(of id: String) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    var digits = ""
    while digits.count < 40 {
      for byte in id.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
      digits += String(hash | 1 << 63, radix: 16)
    }
    return String(digits.prefix(40))
  }
}

/// Where the stub finds repositories.
public protocol StubCatalog: Sendable {
  /// The repository of this name, in any case, or nil.
  func model(_ id: String) -> StubModel?
  /// The names to list, best first.
  var listing: [String] { get }
}

/// Repositories described by a test.
public struct ModelList: StubCatalog {
  private let models: [String: StubModel]
  /// The names, in the order given.
  public let listing: [String]

  /// Makes a catalog.
  public init(_ models: [StubModel]) {
    listing = models.map(\.id)
    self.models = Dictionary(models.map { ($0.id.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The repository of this name.
  public func model(_ id: String) -> StubModel? { models[id.lowercased()] }
}
