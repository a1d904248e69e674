import Billing
import BillingFormats
import BillingRun
import Monetary

/// A run's report on one screen, and as JSON.
struct RunReportText {
    private let report: RunReport

    init(_ report: RunReport) { self.report = report }

    func print() {
        let title = report.run.kind == .rehearsal ? "Rehearsal" : "Run"
        Terminal.print("\(title) \(report.run.id) as of \(report.run.asOf)")
        Terminal.print()
        if report.run.kind == .rehearsal {
            printRehearsal()
        } else {
            printWork()
        }
        printFailedRounds()
        printTotals()
        printDeliveries()
        printDeclined()
        printParked()
        for problem in report.problems { Terminal.print("\n  PROBLEM: \(problem)") }
        if let stopped = report.stopped { Terminal.print("\n  STOPPED: \(stopped)") }
        if let rehearsal = report.waitingRehearsal {
            Terminal.print("\n  WAITS TO BE APPROVED: \(rehearsal)")
            Terminal.print("  look: dueday runs show \(rehearsal)   then: dueday runs approve \(rehearsal)")
        }
    }

    private func printRehearsal() {
        Terminal.print(
            "  \(periods) would be closed, \(invoices) issued; "
                + "nothing was written or charged")
        if let fingerprint = report.fingerprint { Terminal.print("  fingerprint \(fingerprint)") }
        Terminal.print("  what it comes to: dueday runs show \(report.run.id)")
    }

    private func printWork() {
        let range = [report.firstNumber, report.lastNumber].compactMap { $0 }
        let numbers = range.first == range.last ? Array(range.prefix(1)) : range
        Terminal.print(
            "  \(periods) closed, \(invoices) issued"
                + (numbers.isEmpty ? "" : " (\(numbers.joined(separator: " to ")))")
                + ", \(Counted.words(report.documents, "document")) written")
        Terminal.print(
            "  \(Counted.words(count(.succeeded), "charge")) paid, \(count(.declined)) declined, \(open) not known yet"
                + (report.announced == 0 ? "" : ", \(report.announced) announced for a later day")
                + (report.recovered == 0 ? "" : ", \(report.recovered) of earlier runs looked at again")
                + (report.reminders == 0 ? "" : ", \(Counted.words(report.reminders, "customer")) reminded"))
    }

    private var periods: String { Counted.words(report.boundariesClosed, "period") }
    private var invoices: String { Counted.words(report.invoicesIssued, "invoice") }

    private func printFailedRounds() {
        guard report.failedRounds > 0 else { return }
        Terminal.print(
            "  \(Counted.words(report.failedRounds, "round")) failed, no method is left to try in "
                + "\(report.failedRounds == 1 ? "it" : "them"): dueday dunning list")
    }

    private func printTotals() {
        guard !report.totals.isEmpty else { return }
        Terminal.print()
        var table = Table([
            .left("  CURRENCY"), .right("INVOICES"), .right("BILLED"), .right("OF IT TAX"), .right("PAID"),
            .right("DECLINED"),
        ])
        for total in report.totals {
            let amount = Self.amount(total.currencyCode)
            table.add(
                "  \(total.currencyCode)", "\(total.invoices)", amount(total.billedMinorUnits),
                amount(total.taxMinorUnits), amount(total.paidMinorUnits), amount(total.declinedMinorUnits))
        }
        table.print()
    }

    private func printDeliveries() {
        let counts = report.deliveryCounts
        if !counts.isEmpty {
            Terminal.print(
                "  \(Counted.words(counts[.delivered] ?? 0, "notice")) delivered, \(counts[.waiting] ?? 0) to be tried again, "
                    + "\(counts[.dead] ?? 0) given up")
        }
        if let mails = report.waitingForChannel[.mail] {
            Terminal.print(
                "  \(Counted.words(mails, "mail waits", "mails wait")) for a mail server: set smtp.url and mail.from"
            )
        }
        if counts[.dead] ?? 0 > 0 { Terminal.print("  what was given up: dueday outbox list --state dead") }
    }

