/// The version of the toolset: one number for all four tools.
public let toolsetVersion = "1.0.0"
