import BillingRun
import BillingStore
import Foundation
import Mustache

/// A run as one page for finance: opens without a network, sorts, prints, and reads on a phone.
struct RunPage {
    let run: RunSummary
    let figures: RunFigures
    /// The first invoices with the paths of their documents.
    let items: [RunItem]
    /// How many boundaries the run came to in all.
    let itemCount: Int
    /// Where documents are kept; nil leaves out the links.
    let documentURL: (RunItem) -> String?

    /// The page.
    ///
    /// - Throws: where the template cannot be read, which a test excludes.
    func html() throws -> String {
        try MustacheTemplate(string: RunPageTemplate.page).render(context)
    }

    private var context: [String: Any] {
        [
            "kind": run.kind == .rehearsal ? "Rehearsal" : "Billing run",
            "title":
                "\(run.kind == .rehearsal ? "What a run would bill" : "What was billed") as of \(run.asOf)",
            "as_of": "\(run.asOf)", "state": RunText.state(run), "state_class": stateClass, "facts": facts,
            "cards": cards, "problems": problems, "charts": charts, "tables": tables,
            "footer": "Made by Dueday from the books; amounts are exact, in the currency's own units.",
        ]
    }

    private var stateClass: String {
        switch run.approval {
        case "waiting": "waiting"
        case "superseded": "bad"
        default: run.finishedAt == nil ? "bad" : "good"
        }
    }

    private var facts: [[String: String]] {
        var facts = [("Run", run.id), ("Scope", run.scope), ("Started", "\(run.startedAt)")]
        if let fingerprint = run.fingerprint { facts.append(("Fingerprint", fingerprint)) }
        if let approver = run.approvedBy, let at = run.approvedAt {
            facts.append(("Approved", "\(approver), \(at)"))
        }
        return facts.map { ["name": $0.0, "value": $0.1] }
    }

    private var cards: [[String: Any]] {
        var cards: [[String: Any]] = figures.totals.map { total in
            var card: [String: Any] = [
                "figure": RunText.amount(total.totalMinorUnits, total.currencyCode),
                "label": "\(total.invoices) invoices",
            ]
            let change = total.totalMinorUnits - total.previousMinorUnits
            card["note"] =
                "\(change < 0 ? "" : "+")\(RunText.major(change, total.currencyCode)) to the invoices before"
            return card
        }
        for (outcome, label) in [("nothing", "periods without an invoice"), ("parked", "parked")] {
            let count = figures.outcomes.filter { $0.outcome == outcome }.reduce(0) { $0 + $1.count }
            if count > 0 { cards.append(["figure": "\(count)", "label": label]) }
        }
        if !figures.unpayable.isEmpty {
            cards.append(["figure": "\(figures.unpayable.count)", "label": "invoices that no method can pay"])
        }
        return cards
    }

    private var problems: [String] {
        guard let report = run.report,
            let parsed = try? JSONSerialization.jsonObject(with: Data(report.utf8)),
            let members = parsed as? [String: Any]
        else { return [] }
        return (members["problems"] as? [String] ?? []) + [members["stopped"] as? String].compactMap(\.self)
    }

    private var charts: [[String: String]] {
        figures.totals.flatMap { total -> [[String: String]] in
            let plans = figures.plans.filter { $0.currencyCode == total.currencyCode }.prefix(12).map {
                BarChart.Bar(
                    label: $0.plan, text: RunText.amount($0.totalMinorUnits, $0.currencyCode),
                    value: $0.totalMinorUnits)
            }
            let movers = figures.movers.filter { $0.currencyCode == total.currencyCode }.prefix(12).map {
                item in
                let change = (item.totalMinorUnits ?? 0) - (item.previousMinorUnits ?? 0)
                return BarChart.Bar(
                    label: item.subscription, text: RunText.amount(change, item.currencyCode), value: change)
            }
            return [
                ("Billed by plan, \(total.currencyCode)", BarChart(bars: Array(plans), isComparison: false)),
                (
                    "Against the invoices before, \(total.currencyCode)",
                    BarChart(bars: Array(movers), isComparison: true)
                ),
            ]
            .filter { !$0.1.bars.isEmpty }
            .map { ["title": $0.0, "drawing": $0.1.svg(named: $0.0)] }
        }
    }
}
