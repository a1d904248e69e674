import BillingStore

extension RunPage {
    /// A column of a table on the page.
    private struct Column<Row> {
        var name: String
        var isNumber = false
        var text: (Row) -> String
        /// What sorting goes by; the text unless given.
        var sort: ((Row) -> String)?
        var link: ((Row) -> String?)?
    }

    var tables: [[String: Any]] {
        [
            table("Totals", figures.totals, totalColumns),
            table("Tax by jurisdiction", figures.taxes, taxColumns),
            table("Biggest movers", figures.movers, itemColumns, note: most(figures.movers.count)),
            table(
                "Zero and negative invoices", figures.notPositive, itemColumns,
                note: most(figures.notPositive.count)),
            table(
                "Cannot be charged", figures.unpayable, unpayableColumns, note: most(figures.unpayable.count)),
            table("Came and went", figures.customers, customerColumns, note: most(figures.customers.count)),
            table("Parked", figures.parked, itemColumns, note: "mend the cause, then: dueday parked release"),
            table(
                "Every boundary", items, itemColumns,
                note: items.count < itemCount ? "the first \(items.count) of \(itemCount)" : ""),
        ].compactMap(\.self)
    }

    private func most(_ count: Int) -> String { count >= RunFigures.mostRows ? "the first \(count)" : "" }

    private func table<Row>(
        _ title: String, _ rows: [Row], _ columns: [Column<Row>], note: String = ""
    ) -> [String: Any]? {
        guard !rows.isEmpty else { return nil }
        return [
            "title": title, "note": note,
            "columns": columns.map { ["name": $0.name, "side": $0.isNumber ? "right" : "left"] },
            "rows": rows.map { row in ["cells": columns.map { cell(row, $0) }] },
        ]
    }

    private func cell<Row>(_ row: Row, _ column: Column<Row>) -> [String: String] {
        let text = column.text(row)
        var cell = [
            "text": text, "sort": column.sort?(row) ?? text, "side": column.isNumber ? "right" : "left",
        ]
        cell["link"] = column.link?(row)
        return cell
    }

    private func amount<Row>(
        _ name: String, _ value: @escaping (Row) -> (Int64?, String?)
    ) -> Column<Row> {
        Column(
            name: name, isNumber: true, text: { RunText.amount(value($0).0, value($0).1) },
            sort: { "\(value($0).0 ?? 0)" })
    }

    private var totalColumns: [Column<RunFigures.Total>] {
        [
            Column(name: "Currency", text: { $0.currencyCode }),
            Column(name: "Invoices", isNumber: true, text: { "\($0.invoices)" }),
            amount("Total") { ($0.totalMinorUnits, $0.currencyCode) },
            amount("Of it tax") { ($0.taxMinorUnits, $0.currencyCode) },
            amount("Due") { ($0.dueMinorUnits, $0.currencyCode) },
            amount("The same before") { ($0.previousMinorUnits, $0.currencyCode) },
            Column(name: "Zero", isNumber: true, text: { "\($0.zero)" }),
            Column(name: "Negative", isNumber: true, text: { "\($0.negative)" }),
        ]
    }

    private var taxColumns: [Column<RunFigures.TaxTotal>] {
        [
            Column(name: "Where", text: { $0.jurisdiction }), Column(name: "Tax", text: { $0.name ?? "–" }),
            Column(name: "Category", text: { $0.category }),
            Column(name: "Rate", isNumber: true, text: { "\($0.rate) %" }, sort: { $0.rate }),
            amount("Base") { ($0.baseMinorUnits, $0.currencyCode) },
            amount("Tax amount") { ($0.amountMinorUnits, $0.currencyCode) },
        ]
    }

    private var itemColumns: [Column<RunItem>] {
        [
            Column(name: "Subscription", text: { $0.subscription }),
            Column(name: "Account", text: { $0.account }),
            Column(name: "Boundary", text: { item in item.boundary.map { "\($0)" } ?? "–" }),
            Column(name: "Plan", text: { $0.plan }),
            Column(
                name: "Outcome", text: { $0.outcome == $0.state ? $0.outcome : "\($0.outcome), \($0.state)" }),
            Column(name: "Invoice", text: { $0.number ?? "–" }, link: documentURL),
            amount("Total") { ($0.totalMinorUnits, $0.currencyCode) },
            amount("Before") { ($0.previousMinorUnits, $0.currencyCode) },
            Column(name: "Why", text: { $0.reason ?? "" }),
        ]
    }

    private var unpayableColumns: [Column<RunFigures.Unpayable>] {
        [
            Column(name: "Subscription", text: { $0.subscription }),
            Column(name: "Account", text: { $0.account }),
            amount("Due") { ($0.amountDueMinorUnits, $0.currencyCode) },
            Column(name: "Why", text: { $0.reason }),
        ]
    }

    private var customerColumns: [Column<RunFigures.CustomerChange>] {
        [
            Column(name: "Subscription", text: { $0.subscription }),
            Column(name: "Account", text: { $0.account }), Column(name: "Plan", text: { $0.plan }),
            Column(name: "What", text: { $0.hasLeft ? "ended" : "began" }),
            Column(name: "At", text: { "\($0.at)" }),
        ]
    }
}
