import Billing
import BillingStore
import Monetary
import Postgres
import ProcessorSandbox

/// Compares the processor's own books with the worker's.
struct Judge: Sendable {
    var charges: [SandboxCharge]
    /// Keys that the processor has refused because they came with other parameters.
    var misusedKeys: Set<String>
    var invoices: [Invoice]
    var attempts: [PaymentAttempt]
    /// What the ledger says the processor holds, by currency code in lower case.
    var clearing: [String: Int64]
    /// The findings of sql/checks.
    var findings: [String]
    /// How many notices tell of an invoice that it is paid.
    var notices: [String: Int]
    /// Alarms that nobody has cleared, but for charges of which the processor says nothing: those are the truth.
    var alarms: [String]

    /// Whether the processor has charges that these books do not know: then nothing more is charged.
    var isStoppedByOrphans: Bool { alarms.contains { $0.hasPrefix("orphan_charge") } }

    /// The most tries of one card for one invoice (RULES 11.6).
    private static let mostTries = 15

    init(_ stage: Stage) async throws {
        charges = stage.sandbox.charges()
        misusedKeys = stage.sandbox.misusedKeys()
        (invoices, attempts, findings) = try await stage.withBooks { books in
            (try await books.allInvoices(), try await books.allAttempts(), try await books.checkBooks())
        }
        clearing = try await stage.clearing()
        alarms = try await stage.alarms().filter { !$0.hasPrefix("unsettled: ") }
        notices = try await stage.receipts()
    }

    /// Everything that is wrong after quiet.
    ///
    /// - Parameter allArePaid: whether every card says yes in the end, so that an unpaid invoice is a lost charge.
    func violations(allArePaid: Bool = false) -> [Violation] {
        paymentViolations() + ledgerViolations() + chargeViolations() + attemptViolations()
            + (allArePaid ? invoices.filter { $0.status != .paid } : []).map {
                Violation(promise: .nothingLost, detail: "invoice \($0.id) is \($0.status)")
            } + findings.map { Violation(promise: .booksAgree, detail: $0) }
            + alarms.map { Violation(promise: .noAlarm, detail: $0) }
            + misusedKeys.sorted().map {
                Violation(promise: .noAlarm, detail: "key \($0) came with other parameters")
            }
    }

    private func paymentViolations() -> [Violation] {
        let kept = Dictionary(grouping: charges.filter { $0.kept > 0 }) { $0.metadata["bc_invoice"] ?? "" }
        var violations: [Violation] = []
        for invoice in invoices where invoice.content.amountDueMinorUnits > 0 {
            let own = kept[invoice.id] ?? []
            if own.count > 1 {
                violations.append(
                    Violation(promise: .oneKeptSuccess, detail: "invoice \(invoice.id) has \(own.count)"))
            }
            let isPaid = invoice.status == .paid
            let isRight = own.contains {
                $0.kept == invoice.content.amountDueMinorUnits
                    && $0.currency == invoice.content.currency.code.lowercased()
            }
            if notices[invoice.id] ?? 0 != (isPaid ? 1 : 0) {
                violations.append(
                    Violation(
                        promise: .oneReceipt,
                        detail: "invoice \(invoice.id) is \(invoice.status) with \(notices[invoice.id] ?? 0)")
                )
            }
            if isPaid != isRight {
                violations.append(
                    Violation(
                        promise: .paidExactlyWhenCharged,
                        detail: "invoice \(invoice.id) is \(invoice.status), charges \(own.map(\.kept))"))
            }
        }
        return violations
    }

    private func ledgerViolations() -> [Violation] {
        let sums = Dictionary(grouping: charges, by: \.currency).mapValues { $0.reduce(0) { $0 + $1.kept } }
        return Set(sums.keys).union(clearing.keys).sorted().compactMap { currency in
            let (processor, ledger) = (sums[currency] ?? 0, clearing[currency] ?? 0)
            guard processor != ledger else { return nil }
            return Violation(
                promise: .ledgerAgrees, detail: "\(currency): processor \(processor), ledger \(ledger)")
        }
    }

