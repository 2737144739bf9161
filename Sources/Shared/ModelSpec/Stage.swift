/// The stages of the pipeline, as failures name them.
public enum Stage: String, Sendable, CaseIterable {
  case fetch, transform, validate, merge
}
