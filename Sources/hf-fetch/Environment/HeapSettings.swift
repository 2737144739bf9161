import Platform

/// Settings of the C library's memory allocator.
enum HeapSettings {
  /// Limits glibc to two arenas. Otherwise threads get separate arenas, whose free memory other threads cannot use:
  /// with 32 jobs, hf-fetch then takes 29.3 MB of memory instead of 27.5 MB. Call this before threads start.
  static func limitArenas() {
    #if os(Linux)
      typealias SetOption = @convention(c) (Int32, Int32) -> Int32
      // Swift's Glibc module does not include malloc.h. A C library without the function has no arenas to limit.
      guard let symbol = dlsym(nil, "mallopt") else { return }
      _ = unsafeBitCast(symbol, to: SetOption.self)(arenaMaximumOption, 2)
    #endif
  }

  /// glibc's `M_ARENA_MAX`.
  private static let arenaMaximumOption: Int32 = -8
}