    private func chargeViolations() -> [Violation] {
        let known = Set(attempts.map(\.id))
        // Razorpay has no keys: of two debits of one order it keeps one (PROCESSORS 5), and that one is counted.
        let counted = charges.filter { $0.processor != "razorpay" || $0.succeeded }
        let byAttempt = Dictionary(grouping: counted) { $0.metadata["bc_attempt"] ?? "" }
        return byAttempt.sorted { $0.key < $1.key }.compactMap { attempt, own in
            if !known.contains(attempt) {
                return Violation(
                    promise: .oneAttemptPerCharge, detail: "\(own.map(\.reference)) belongs to no attempt")
            }
            guard own.count > 1 else { return nil }
            return Violation(
                promise: .oneAttemptPerCharge, detail: "attempt \(attempt) has \(own.count) charges")
        }
    }

    private func attemptViolations() -> [Violation] {
        let live = attempts.filter { $0.state.isLive && $0.state != .pending && $0.state != .needsAction }
        let tries = Dictionary(grouping: attempts) { "\($0.invoice) with \($0.method)" }
        return live.map { Violation(promise: .quiet, detail: "attempt \($0.id) is \($0.state)") }
            + falseDeclines()
            + tries.filter { $0.value.count > Self.mostTries }.map {
                Violation(promise: .triesWithinCaps, detail: "\($0.value.count) tries of \($0.key)")
            }
    }
}

extension Judge {
    /// Stripe's declines are final: a charge that took money and counts, or has counted, as declined is a mistake, even
    /// where somebody noticed it later. At Razorpay a failed debit may succeed late.
    fileprivate func falseDeclines() -> [Violation] {
        let taken = Set(
            charges.filter { $0.processor == "stripe" && $0.succeeded }.compactMap {
                $0.metadata["bc_attempt"]
            })
        return attempts.filter {
            ![nil, "requires_action"].contains($0.declineCode) && taken.contains($0.id)
        }.map {
            Violation(
                promise: .declinedWhenDeclined,
                detail:
                    "attempt \($0.id) took money, and counted as declined (\($0.declineCode?.rawValue ?? ""))"
            )
        }
    }
}

extension SandboxCharge {
    /// What the processor has taken and not given back.
    fileprivate var kept: Int64 { succeeded ? amount - refunded : 0 }
}

extension Stage {
    /// The alarms that ring, "orphan_charge: …".
    func alarms() async throws -> [String] {
        let connection = try await PostgresConnection.connect(.campaign(url: url))
        let alarms = try await connection.query(
            SQLStatement(
                text: """
                    SELECT format('%s: %s', kind, detail) AS line FROM alarm
                    WHERE cleared_at IS NULL ORDER BY id
                    """)
        ) { row in try row.text("line") }
        await connection.close()
        return alarms
    }

    /// How often the outbox tells of each invoice that it is paid.
    fileprivate func receipts() async throws -> [String: Int] {
        let connection = try await PostgresConnection.connect(.campaign(url: url))
        let notices = try await connection.query(
            SQLStatement(
                text: """
                    SELECT facts ->> 'invoice' AS invoice, count(*) AS count FROM outbox
                    WHERE kind = 'invoice.paid' GROUP BY 1
                    """)
        ) { row in (try row.text("invoice"), Int(try row.int64("count"))) }
        await connection.close()
        return Dictionary(uniqueKeysWithValues: notices)
    }

    /// What the ledger says the processor holds for us, by currency code in lower case.
    fileprivate func clearing() async throws -> [String: Int64] {
        let connection = try await PostgresConnection.connect(.campaign(url: url))
        let sums = try await connection.query(
            SQLStatement(
                text: """
                    SELECT lower(p.currency) AS currency, sum(e.minor_units)::bigint AS sum
                    FROM ledger_entry AS e JOIN ledger_posting AS p ON (p.account_id, p.id) = (e.account_id, e.posting_id)
                    WHERE e.ledger_account = 'processor_clearing' GROUP BY 1
                    """)
        ) { row in (try row.text("currency"), try row.int64("sum")) }
        await connection.close()
        return Dictionary(uniqueKeysWithValues: sums)
    }
}
