import ArgumentParser
import FaultCampaign
import FaultInjection

extension FaultCampaignCommand {
    /// Everything that `deploy/test --faults` wants.
    struct All: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The whole table, random campaigns, restores, 2,000 charges, and every wrong variant.")

        @Option(help: "The first seed; any unless given.")
        var seed: UInt64 = .random(in: 1...999_999)

        func run() async throws {
            let campaign = Campaign()
            var outcome = Outcome()
            for piece in Campaign.pieces { try await outcome.add(piece) }
            for seed in seed..<seed + 5 {
                outcome.add(
                    try await campaign.random(seed: seed), part: "random, seed \(seed)",
                    replay: "random --seed \(seed)")
            }
            outcome.add(
                try await campaign.restores(seeds: seed..<seed + 10), part: "restores, seed \(seed)",
                replay: "restore --seed \(seed) --seeds 10")
            outcome.add(
                try await campaign.many(seed: seed), part: "2000 charges, seed \(seed)",
                replay: "many --seed \(seed)")
            for variant in WrongVariant.allCases {
                try await outcome.mustCatch(variant, seeds: seed..<seed + 3)
            }
            outcome.printTotal(wrongVariants: WrongVariant.allCases.count)
            try outcome.check()
        }
    }

    /// The table of kill points.
    struct Table: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Kill points × faults × outcomes × processors, one invoice a case.")

        @Flag(help: "All faults, outcomes and processors instead of the slice for every commit.")
        var whole = false
        @Option(
            parsing: .singleValue,
            help:
                "Only this piece of the whole: \(Campaign.pieces.joined(separator: ", ")); repeat it for several."
        )
        var piece: [String] = []

        func run() async throws {
            var outcome = Outcome()
            let pieces = whole ? Campaign.pieces : piece
            for piece in pieces { try await outcome.add(piece) }
            if pieces.isEmpty {
                outcome.add(try await Campaign().slice(), part: "kill table, slice", replay: "table")
            } else {
                outcome.printTotal()
            }
            try outcome.check()
        }
    }

    /// The random campaigns.
    struct Random: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Months of billing in which everything dies at random.")

        @OptionGroup var seeds: Seeds
        @Option(help: "Customers, each with a card of its own kind.")
        var customers = 24
        @Option(help: "Rounds of two workers at once.")
        var rounds = 10

        func run() async throws {
            var outcome = Outcome()
            for seed in seeds.range {
                outcome.add(
                    try await Campaign().random(seed: seed, customers: customers, rounds: rounds),
                    part: "random, seed \(seed)",
                    replay: "random --seed \(seed) --customers \(customers) --rounds \(rounds)")
            }
            try outcome.check()
        }
    }

    /// The wrong variants.
    struct Wrong: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Charges wrongly on purpose: a campaign that does not notice is no proof.")

        @Option(help: "Only this variant: \(WrongVariant.allCases.map(\.rawValue).joined(separator: ", ")).")
        var variant: String?
        @Option(help: "The first seed; any unless given.")
        var seed: UInt64 = .random(in: 1...999_999)
        @Option(help: "Within how many seeds it must be noticed.")
        var seeds: UInt64 = 3

        func run() async throws {
            var outcome = Outcome()
            for variant in try variants() { try await outcome.mustCatch(variant, seeds: seed..<seed + seeds) }
            try outcome.check()
        }

        private func variants() throws -> [WrongVariant] {
            guard let name = variant else { return WrongVariant.allCases }
            guard let variant = WrongVariant(rawValue: name) else {
                throw ValidationError("there is no variant \(name)")
            }
            return [variant]
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
            var outcome = Outcome()
            outcome.add(
                try await Campaign().many(seed: seed, charges: charges, kills: kills),
                part: "\(charges) charges, seed \(seed)",
                replay: "many --seed \(seed) --charges \(charges) --kills \(kills)")
            try outcome.check()
        }
    }

    /// Older copies.
    struct Restore: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "A database put back to an older copy: replays, or a run that stops, and no second charge.")

        @OptionGroup var seeds: Seeds

        func run() async throws {
            var outcome = Outcome()
            outcome.add(
                try await Campaign().restores(seeds: seeds.range), part: "restores, seed \(seeds.seed)",
                replay: "restore --seed \(seeds.seed) --seeds \(seeds.seeds)")
            try outcome.check()
        }
    }
}
