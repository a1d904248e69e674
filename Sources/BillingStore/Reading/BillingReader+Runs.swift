import Billing
import BillingCalendar
import Postgres

extension BillingReader {
    /// What a run or a rehearsal came to, worked out from its invoices or drafts.
    public func figures(of run: String) async throws -> RunFigures {
        try await read { session in
            let most = Parameter.int8(Int64(RunFigures.mostRows))
            let id = Parameter.text(run)
            return RunFigures(
                outcomes: try session.rows(SQL.figures.outcomes, [id]) { row in
                    RunFigures.OutcomeCount(
                        outcome: try row.text("outcome"), state: try row.text("state"),
                        count: Int(try row.int64("boundaries")))
                },
                totals: try session.rows(SQL.figures.totals, [id], RunFigures.Total.init),
                plans: try session.rows(SQL.figures.plans, [id], RunFigures.PlanTotal.init),
                taxes: try session.rows(SQL.figures.taxes, [id], RunFigures.TaxTotal.init),
                movers: try session.rows(SQL.figures.movers, [id, most], RunItem.init),
                notPositive: try session.rows(SQL.figures.notPositive, [id, most], RunItem.init),
                parked: try session.rows(
                    SQL.figures.items, [id, .text("parked"), .text(nil), most, .int8(0)]
                ) { row in try row.isNull(1) ? nil : try RunItem(row) }.compactMap(\.self),
                customers: try session.rows(
                    SQL.figures.customers, [id, most], RunFigures.CustomerChange.init),
                unpayable: try session.rows(SQL.figures.unpayable, [id, most], RunFigures.Unpayable.init))
        }
    }

    /// What a run came to, boundary by boundary in the order of billing; of an outcome (or state) and a subscription
    /// where they are given.
    public func items(
        of run: String, outcome: String? = nil, subscription: String? = nil, page: PageRequest = PageRequest()
    ) async throws -> Page<RunItem> {
        try await list(
            SQL.figures.items, [.text(run), .text(outcome), .text(subscription)], page, RunItem.init)
    }

    /// The first draft of a subscription in a rehearsal; nil where it has none.
    public func draft(_ subscription: String, of rehearsal: String) async throws -> DraftRecord? {
        try await read { session in
            try session.row(SQL.figures.draft, [.text(rehearsal), .text(subscription)]) { row in
                DraftRecord(
                    boundary: try row.instant("boundary_at"), outcome: try row.text("outcome"),
                    state: try row.text("state"), reason: try row.optionalText("reason"),
                    content: try row.optionalJSON("content").map {
                        try JSONForm.value(InvoiceDraft.self, $0, of: "draft_invoice", key: subscription)
                    })
            }
        }
    }
}

extension RunItem {
    fileprivate init(_ row: PostgresRow) throws {
        self.init(
            account: try row.text("account_id"), subscription: try row.text("subscription_id"),
            boundary: try row.optionalInstant("boundary_at"), outcome: try row.text("outcome"),
            state: try row.text("state"), plan: try row.text("plan"), kind: try row.optionalText("kind"),
            currencyCode: try row.optionalText("currency"),
            totalMinorUnits: try row.optionalInt64("total_minor_units"),
            amountDueMinorUnits: try row.optionalInt64("amount_due_minor_units"),
            previousMinorUnits: try row.optionalInt64("previous_total_minor_units"),
            number: try row.optionalText("number"),
            reason: try row.optionalText("reason") ?? row.optionalText("held_because"),
            heldBy: try row.optionalText("held_by"),
            documentPath: try row.optionalText("document_path"))
    }
}

extension RunFigures.Total {
    fileprivate init(_ row: PostgresRow) throws {
        self.init(
            currencyCode: try row.text("currency"), invoices: Int(try row.int64("invoices")),
            totalMinorUnits: try row.int64("total_minor_units"),
            taxMinorUnits: try row.int64("tax_minor_units"), dueMinorUnits: try row.int64("due_minor_units"),
            previousMinorUnits: try row.optionalInt64("previous_minor_units") ?? 0,
            zero: Int(try row.int64("zero")), negative: Int(try row.int64("negative")))
    }
}

extension RunFigures.PlanTotal {
    fileprivate init(_ row: PostgresRow) throws {
        self.init(
            plan: try row.text("plan"), currencyCode: try row.text("currency"),
            invoices: Int(try row.int64("invoices")), totalMinorUnits: try row.int64("total_minor_units"))
    }
}

extension RunFigures.TaxTotal {
    fileprivate init(_ row: PostgresRow) throws {
        self.init(
            currencyCode: try row.text("currency"), jurisdiction: try row.text("jurisdiction"),
            name: try row.optionalText("name"), category: try row.text("category"),
            rate: try row.text("rate"), baseMinorUnits: try row.int64("base_minor_units"),
            amountMinorUnits: try row.int64("amount_minor_units"))
    }
}

extension RunFigures.CustomerChange {
    fileprivate init(_ row: PostgresRow) throws {
        self.init(
            account: try row.text("account_id"), subscription: try row.text("subscription_id"),
            plan: try row.text("plan"), hasLeft: try row.bool("has_left"), at: try row.instant("at"),
            since: try row.instant("since"))
    }
}

extension RunFigures.Unpayable {
    fileprivate init(_ row: PostgresRow) throws {
        self.init(
            account: try row.text("account_id"), subscription: try row.text("subscription_id"),
            number: try row.optionalText("number"), currencyCode: try row.text("currency"),
            amountDueMinorUnits: try row.int64("amount_due_minor_units"), reason: try row.text("reason"))
    }
}
