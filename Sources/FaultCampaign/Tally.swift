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
        var later = 0
        var unreached: [String] = []
        var violations: [Violation] = []
    }

    private let counts = Locked(Counts())

    var violations: [Violation] { counts.withLock { $0.violations } }
    /// Cases that proved nothing, because no process got to where it was to die; each with what the last one said.
    var unreached: [String] { counts.withLock { $0.unreached } }

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
    /// A case whose process got to where it was to die only with another run than the first.
    func addLater() { counts.withLock { $0.later += 1 } }
    /// A case in which no process got there: it counts as none.
    func addUnreached(_ what: String) {
        counts.withLock { counts in
            counts.unreached.append(what)
            counts.cases -= 1
        }
    }
    func addRestore() { counts.withLock { $0.restores += 1 } }
    func add(_ violations: [Violation]) { counts.withLock { $0.violations += violations } }

    private static let secrets = [
        "Stripe's key": ProcessorSandbox.secretKey, "Razorpay's secret": ProcessorSandbox.razorpaySecret,
        "the secret of webhooks": Stage.webhookSecret,
    ]

    /// A process that has ended: by its kill, or with 0 or 1, or with 3 where the database was taken from it or its report
    /// tells that a processor could not be asked.
    func add(_ end: WorkerProgram.End, databaseMayGo: Bool = false) {
        counts.withLock { counts in
            counts.runs += 1
            if end.wasKilled { counts.kills += 1 }
            let isInOrder =
                end.wasKilled || [0, 1].contains(end.status)
                || (end.status == 3 && (databaseMayGo || end.output.contains("PROBLEM: ")))
            if !isInOrder {
                counts.violations.append(
                    Violation(
                        promise: .endsInOrder,
                        detail: "status \(end.status) of \(end.task): \(end.output.prefix(600))"))
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
            counts.later += theirs.later
            counts.unreached += theirs.unreached
            counts.violations += theirs.violations
        }
    }

    /// One line, such as "153 cases, 306 processes, 140 kill -9, 120 HTTP faults, 0 violations".
    var line: String {
        counts.withLock { counts in
            let parts = [
                Self.count(counts.cases, "case", "cases"),
                counts.later > 0 ? "\(counts.later) of them reached only by another run" : nil,
                Self.count(counts.unreached.count, "case NOT REACHED", "cases NOT REACHED"),
                Self.count(counts.runs, "process", "processes"), Self.count(counts.kills, "kill -9"),
                Self.count(counts.faults, "HTTP fault", "HTTP faults"),
                Self.count(counts.messages, "webhook taken", "webhooks taken"),
                Self.count(counts.serverKills, "kill of PostgreSQL", "kills of PostgreSQL"),
                Self.count(counts.terminations, "time backends terminated", "times backends terminated"),
                Self.count(counts.restores, "restore", "restores"),
                counts.stops > 0 ? "\(counts.stops) of them stopped by the orphan audit" : nil,
            ]
            let violations = counts.violations.count
            return
                (parts.compactMap(\.self) + ["\(violations) \(violations == 1 ? "violation" : "violations")"])
                .joined(separator: ", ")
        }
    }

    /// "1 case", "2 cases"; nil for none.
    private static func count(_ number: Int, _ one: String, _ many: String? = nil) -> String? {
        guard number > 0 else { return nil }
        return "\(number) \(number == 1 ? one : many ?? one)"
    }
}
