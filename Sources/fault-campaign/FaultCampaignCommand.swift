import ArgumentParser
import FaultCampaign
import Glibc

/// fault-campaign: proof under fire that money moves exactly once.
@main
struct FaultCampaignCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fault-campaign",
        abstract:
            "Kills the worker, its database and its processor's answers, and compares the books afterwards.",
        subcommands: [Table.self])

    /// The table of kill points.
    struct Table: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Kill points × faults × outcomes, one invoice a case.")

        @Flag(help: "All faults and outcomes instead of the slice for every commit.")
        var whole = false

        func run() async throws {
            try report("kill table", try await Campaign().table(isWhole: whole))
        }
    }
}

/// Prints a part's counts and what it found; found is failed.
func report(_ part: String, _ result: Campaign.Result) throws {
    print("\(part): \(result.line)")
    for violation in result.violations.prefix(40) { print("  VIOLATION \(violation)") }
    fflush(nil)
    if !result.violations.isEmpty { throw ExitCode.failure }
}
