import Postgres
import ProcessorSandbox

/// What a campaign has done and what it has found; tasks add to it.
final class Tally: Sendable {
    private struct Counts {
        var cases = 0
        var runs = 0
        var kills = 0
        var faults = 0
        var serverKills = 0
        var terminations = 0
        var restores = 0
        var messages = 0
        var stops = 0
        var violations: [Violation] = []
    }

    private let counts = Locked(Counts())

    var violations: [Violation] { counts.withLock { $0.violations } }

    func addCases(_ number: Int) { counts.withLock { $0.cases += number } }
    func addFaults(_ number: Int) { counts.withLock { $0.faults += number } }
    func addServerKill() { counts.withLock { $0.serverKills += 1 } }
    func addTermination() { counts.withLock { $0.terminations += 1 } }
    /// A run that the orphan audit has stopped.
    func addStop() { counts.withLock { $0.stops += 1 } }
    /// Copies of webhooks that were answered with 200.
    func addMessages(_ events: [SandboxEvent]) {
        counts.withLock { $0.messages += events.reduce(0) { $0 + $1.delivered } }
    }
    func addRestore() { counts.withLock { $0.restores += 1 } }
    func add(_ violations: [Violation]) { counts.withLock { $0.violations += violations } }

    private static let secrets = [
        "Stripe's key": ProcessorSandbox.secretKey, "Razorpay's secret": ProcessorSandbox.razorpaySecret,
        "the secret of webhooks": Stage.webhookSecret,
    ]

    /// A process that has ended: by its kill, or with 0 or 1, or with 3 where the database was taken from it.
    func add(_ end: WorkerProgram.End, databaseMayGo: Bool = false) {
        counts.withLock { counts in
            counts.runs += 1
            if end.wasKilled { counts.kills += 1 }
            let isInOrder =
                end.wasKilled || [0, 1].contains(end.status) || (databaseMayGo && end.status == 3)
            if !isInOrder {
                counts.violations.append(
                    Violation(
                        promise: .endsInOrder, detail: "status \(end.status): \(end.output.prefix(600))"))
            }
            for (name, secret) in Self.secrets where end.output.contains(secret) {
                counts.violations.append(Violation(promise: .noSecretInOutput, detail: name))
            }
        }
    }

    /// Adds what another tally has counted.
    func add(_ other: Tally) {
        let theirs = other.counts.withLock { $0 }
        counts.withLock { counts in
            counts.cases += theirs.cases
            counts.runs += theirs.runs
            counts.kills += theirs.kills
            counts.faults += theirs.faults
            counts.serverKills += theirs.serverKills
            counts.terminations += theirs.terminations
            counts.restores += theirs.restores
            counts.messages += theirs.messages
            counts.stops += theirs.stops
            counts.violations += theirs.violations
        }
    }

    /// One line, such as "153 cases, 306 runs, 140 kills -9, 120 HTTP faults, 0 violations".
    var line: String {
        counts.withLock { counts in
            let parts = [
                (counts.cases, "cases"), (counts.runs, "processes"), (counts.kills, "kill -9"),
                (counts.faults, "HTTP faults"), (counts.messages, "webhooks taken"),
                (counts.serverKills, "PostgreSQL killed"),
                (counts.terminations, "times backends terminated"), (counts.restores, "restores"),
                (counts.stops, "of them stopped by the orphan audit"),
            ]
            return
                (parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
                + ["\(counts.violations.count) violations"]).joined(separator: ", ")
        }
    }
}
