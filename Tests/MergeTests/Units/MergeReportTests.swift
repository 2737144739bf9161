import Testing

@testable import models_merge

@Suite("Report")
struct MergeReportTests {
  @Test(
    "a success rate is rounded, and 100.0% only when nothing failed",
    arguments: [(1, 2, "50.0%"), (2, 3, "66.7%"), (2538, 2539, "99.9%"), (3, 3, "100.0%"), (0, 1, "0.0%"), (0, 0, nil)]
  )
  func successRate(successes: Int, models: Int, expected: String?) {
    #expect(MergeReport.rate(successes, of: models) == expected)
  }
}
