import ArgumentParser
import FaultCampaign

/// fault-campaign: proof under fire that money moves exactly once.
@main
struct FaultCampaignCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fault-campaign",
        abstract: "Kills the worker, its database and its processor's answers, then compares the books.",
        discussion: """
            The judge is the processor's own books against the worker's ledger, attempts and sql/checks. Exit code 1
            when a promise was broken, or when a wrong variant went unnoticed.

            EXAMPLES:
              swift run fault-campaign all
              swift run fault-campaign table --whole
              swift run fault-campaign table --piece razorpay-late_success
              swift run fault-campaign random --seed 7 --seeds 5 --customers 200 --rounds 20
              swift run fault-campaign wrong --variant new-key-per-send
              swift run fault-campaign many --charges 2000 --kills 5
              swift run fault-campaign restore --seed 3 --seeds 50
            """,
        subcommands: [All.self, Table.self, Random.self, Wrong.self, Many.self, Restore.self])
}

/// The first of some seeds, and how many.
struct Seeds: ParsableArguments {
    @Option(help: "The first seed; any unless given.")
    var seed: UInt64 = .random(in: 1...999_999)
    @Option(help: "How many seeds.")
    var seeds: UInt64 = 1

    var range: Range<UInt64> { seed..<seed + seeds }
}
