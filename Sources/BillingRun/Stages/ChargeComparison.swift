public import Billing
public import BillingCalendar
import Monetary

/// A processor's charges beside the attempts of the books: what is missing here, what differs, what came late. Pure.
public struct ChargeComparison: Sendable {
    /// Charges that name an attempt which the books do not have.
    public private(set) var orphans: [ProcessorCharge] = []
    /// What people must look at.
    public private(set) var alarms: [Alarm] = []
    /// Successes of attempts that count as failed here, to be settled.
    public private(set) var late: [String: Finding] = [:]
    /// What differs, a line each, in the order of the charges.
    public private(set) var differences: [String] = []

    /// - Parameters:
    ///   - charges: the processor's with our marks; others are somebody else's.
    ///   - dismissed: those that people have decided about and that pay nothing here, by reference.
    public init(
        _ charges: [ProcessorCharge], attempts: [PaymentAttempt], dismissed: Set<String> = [],
        processor: String, at: Instant
    ) {
        let known = Dictionary(attempts.map { ($0.id, $0) }) { $1 }
        var successes: [String: [String]] = [:]
        for charge in charges {
            guard let id = charge.attemptID, !dismissed.contains(charge.reference) else { continue }
            // One that was never sent from here, or not there, and is there, was sent by a later state of this database.
            guard let attempt = known[id], attempt.state != .ready, attempt.processor == processor else {
                orphans.append(charge)
                differences.append("\(charge.reference) of attempt \(id) was not sent from these books")
                continue
            }
            if case .succeeded = charge.standing { successes[id, default: []].append(charge.reference) }
            compare(charge, with: attempt, at: at)
        }
        for (id, references) in successes.sorted(by: { $0.key < $1.key }) where references.count > 1 {
            guard let attempt = known[id] else { continue }
            let others = references.filter { $0 != attempt.reference }.joined(separator: ", ")
            alarm(
                .doubleCharge, attempt, "attempt \(id) was paid \(references.count) times, also by \(others)",
                at: at)
        }
        alarms += orphans.map { orphan in
            Alarm(
                kind: .orphanCharge, account: nil, processor: processor, subject: orphan.reference,
                detail: "\(orphan.words) was not sent from these books", raisedAt: at)
        }
    }

    private mutating func compare(_ charge: ProcessorCharge, with attempt: PaymentAttempt, at: Instant) {
        let answer = charge.answer(to: attempt.charge)
        if case .contradicts(let reason) = answer {
            return alarm(.contradiction, attempt, reason, at: at)
        }
        guard case .succeeded(let reference) = answer else {
            if attempt.state == .succeeded && attempt.reference == charge.reference {
                differences.append("\(charge.reference) counts as paid here, and is not at the processor")
            }
            return
        }
        switch attempt.state {
        case .succeeded, .surplus:
            guard let own = attempt.reference, own != reference else { return }
            alarm(
                .doubleCharge, attempt, "attempt \(attempt.id) was paid by \(own) and by \(reference)", at: at
            )
        case .declined, .refused, .notExecuted:
            late[attempt.id] = .answer(answer)
            differences.append(
                "\(reference) has succeeded; here attempt \(attempt.id) is \(attempt.state.rawValue)")
        case .ready, .sent, .unknown, .pending, .needsAction: break
        }
    }

    private mutating func alarm(
        _ kind: Alarm.Kind, _ attempt: PaymentAttempt, _ detail: String, at: Instant
    ) {
        differences.append(detail)
        alarms.append(
            Alarm(
                kind: kind, account: attempt.account, processor: attempt.processor, subject: attempt.id,
                detail: detail, raisedAt: at))
    }
}

extension ProcessorCharge {
    /// "pi_9 over 12.00 USD (succeeded) of attempt X".
    var words: String {
        let amount: String
        do {
            amount = "\(try Currency(code: currencyCode).majorUnits(amountMinorUnits)) \(currencyCode)"
        } catch {
            // The processor may name a currency that is never billed; people must hear of the charge all the same.
            amount = "\(amountMinorUnits) minor units of \(currencyCode)"
        }
        return
            "\(reference) over \(amount) (\(standing.state.rawValue)) of attempt \(attemptID ?? "of nobody")"
    }
}
