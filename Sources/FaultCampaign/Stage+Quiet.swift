import Billing
import BillingCalendar
import BillingStore
import FaultInjection
import HTTPTransport
import ProcessorSandbox

extension Stage {
    /// Only money is moved.
    static let charging = ["--stage", "recover", "--stage", "charge", "--quiet"]
    /// Debits that are announced, declined and watched before the next take many times as long as charges.
    private static let mostPasses = 40
    private static let faultyPasses = 4

    /// Runs again and again, days and keys' lives apart, until nothing is under way and no round is to come. Then
    /// either everything has come to its end, or something is left that never will.
    func runUntilQuiet(from asOf: Instant, _ tally: Tally, wrong: WrongVariant? = nil) async throws {
        for pass in 0..<Self.mostPasses {
            // Some faults would befall every new key as well, and nothing would ever be executed.
            if pass == Self.faultyPasses { endFaults(tally) }
            try await endLeases()
            alignClock()
            try await settleAtBank(.succeeds)
            let at = asOf.adding(seconds: Int64(pass) * 3 * 86_400)
            tally.add(
                try await worker.run(["run", "--as-of", "\(at)"] + Self.charging, wrong: wrong))
            let (live, due) = try await withBooks { books in
                (
                    try await books.allAttempts().filter { $0.state.isLive && $0.state != .needsAction },
                    try await books.nextRoundAt()
                )
            }
            if live.isEmpty && due == nil { return }
            // The keys' lives end, so that what only a look-up can tell is looked up.
            if hasMandates || (pass > 1 && !live.isEmpty) { try await age(hours: hasMandates ? 40 : 25) }
        }
    }

    /// From now on every request is executed and answered.
    func endFaults(_ tally: Tally) {
        tally.addFaults(sandbox.faultCount())
        sandbox.setFaults(.none)
    }

    /// The banks decide about everything that is under way with them, and customers act where they are waited for. What
    /// was taken back meanwhile stays as it is.
    ///
    /// - Parameter customer: whose charges alone are decided about; nil: everybody's.
    func settleAtBank(_ outcome: SandboxOutcome, ofCustomer customer: String? = nil) async throws {
        let waiting = sandbox.charges().filter {
            ["processing", "requires_action"].contains($0.result)
                && (customer == nil || $0.customer == customer)
        }
        guard !waiting.isEmpty else { return }
        let transport = try HTTPTransport(maximumConnections: 1)
        for charge in waiting {
            let kind = charge.processor == "stripe" ? "payment_intents" : "payments"
            var request = HTTPRequest(.post, "\(sandbox.baseURL)/_sandbox/\(kind)/\(charge.reference)")
            request.allowsPlainLoopback = true
            request.body = Array("{\"outcome\": \"\(outcome.rawValue)\"}".utf8)
            guard case .response(let response) = await transport.send(request),
                [200, 400].contains(response.status)
            else { throw CampaignError.sandboxRefuses("to settle \(charge.reference)") }
        }
        await transport.shutDown()
    }
}

/// What keeps a campaign from being played; never what it is there to find.
enum CampaignError: Error, CustomStringConvertible {
    case sandboxRefuses(String)
    case notReached(String)
    case noPiece(String)

    var description: String {
        switch self {
        case .sandboxRefuses(let what): "the sandbox refuses \(what)"
        case .notReached(let what): "the process did not get to \(what)"
        case .noPiece(let name): "the table has no piece \(name)"
        }
    }
}
