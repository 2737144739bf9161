/// Databases and entries that are generated from an input.
struct RandomDatabase {
  private var choices: Choices

  init(_ choices: Choices) { self.choices = choices }

  private static let ids = ["a", "b-1", "B.1", "c", "custom", "d", "é", "qwen2-5", "Qwen2.5", "e"]
  private static let numbers = [
    "1", "0.5", "7e0", "70.0", "1e-3", "-2", "1e400", "0.1000000000000000000001", "12345678901234567890", "7",
  ]
  private static let fields = [
    #""hidden_size":64"#, #""num_layers": 2"#, #""notes" :"mine\u00e9""#, #""x":[1, 2 ,{"y":null}]"#,
    #""default_context_length":1024"#, #""num_experts":8"#, #""overridden":["hidden_size"]"#, ##""name":"N""##,
    #""hf_revision":"0123456789012345678901234567890123456789""#, #""kv_cache":{"full_elements_per_token":4}"#,
  ]
  private static let spaces = ["", " ", "\n", "\n    ", "\t", "\r\n  "]

  private mutating func space() -> String { choices.one(of: RandomDatabase.spaces) }

  /// An entry of a database, laid out in any way; with no id, number or model id now and then.
  mutating func storedEntry(_ number: Int) -> String {
    let id = choices.happens(oneIn: 3) ? choices.one(of: RandomDatabase.ids) : "m\(number)"
    var members: [String] = []
    if !choices.happens(oneIn: 10) { members.append("\"id\":\(space())\"\(id)\"") }
    if !choices.happens(oneIn: 4) { members.append(#""hf_model_id":"org/\#(id)""#) }
    if !choices.happens(oneIn: 6) {
      members.append(#""parameters_billions":\#(choices.one(of: RandomDatabase.numbers))"#)
    }
    for field in RandomDatabase.fields where choices.happens(oneIn: 3) { members.append(field) }
    let start = choices.number(below: max(1, members.count))
    return "{" + space() + (members[start...] + members[..<start]).joined(separator: space() + "," + space()) + space()
      + "}"
  }

  /// The text of a database with up to ten entries.
  mutating func database() -> String {
    let entries = (0..<choices.number(below: 11)).map { storedEntry($0) }
    let start = choices.happens(oneIn: 12) ? "\u{FEFF}" : ""
    let before = choices.happens(oneIn: 3) ? "\(space())\"version\"\(space()):1," : ""
    let after = choices.happens(oneIn: 3) ? ",\(space())\"mine\" : {\"b\":[ ]}" : ""
    let list = entries.isEmpty ? space() : space() + entries.joined(separator: space() + "," + space()) + space()
    return "\(start)\(space()){\(before)\(space())\"models\"\(space()):\(space())[\(list)]\(after)\(space())}\(space())"
  }

  /// Entries as the earlier stages print them: new ones, known ones with other values, and failures.
  mutating func batch() -> String {
    (0..<choices.number(below: 5)).map { _ in
      if choices.happens(oneIn: 12) {
        return #"{"error":{"code":"not_found","stage":"fetch","model_id":"org/x","message":"not there"}}"#
      }
      let known = choices.number(below: 3)
      let id =
        known == 0
        ? "n\(choices.number(below: 5))"
        : known == 1
          ? "m\(choices.number(below: 11))"
          : choices.one(of: RandomDatabase.ids)
      let fields = RandomDatabase.fields.filter { _ in choices.happens(oneIn: 3) }
      let number = choices.one(of: RandomDatabase.numbers)
      return "{"
        + ([#""id":"\#(id)""#, #""hf_model_id":"org/\#(id)""#, #""parameters_billions":\#(number)"#] + fields)
        .joined(separator: ",") + "}"
    }.joined(separator: "\n")
  }

  /// What to do with the database.
  mutating func operation() -> (options: [String], input: String) {
    switch choices.number(below: 6) {
    case 0: return (["--force", "--remove", choices.one(of: RandomDatabase.ids)], "")
    case 1: return (["--force", "--remove", "m\(choices.number(below: 11))"], "")
    case 2: return (["--force", "--update", "--forget", "hidden_size"], batch())
    default:
      var options = ["--force"]
      let existing = choices.number(below: 3)
      if existing > 0 { options.append(existing == 1 ? "--update" : "--skip-existing") }
      if choices.happens(oneIn: 2) { options.append("--continue-on-error") }
      if choices.happens(oneIn: 3) { options.append("--keep-order") }
      if existing == 1, choices.happens(oneIn: 4) { options.append("--record-revisions") }
      return (options, batch())
    }
  }

  /// How many operations to do.
  mutating func operationCount() -> Int { 1 + choices.number(below: 3) }
}
