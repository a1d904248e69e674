import FaultCampaign
import FaultInjection
import Glibc

/// What is printed of the parts, and whether any of them failed.
struct Outcome {
    /// One part: its name, the command that plays it again, and how it is played.
    struct Part: Sendable {
        var name: String
        var replay: String
        var play: @Sendable () async throws -> Campaign.Result
    }

    private var results: [Campaign.Result] = []
    private var uncaught: [WrongVariant] = []
    /// Parts that could not be played to their end.
    private var broken: [String] = []

    /// Plays parts, some side by side, and prints each when it has ended.
    mutating func play(_ parts: [Part]) async throws {
        try await Lanes.work(on: parts) { part -> Result<Campaign.Result, any Error> in
            do { return .success(try await part.play()) } catch { return .failure(error) }
        } ended: { part, end in
            switch end {
            case .success(let result): add(result, of: part)
            case .failure(let error):
                print("\(part.name): NOT PLAYED TO ITS END: \(error)")
                print("  again: swift run fault-campaign \(part.replay)")
                fflush(nil)
                broken.append(part.name)
            }
        }
    }

    /// Plays wrong variants, some side by side, each until it is noticed.
    mutating func mustCatch(_ variants: [WrongVariant], seeds: Range<UInt64>) async throws {
        try await Lanes.work(on: variants) { variant -> (seed: UInt64, result: Campaign.Result)? in
            for seed in seeds {
                let result = try await Campaign().random(seed: seed, wrong: variant)
                if result.gravest != nil { return (seed, result) }
            }
            return nil
        } ended: { variant, notice in
            add(notice, of: variant, seeds: seeds)
        }
    }

    /// One line over all parts.
    func printTotal(wrongVariants: Int = 0) {
        let caught =
            wrongVariants > 0
            ? "; \(wrongVariants - uncaught.count) of \(wrongVariants) wrong variants caught" : ""
        let unplayed = broken.isEmpty ? "" : "; not played to their end: \(broken.joined(separator: ", "))"
        print("faults: \(Campaign.Result.total(results).line)\(caught)\(unplayed)")
    }

    /// Whether everything was played, every case reached, every promise kept and every wrong variant noticed.
    var isClean: Bool {
        results.allSatisfy { $0.violations.isEmpty && $0.unreached.isEmpty } && uncaught.isEmpty
            && broken.isEmpty
    }

    private mutating func add(_ result: Campaign.Result, of part: Part) {
        results.append(result)
        print("\(part.name): \(result.line)")
        for violation in result.violations.prefix(40) { print("  VIOLATION \(violation)") }
        for unreached in result.unreached.prefix(40) { print("  NOT REACHED \(unreached)") }
        if !result.violations.isEmpty || !result.unreached.isEmpty {
            print("  again: swift run fault-campaign \(part.replay)")
        }
        fflush(nil)
    }

    private mutating func add(
        _ notice: (seed: UInt64, result: Campaign.Result)?, of variant: WrongVariant, seeds: Range<UInt64>
    ) {
        if let notice {
            print("wrong variant \(variant.rawValue): caught at seed \(notice.seed), \(notice.result.line)")
            print("  the gravest: \(notice.result.gravest ?? "")")
        } else {
            let tried = "\(seeds.count) \(seeds.count == 1 ? "seed" : "seeds") from \(seeds.lowerBound)"
            print("wrong variant \(variant.rawValue): NOT CAUGHT with \(tried)")
            uncaught.append(variant)
        }
        fflush(nil)
    }
}