    private func printDeclined() {
        let declined = report.notPaid
        guard !declined.isEmpty else { return }
        Terminal.print()
        var table = Table([
            .left("  NOT PAID"), .left("ACCOUNT"), .right("AMOUNT"), .left("METHOD"), .left("WHY"),
        ])
        for charge in declined.prefix(20) {
            table.add(
                "  \(charge.invoiceNumber)", charge.account,
                "\(Self.amount(charge.currencyCode)(charge.amountMinorUnits)) \(charge.currencyCode)",
                charge.method, charge.declineCode?.rawValue ?? charge.note ?? charge.state.rawValue)
        }
        table.print()
        if declined.count > 20 { Terminal.print("  … and \(declined.count - 20) more: dueday payment list") }
    }

    private func printParked() {
        guard !report.parked.isEmpty else { return }
        Terminal.print()
        var table = Table([.left("  PARKED"), .left("ACCOUNT"), .left("WHY")])
        for parked in report.parked.prefix(20) {
            table.add("  \(parked.subscription)", parked.account, parked.reason)
        }
        table.print()
        Terminal.print("  mend the cause, then: dueday parked release SUBSCRIPTION && dueday run")
    }

    private func count(_ state: PaymentAttempt.State) -> Int { report.chargeCounts[state] ?? 0 }

    private var open: Int { report.chargeCounts.reduce(0) { $0 + ($1.key.isLive ? $1.value : 0) } }

    private static func amount(_ code: String) -> (Int64) -> String {
        guard let currency = try? Currency(code: code) else { return { "\($0)" } }
        return currency.majorUnits
    }

    /// The report for programs.
    var json: OrderedJSON {
        [
            "run": .string(report.run.id), "as_of": .string("\(report.run.asOf)"),
            "boundaries_closed": .integer(report.boundariesClosed),
            "invoices_issued": .integer(report.invoicesIssued),
            "documents_written": .integer(report.documents),
            "first_number": .text(report.firstNumber), "last_number": .text(report.lastNumber),
            "recovered": .integer(report.recovered), "announced": .integer(report.announced),
            "reminders": .integer(report.reminders),
            "totals": .array(report.totals.map(Self.json)),
            "charges": .object(
                report.chargeCounts.sorted { $0.key.rawValue < $1.key.rawValue }.map { state, count in
                    OrderedJSON.Member(state.rawValue, .integer(count))
                }),
            "not_paid": .array(report.notPaid.map(Self.json)), "failed_rounds": .integer(report.failedRounds),
            "parked_total": .integer(report.parkedCount),
            "parked": .array(
                report.parked.map { parked in
                    [
                        "subscription": .string(parked.subscription), "account": .string(parked.account),
                        "boundary": .text(parked.boundary.map { "\($0)" }), "reason": .string(parked.reason),
                    ]
                }),
            "deliveries": .object(
                report.deliveryCounts.sorted { $0.key.rawValue < $1.key.rawValue }.map { state, count in
                    OrderedJSON.Member(state.rawValue, .integer(count))
                }),
            "mails_waiting_for_server": .integer(report.waitingForChannel[.mail] ?? 0),
            "problems": .array(report.problems.map { .string($0) }),
            "stopped": .text(report.stopped.map { "\($0)" }),
            "kind": .string(report.run.kind.rawValue), "fingerprint": .text(report.fingerprint),
            "waiting_rehearsal": .text(report.waitingRehearsal),
        ]
    }

    private static func json(_ total: RunReport.CurrencyTotal) -> OrderedJSON {
        let amount = amount(total.currencyCode)
        return [
            "currency": .string(total.currencyCode), "invoices": .integer(total.invoices),
            "billed": .string(amount(total.billedMinorUnits)), "tax": .string(amount(total.taxMinorUnits)),
            "paid": .string(amount(total.paidMinorUnits)),
            "declined": .string(amount(total.declinedMinorUnits)),
        ]
    }

    private static func json(_ charge: SettledCharge) -> OrderedJSON {
        [
            "invoice": .string(charge.invoiceNumber), "account": .string(charge.account),
            "method": .string(charge.method), "currency": .string(charge.currencyCode),
            "amount": .string(amount(charge.currencyCode)(charge.amountMinorUnits)),
            "state": .string(charge.state.rawValue), "code": .text(charge.declineCode?.rawValue),
            "note": .text(charge.note),
        ]
    }
}
