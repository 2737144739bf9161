import Shared

struct RestoreRun {
  init(_ options: MergeOptions, _ source: MergeOptions.BackupChoice, _ diagnostics: Diagnostics) {}
  func run() throws(ToolError) -> ExitStatus { .success }
}

func listBackups(_ options: MergeOptions) throws(ToolError) -> ExitStatus { .success }
