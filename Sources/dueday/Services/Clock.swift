import ArgumentParser
import BillingCalendar
import Glibc

/// The instant a command counts as made at.
struct AtOption: ParsableArguments {
    @Option(help: "The instant at which it takes effect, such as 2024-02-15T00:00:00Z; now unless given.")
    var at: String?

    func instant() throws -> Instant { try at.map(Instant.init(parsing:)) ?? .now }
}

extension Instant {
    /// The machine's clock, read only here.
    static var now: Instant { Instant(secondsSinceEpoch: Int64(time(nil))) }
}
