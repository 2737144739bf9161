/// The version of the toolset: one number for all four tools.
public let toolsetVersion = "2.0.0"

/// The release date of ``toolsetVersion``, as manual pages show it.
let toolsetReleaseDate = "November 27, 2026"
