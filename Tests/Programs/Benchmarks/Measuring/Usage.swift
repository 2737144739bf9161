import Platform

/// What running a command cost.
struct Usage {
  /// From start to end, in seconds.
  var wallSeconds = 0.0
  /// Processor time in user and system mode, its children's included, in seconds.
  var processorSeconds = 0.0
  /// The part of it in user mode, which hardly depends on what else the machine does.
  var userSeconds = 0.0
  /// The largest resident set, in bytes; of several processes, the largest one's.
  ///
  /// No process shows less than the one that started it, since the kernel counts the moment before `exec`: so the
  /// benchmark itself keeps small, and generates its inputs as streams.
  var peakBytes = 0

  /// The cost of one run after another.
  static func + (first: Usage, second: Usage) -> Usage {
    Usage(
      wallSeconds: first.wallSeconds + second.wallSeconds,
      processorSeconds: first.processorSeconds + second.processorSeconds,
      userSeconds: first.userSeconds + second.userSeconds,
      peakBytes: max(first.peakBytes, second.peakBytes))
  }
}

extension Usage {
  /// Takes the cost from what `wait4` reports of a process that has ended.
  init(_ usage: rusage, wallSeconds: Double) {
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
    #if canImport(Darwin)
      let bytesPerUnit = 1
    #else
      let bytesPerUnit = 1024
    #endif
    self.init(
      wallSeconds: wallSeconds, processorSeconds: seconds(usage.ru_utime) + seconds(usage.ru_stime),
      userSeconds: seconds(usage.ru_utime), peakBytes: Int(usage.ru_maxrss) * bytesPerUnit)
  }
}

/// Seconds on a clock that only goes forward.
func monotonicSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
