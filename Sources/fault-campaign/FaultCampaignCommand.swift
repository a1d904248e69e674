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
              swift run fault-campaign table --whole
              swift run fault-campaign random --seed 7 --seeds 5 --customers 200 --rounds 20
              swift run fault-campaign wrong --variant new-key-per-send
              swift run fault-campaign many --charges 2000 --kills 5
            """,
        subcommands: [Table.self, Random.self, Wrong.self, Many.self])
}

extension FaultCampaignCommand {
    /// The table of kill points.
    struct Table: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Kill points × faults × outcomes, one invoice a case.")

        @Flag(help: "All faults and outcomes instead of the slice for every commit.")
        var whole = false

        func run() async throws {
            try report(
                try await Campaign().table(isWhole: whole), part: "kill table", replay: "table --whole")
        }
    }

    /// The random campaigns.
    struct Random: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Months of billing in which everything dies at random.")

        @Option(help: "The first seed; any unless given.")
        var seed: UInt64 = .random(in: 1...999_999)
        @Option(help: "How many seeds, one after the other.")
        var seeds: UInt64 = 1
        @Option(help: "Customers, each with a card of its own kind.")
        var customers = 24
        @Option(help: "Rounds of two workers at once.")
        var rounds = 10

        func run() async throws {
            for seed in seed..<seed + seeds {
                try report(
                    try await Campaign().random(seed: seed, customers: customers, rounds: rounds),
                    part: "seed \(seed)",
                    replay: "random --seed \(seed) --customers \(customers) --rounds \(rounds)")
            }
        }
    }

    /// The wrong variants.
    struct Wrong: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Charges wrongly on purpose: a campaign that does not notice is no proof.")

        @Option(help: "Only this variant: \(WrongVariant.allCases.map(\.rawValue).joined(separator: ", ")).")
        var variant: String?
        @Option(help: "The first seed.")
        var seed: UInt64 = 1
        @Option(help: "Within how many seeds it must be noticed.")
        var seeds: UInt64 = 3

        func run() async throws {
            let variants = try variant.map { name in
                guard let variant = WrongVariant(rawValue: name) else {
                    throw ValidationError("there is no variant \(name)")
                }
                return [variant]
            }
            for variant in variants ?? WrongVariant.allCases { try await run(variant) }
        }

        private func run(_ variant: WrongVariant) async throws {
            for seed in seed..<seed + seeds {
                let result = try await Campaign().random(seed: seed, wrong: variant)
                guard let first = result.violations.first else { continue }
                print("\(variant.rawValue): caught at seed \(seed): \(result.line); \(first)")
                return
            }
            print("\(variant.rawValue): NOT CAUGHT in \(seeds) seeds")
            throw ExitCode.failure
        }
    }

    /// One big run, killed.
    struct Many: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "One run over many charges, killed at any moment and begun again.")

        @Option(help: "The seed of the moments; any unless given.")
        var seed: UInt64 = .random(in: 1...999_999)
        @Option(help: "Charges.")
        var charges = 2_000
        @Option(help: "How often it is killed.")
        var kills = 5

        func run() async throws {
            try report(
                try await Campaign().many(seed: seed, charges: charges, kills: kills),
                part: "\(charges) charges, seed \(seed)",
                replay: "many --seed \(seed) --charges \(charges) --kills \(kills)")
        }
    }
}

/// Prints a part's counts and what it found; found is failed.
private func report(_ result: Campaign.Result, part: String, replay: String) throws {
    print("\(part): \(result.line)")
    for violation in result.violations.prefix(40) { print("  VIOLATION \(violation)") }
    if !result.violations.isEmpty { print("  again: swift run fault-campaign \(replay)") }
    fflush(nil)
    if !result.violations.isEmpty { throw ExitCode.failure }
}
