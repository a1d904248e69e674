import BillingFormats
import BillingRun
import BillingStore

/// What a run came to, on one screen and as JSON.
struct RunFiguresText {
    let run: RunSummary
    let figures: RunFigures

    func print() {
        Terminal.print(
            "\(run.kind == .rehearsal ? "Rehearsal" : "Run") \(run.id) as of \(run.asOf), \(run.scope)")
        Terminal.print("  \(RunText.state(run))")
        if let fingerprint = run.fingerprint { Terminal.print("  fingerprint \(fingerprint)") }
        let counts = figures.outcomes.map {
            "\($0.count) \($0.outcome)\($0.state == $0.outcome ? "" : ", \($0.state)")"
        }
        Terminal.print("  \(counts.isEmpty ? "nothing was due" : counts.joined(separator: "; "))")
        section("TOTALS", totals, figures.totals.count)
        section("BY PLAN", plans, figures.plans.count)
        section("TAX", taxes, figures.taxes.count)
        section("BIGGEST MOVERS", RunText.table(figures.movers), figures.movers.count)
        section("ZERO AND NEGATIVE", RunText.table(figures.notPositive), figures.notPositive.count)
        section("CANNOT BE CHARGED", unpayable, figures.unpayable.count)
        section("CAME AND WENT", customers, figures.customers.count)
        section("PARKED", RunText.table(figures.parked), figures.parked.count)
        if !figures.parked.isEmpty {
            Terminal.print("mend the cause, then: dueday parked release SUBSCRIPTION && dueday run")
        }
        if run.approval == "waiting" {
            Terminal.print(
                "\napprove it: dueday runs approve \(run.id)   hold one back: dueday runs hold \(run.id) SUB")
        }
    }

    private func section(_ title: String, _ table: Table, _ count: Int) {
        guard count > 0 else { return }
        let most =
            count >= RunFigures.mostRows ? " (the first \(count); all: dueday runs items \(run.id))" : ""
        Terminal.print("\n\(title)\(most)")
        table.print()
    }

    private var totals: Table {
        var table = Table([
            .left("CURRENCY"), .right("INVOICES"), .right("TOTAL"), .right("OF IT TAX"), .right("DUE"),
            .right("THE SAME BEFORE"), .right("ZERO"), .right("NEGATIVE"),
        ])
        for total in figures.totals {
            let major = { RunText.major($0, total.currencyCode) }
            table.add(
                total.currencyCode, "\(total.invoices)", major(total.totalMinorUnits),
                major(total.taxMinorUnits),
                major(total.dueMinorUnits), major(total.previousMinorUnits), "\(total.zero)",
                "\(total.negative)")
        }
        return table
    }

    private var plans: Table {
        var table = Table([.left("PLAN"), .right("INVOICES"), .right("TOTAL")])
        for plan in figures.plans {
            table.add(plan.plan, "\(plan.invoices)", RunText.amount(plan.totalMinorUnits, plan.currencyCode))
        }
        return table
    }

    private var taxes: Table {
        var table = Table([
            .left("WHERE"), .left("TAX"), .left("CATEGORY"), .right("RATE"), .right("BASE"), .right("TAX"),
        ])
        for tax in figures.taxes {
            table.add(
                tax.jurisdiction, tax.name ?? "–", tax.category, "\(tax.rate) %",
                RunText.amount(tax.baseMinorUnits, tax.currencyCode),
                RunText.amount(tax.amountMinorUnits, tax.currencyCode))
        }
        return table
    }

    private var unpayable: Table {
        var table = Table([.left("SUBSCRIPTION"), .left("ACCOUNT"), .right("DUE"), .left("WHY")])
        for item in figures.unpayable {
            table.add(
                item.subscription, item.account, RunText.amount(item.amountDueMinorUnits, item.currencyCode),
                item.reason)
        }
        return table
    }

    private var customers: Table {
        var table = Table([.left("SUBSCRIPTION"), .left("ACCOUNT"), .left("PLAN"), .left(""), .left("AT")])
        for change in figures.customers {
            table.add(
                change.subscription, change.account, change.plan, change.hasLeft ? "ended" : "began",
                "\(change.at)")
        }
        return table
    }
}

extension RunFiguresText {
    /// The run, its report and its figures for programs.
    func json() throws -> OrderedJSON {
        [
            "run": RunText.json(run),
            "report": try run.report.map { try OrderedJSON.parse($0, fileName: "report") } ?? .null,
            "outcomes": .array(
                figures.outcomes.map {
                    [
                        "outcome": .string($0.outcome), "state": .string($0.state),
                        "count": .integer($0.count),
                    ]
                }),
            "totals": .array(figures.totals.map(Self.json)), "plans": .array(figures.plans.map(Self.json)),
            "taxes": .array(figures.taxes.map(Self.json)), "movers": .array(figures.movers.map(RunText.json)),
            "zero_and_negative": .array(figures.notPositive.map(RunText.json)),
            "cannot_be_charged": .array(figures.unpayable.map(Self.json)),
            "customers": .array(figures.customers.map(Self.json)),
            "parked": .array(figures.parked.map(RunText.json)),
        ]
    }

    private static func json(_ total: RunFigures.Total) -> OrderedJSON {
        let major = { (units: Int64) in OrderedJSON.string(RunText.major(units, total.currencyCode)) }
        return [
            "currency": .string(total.currencyCode), "invoices": .integer(total.invoices),
            "total": major(total.totalMinorUnits), "tax": major(total.taxMinorUnits),
            "amount_due": major(total.dueMinorUnits), "previous_total": major(total.previousMinorUnits),
            "zero": .integer(total.zero), "negative": .integer(total.negative),
        ]
    }

    private static func json(_ plan: RunFigures.PlanTotal) -> OrderedJSON {
        [
            "plan": .string(plan.plan), "currency": .string(plan.currencyCode),
            "invoices": .integer(plan.invoices),
            "total": .string(RunText.major(plan.totalMinorUnits, plan.currencyCode)),
        ]
    }

    private static func json(_ tax: RunFigures.TaxTotal) -> OrderedJSON {
        [
            "jurisdiction": .string(tax.jurisdiction), "name": .text(tax.name),
            "category": .string(tax.category),
            "rate": .string(tax.rate), "currency": .string(tax.currencyCode),
            "base": .string(RunText.major(tax.baseMinorUnits, tax.currencyCode)),
            "amount": .string(RunText.major(tax.amountMinorUnits, tax.currencyCode)),
        ]
    }

    private static func json(_ item: RunFigures.Unpayable) -> OrderedJSON {
        [
            "subscription": .string(item.subscription), "account": .string(item.account),
            "invoice": .text(item.number), "currency": .string(item.currencyCode),
            "amount_due": .string(RunText.major(item.amountDueMinorUnits, item.currencyCode)),
            "reason": .string(item.reason),
        ]
    }

    private static func json(_ change: RunFigures.CustomerChange) -> OrderedJSON {
        [
            "subscription": .string(change.subscription), "account": .string(change.account),
            "plan": .string(change.plan), "change": .string(change.hasLeft ? "ended" : "began"),
            "at": .string("\(change.at)"),
        ]
    }
}
