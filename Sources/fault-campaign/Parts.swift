import ArgumentParser
import FaultCampaign
import FaultInjection

extension Outcome.Part {
    /// A piece of the table of kill points.
    static func piece(_ name: String) -> Outcome.Part {
        Outcome.Part(name: "kill table, \(name)", replay: "table --piece \(name)") {
            try await Campaign().piece(name)
        }
    }

    /// A random campaign.
    static func random(_ seed: UInt64, customers: Int = 24, rounds: Int = 10) -> Outcome.Part {
        Outcome.Part(
            name: "random, seed \(seed)",
            replay: "random --seed \(seed) --customers \(customers) --rounds \(rounds)"
        ) { try await Campaign().random(seed: seed, customers: customers, rounds: rounds) }
    }

    /// Databases put back to older copies.
    static func restores(_ seeds: Range<UInt64>) -> Outcome.Part {
        Outcome.Part(
            name: "restores, seed \(seeds.lowerBound)",
            replay: "restore --seed \(seeds.lowerBound) --seeds \(seeds.count)"
        ) { try await Campaign().restores(seeds: seeds) }
    }

    /// One big run, killed.
    static func many(_ seed: UInt64, charges: Int = 2_000, kills: Int = 5) -> Outcome.Part {
        Outcome.Part(
            name: "\(charges) charges, seed \(seed)",
            replay: "many --seed \(seed) --charges \(charges) --kills \(kills)"
        ) { try await Campaign().many(seed: seed, charges: charges, kills: kills) }
    }
}

extension Outcome {
    /// Ends the program with 1 when a promise was broken, a wrong variant went unnoticed or a part was not played.
    func check() throws { if !isClean { throw ExitCode.failure } }
}

extension FaultCampaignCommand {
    /// Everything that `deploy/test --faults` wants.
    struct All: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The whole table, random campaigns, restores, 2,000 charges, and every wrong variant.")

        @Option(help: "The first seed; any unless given.")
        var seed: UInt64 = .random(in: 1...999_999)

        func run() async throws {
            var outcome = Outcome()
            let random = (seed..<seed + 5).map { Outcome.Part.random($0) }
            try await outcome.play(
                Campaign.pieces.map { .piece($0) } + random + [.restores(seed..<seed + 10), .many(seed)])
            try await outcome.mustCatch(WrongVariant.allCases, seeds: seed..<seed + 3)
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
            if pieces.isEmpty {
                let slice = Outcome.Part(name: "kill table, slice", replay: "table") {
                    try await Campaign().slice()
                }
                try await outcome.play([slice])
            } else {
                try await outcome.play(pieces.map { .piece($0) })
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
            try await outcome.play(seeds.range.map { .random($0, customers: customers, rounds: rounds) })
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
            try await outcome.mustCatch(try variants(), seeds: seed..<seed + seeds)
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
        @Option(help: "How often it is killed while it charges, and again while it asks for debits.")
        var kills = 5

        func run() async throws {
            var outcome = Outcome()
            try await outcome.play([.many(seed, charges: charges, kills: kills)])
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
            try await outcome.play([.restores(seeds.range)])
            try outcome.check()
        }
    }
}
