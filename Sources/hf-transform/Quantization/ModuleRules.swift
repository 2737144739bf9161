import ModelSpec
import Patterns

/// The settings of modules that differ from those of the whole checkpoint: by name, by expression or by class. An
/// expression is a regular expression or a file name pattern.
///
/// A name has precedence over expressions, and these over classes. Of two expressions, the first in the config counts.
struct ModuleRules {
  /// The settings by a module's name with `*` for each number (`layers.*.mlp.up_proj`), then by these numbers (`[0]`).
  /// Prefixes of wrappers such as `model.` are ignored. A name of two or more parts also applies to modules whose names
  /// end in it.
  private var named: [String: [[Int]: ModuleSettings]] = [:]
  /// Expressions as the config has them. The settings are nil if the config has none, as for modules that are not
  /// quantized (GPTQModel's `-:`). Modules that match get the settings of their class. For modules that are not
  /// quantized, these have no effect, because their tensors are not packed.
  private var texts: [(text: String, matching: NameExpression.Matching, settings: ModuleSettings?)] = []
  /// The compiled expressions, without those in ``unreadable``.
  private var expressions: [(NameExpression, ModuleSettings?)] = []
  /// Settings by a module's class.
  private var classes: [(ModuleClass, ModuleSettings)] = []

  /// Expressions of the config that were not compiled: they are not valid or too long, or all expressions together are
  /// too long.
  private(set) var unreadable: [String] = []
  /// The size of the expressions that ``compile()`` has seen, in bytes.
  private var compiledBytes = 0
  /// The number of ``compiledBytes`` after which no further expressions are compiled. A compiled expression takes about
  /// 200 times the memory of its text.
  private static let maximumCompiledBytes = 1_000_000

  /// Whether no module has separate settings.
  var isEmpty: Bool { named.isEmpty && texts.isEmpty && classes.isEmpty }

  /// The bits of every rule that states them.
  var bits: [Double] {
    (named.values.flatMap(\.values) + texts.compactMap(\.settings) + classes.map(\.1)).compactMap(\.bits)
  }

  /// Adds settings for the module with this name.
  mutating func add(module name: String, _ settings: ModuleSettings) {
    let key = ModuleKey(name)
    named[key.text, default: [:]][key.numbers] = settings
  }

  /// Adds an expression.
  ///
  /// - Parameters:
  ///   - expression: the text of the expression.
  ///   - matching: its syntax, and what part of a name it has to match.
  ///   - settings: the settings of matching modules; nil if the config has none for them.
  mutating func add(_ expression: String, _ matching: NameExpression.Matching, _ settings: ModuleSettings?) {
    texts.append((expression, matching, settings))
  }

  /// Adds settings for the modules of a class.
  mutating func add(_ moduleClass: ModuleClass, _ settings: ModuleSettings) { classes.append((moduleClass, settings)) }

  /// Compiles the expressions that were added since the last call. ``settings(of:modules:usual:steps:)`` uses only
  /// compiled ones. Reading a config does not compile them, because that takes time, and they are needed only with
  /// tensor names.
  mutating func compile() {
    for (text, matching, settings) in texts.dropFirst(expressions.count + unreadable.count) {
      compiledBytes += text.utf8.count
      if compiledBytes <= ModuleRules.maximumCompiledBytes, let expression = NameExpression(text, matching) {
        expressions.append((expression, settings))
      } else {
        unreadable.append(text)
      }
    }
  }

  /// The settings of the modules that a pattern's tensors belong to, each with the number of tensors that have them.
  ///
  /// - Parameters:
  ///   - pattern: the tensors whose modules are looked up.
  ///   - modules: the possible names of the modules as dotted parts with `*` for numbers, the likeliest first. Only the
  ///     first is compared with expressions and classes.
  ///   - usual: the settings of modules to which no rule applies.
  ///   - steps: how many steps comparing names may still take; reduced by those taken. When none are left, the
  ///     remaining modules get the settings of their class.
  func settings(
    of pattern: TensorPattern, modules: [[Substring]], usual: ModuleSettings, steps: inout StepBudget
  ) -> [(copies: Count, settings: ModuleSettings)] {
    guard !isEmpty else { return [(pattern.copies, usual)] }
    let own = modules.lazy.compactMap { namedSettings(of: $0, pattern) }.first ?? [:]
    let byClass = classes.first { $0.0.contains(modules.first ?? []) }?.1.filled(from: usual) ?? usual
    var groups = own.map { (copies: $0.value.copies, settings: $0.value.settings.filled(from: usual)) }
    let namedCount = groups.reduce(Count(0)) { $0 + $1.copies }
    guard namedCount < pattern.copies else { return groups }
    guard !expressions.isEmpty, let module = modules.first else {
      groups.append((pattern.copies - namedCount, byClass))
      return groups
    }
    let names = ModuleNames(module: module, ranges: pattern.ranges, excluded: Set(own.keys))
    groups += names.grouped(isExact: expressions.contains { $0.0.dependsOnDigits } || !own.isEmpty, steps: &steps) {
      name, steps in expressionSettings(of: name, otherwise: byClass, usual, steps: &steps)
    }
    let counted = groups.reduce(Count(0)) { $0 + $1.copies }
    if counted < pattern.copies { groups.append((pattern.copies - counted, byClass)) }
    return groups
  }

  /// The settings of the first expression that matches a name, and its index; `otherwise` and -1 if none matches.
  private func expressionSettings(
    of name: String, otherwise: ModuleSettings, _ usual: ModuleSettings, steps: inout StepBudget
  ) -> (group: Int, settings: ModuleSettings) {
    for (index, (expression, settings)) in expressions.enumerated() where expression.matches(name, &steps) {
      return (index, settings?.filled(from: usual) ?? otherwise)
    }
    return (-1, otherwise)
  }

  /// The settings of the modules that the config names, by the numbers in their names, each with the number of tensors
  /// that have them; nil when the config has no name of this form.
  private func namedSettings(
    of module: [Substring], _ pattern: TensorPattern
  ) -> [[Int]: (copies: Count, settings: ModuleSettings)]? {
    guard !named.isEmpty else { return nil }
    for suffix in ModuleKey.suffixes(of: module) {
      guard let byNumbers = named[suffix.joined(separator: ".")] else { continue }
      let starCount = pattern.ranges.isEmpty ? 0 : suffix.count(where: { $0 == "*" })
      let leading = pattern.ranges.dropLast(starCount)
      let trailing = Array(pattern.ranges.suffix(starCount))
      let repeated = leading.reduce(Count(1)) { $0 * $1.reduce(0) { $0 + Count($1.count) } }
      var found: [[Int]: (copies: Count, settings: ModuleSettings)] = [:]
      for (numbers, settings) in byNumbers where ModuleNames.contain(trailing, numbers) {
        found[numbers] = (repeated, settings)
      }
      return found
    }
    return nil
  }
}
