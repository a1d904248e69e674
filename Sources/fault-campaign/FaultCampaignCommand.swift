import ArgumentParser
import FaultCampaign
import FaultInjection
import Glibc

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

/// What is printed of the parts, and whether any of them failed.
struct Outcome {
    private var results: [Campaign.Result] = []
    private var uncaught: [WrongVariant] = []

    /// Prints a part's counts and what it found, with the command that plays it again.
    mutating func add(_ result: Campaign.Result, part: String, replay: String) {
        results.append(result)
        print("\(part): \(result.line)")
        for violation in result.violations.prefix(40) { print("  VIOLATION \(violation)") }
        if !result.violations.isEmpty { print("  again: swift run fault-campaign \(replay)") }
        fflush(nil)
    }

    /// Plays a piece of the table.
    mutating func add(_ piece: String) async throws {
        add(
            try await Campaign().piece(piece), part: "kill table, \(piece)",
            replay: "table --piece \(piece)")
    }

    /// Plays a wrong variant until it is noticed.
    mutating func mustCatch(_ variant: WrongVariant, seeds: Range<UInt64>) async throws {
        for seed in seeds {
            let result = try await Campaign().random(seed: seed, wrong: variant)
            guard let gravest = result.gravest else { continue }
            print("wrong variant \(variant.rawValue): caught at seed \(seed), \(result.line)")
            print("  the gravest: \(gravest)")
            fflush(nil)
            return
        }
        print(
            "wrong variant \(variant.rawValue): NOT CAUGHT with \(seeds.count) seeds from \(seeds.lowerBound)"
        )
        uncaught.append(variant)
    }

    /// One line over all parts.
    func printTotal(wrongVariants: Int = 0) {
        let caught =
            wrongVariants > 0
            ? "; \(wrongVariants - uncaught.count) of \(wrongVariants) wrong variants caught" : ""
        print("faults: \(Campaign.Result.total(results).line)\(caught)")
    }

    /// Ends the program with 1 when a promise was broken or a wrong variant went unnoticed.
    func check() throws {
        let isClean = results.allSatisfy(\.violations.isEmpty) && uncaught.isEmpty
        if !isClean { throw ExitCode.failure }
    }
}

/// The first of some seeds, and how many.
struct Seeds: ParsableArguments {
    @Option(help: "The first seed; any unless given.")
    var seed: UInt64 = .random(in: 1...999_999)
    @Option(help: "How many seeds.")
    var seeds: UInt64 = 1

    var range: Range<UInt64> { seed..<seed + seeds }
}
