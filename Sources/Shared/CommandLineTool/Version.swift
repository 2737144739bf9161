import JSON
import Platform

/// The version of the toolset: one number for all four tools.
public let toolsetVersion = "1.0.0"

/// The day of that version, as manual pages show it.
let toolsetReleaseDate = "November 24, 2026"
