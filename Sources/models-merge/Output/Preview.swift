import Shared

/// What an import would do, for a person to look at.
struct Preview {
  let plan: MergePlan
  let composition: DatabaseComposition
  let diagnostics: Diagnostics

  init(_ plan: MergePlan, _ composition: DatabaseComposition, _ diagnostics: Diagnostics) {
    self.plan = plan
    self.composition = composition
    self.diagnostics = diagnostics
  }

  func show() {}
}
