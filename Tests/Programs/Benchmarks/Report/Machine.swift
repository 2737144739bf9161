import Platform
import Streams

/// What the figures were measured on, in one line.
///
/// - Parameter runner: what asks the system.
/// - Returns: system, processor, cores and memory; no name of the machine.
func describeMachine(_ runner: Runner) -> String {
  let system = runner.firstLine(of: Command("uname", ["-srm"])) ?? "unknown system"
  #if canImport(Darwin)
    let question = "sysctl -n machdep.cpu.brand_string"
  #else
    let question = "sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo"
  #endif
  let processor = runner.firstLine(of: .shell(question)) ?? "unknown processor"
  let cores = FilterPipeline.coreCount
  let memory = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE)) / 1_000_000_000
  return "\(system), \(processor), \(cores) \(cores == 1 ? "core" : "cores"), \(memory) GB"
}
