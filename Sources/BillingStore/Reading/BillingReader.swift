public import Billing
public import BillingCalendar
public import BillingRun
import Monetary
import Postgres

/// The read side for people and programs: lists by the page, and single things with everything about them.
public struct BillingReader: Sendable {
    let books: PostgresBooks

    /// Accounts by id, of those whose id, name or email contains a text.
    public func accounts(containing text: String? = nil, page: PageRequest = PageRequest()) async throws
        -> Page<AccountRecord>
    {
        try await list(SQL.inspect.listAccounts, [.text(text)], page) { [core = books.core] row in
            try AccountRecord(row, core: core)
        }
    }

    /// An account's ways to pay: the default first, then the backups in order.
    public func methods(of account: String) async throws -> [MethodRecord] {
        try await read { session in
            try session.rows(SQL.inspect.methods, [.text(account)]) { row in
                MethodRecord(
                    method: try PaymentMethod(row),
                    barredBy: try row.optionalText("barred_by").map { DeclineCode(rawValue: $0) },
                    setAt: try row.instant("set_at"))
            }
        }
    }

    /// An account's balance changes in the order made.
    public func balanceRows(of account: String, page: PageRequest = PageRequest()) async throws -> Page<
        BalanceRow
    > {
        try await list(SQL.inspect.listBalanceEntries, [.text(account)], page) { row in
            BalanceRow(
                cause: try row.text("cause"), minorUnits: try row.int64("minor_units"),
                at: try row.instant("at"), invoice: try row.optionalText("invoice_id"),
                reason: try row.optionalText("reason"))
        }
    }

    /// Subscriptions by id, of an account and a status where they are given.
    public func subscriptions(
        account: String? = nil, status: Subscription.Status? = nil, page: PageRequest = PageRequest()
    ) async throws -> Page<SubscriptionRecord> {
        let filter: [Parameter] = [.text(account), .text(nil), .text(status?.rawValue)]
        return try await list(SQL.inspect.listSubscriptions, filter, page, SubscriptionRecord.init)
    }

    /// Ids of subscriptions that have not ended, of an account where it is given, in their order behind an id; for who
    /// walks over all of them.
    public func livingSubscriptions(
        account: String? = nil, after id: String = "", limit: Int = 1_000
    ) async throws -> [String] {
        try await read { session in
            try session.rows(
                SQL.inspect.livingSubscriptions, [.text(account), .text(id), .int8(Int64(limit))]
            ) { row in try row.text("id") }
        }
    }

    /// One subscription; nil where there is none.
    public func subscription(_ id: String) async throws -> SubscriptionRecord? {
        let filter: [Parameter] = [.text(nil), .text(id), .text(nil)]
        return try await list(
            SQL.inspect.listSubscriptions, filter, PageRequest(limit: 1), SubscriptionRecord.init
        ).items.first
    }

    /// Events of a subscription in their order, of a meter and a stretch of time where they are given.
    public func usage(
        of subscription: String, meter: String? = nil, from start: Instant? = nil, until end: Instant? = nil,
        page: PageRequest = PageRequest()
    ) async throws -> Page<UsageEvent> {
        let filter: [Parameter] = [.text(subscription), .text(meter), .instant(start), .instant(end)]
        return try await list(SQL.inspect.listUsage, filter, page) { row in
            UsageEvent(
                id: try row.text("id"), account: try row.text("account_id"),
                subscription: try row.text("subscription_id"), meter: try row.text("meter"),
                quantity: try ExactDecimal(parsing: row.decimal("quantity")), at: try row.instant("at"),
                recordedAt: try row.instant("recorded_at"), key: try row.optionalText("key"))
        }
    }

    /// Subscriptions that were set aside, the longest first.
    public func parked(page: PageRequest = PageRequest()) async throws -> Page<ParkedSubscription> {
        try await list(SQL.inspect.listParked, [], page) { row in
            ParkedSubscription(
                subscription: try row.text("subscription_id"), account: try row.text("account_id"),
                boundary: try row.optionalInstant("boundary_at"), reason: try row.text("reason"),
                parkedAt: try row.instant("parked_at"), run: try row.optionalText("run_id"))
        }
    }

    /// Runs, the latest first.
    public func runs(page: PageRequest = PageRequest()) async throws -> Page<RunSummary> {
        try await list(SQL.inspect.listRuns, [.text(nil)], page, RunSummary.init)
    }

    /// One run; nil where there is none.
    public func run(_ id: String) async throws -> RunSummary? {
        try await list(SQL.inspect.listRuns, [.text(id)], PageRequest(limit: 1), RunSummary.init).items.first
    }

    /// The audit trail, the latest first: of an account, a person and a command where they are given.
    public func auditTrail(
        account: String? = nil, actor: String? = nil, action: String? = nil, page: PageRequest = PageRequest()
    ) async throws -> Page<AuditRecord> {
        try await list(
            SQL.inspect.listAudit, [.text(account), .text(actor), .text(action)], page, AuditRecord.init)
    }

    /// The catalogue in force as it was applied; nil before the first.
    public func catalog() async throws -> CatalogRecord? {
        try await read { session in
            try session.row(SQL.inspect.catalog) { row in
                CatalogRecord(
                    number: Int(try row.int32("number")), source: try row.text("source"),
                    appliedAt: try row.instant("applied_at"))
            }
        }
    }
}

extension BillingReader {
    func read<Value: Sendable>(
        _ work: @escaping @Sendable (PostgresSession) throws -> Value
    ) async throws -> Value {
        try await books.transact { transaction in try await transaction.run(work) }
    }

    /// A page of a list; the statement gives the total in every row, and one row of NULLs for an empty page.
    func list<Item: Sendable>(
        _ statement: SQLStatement, _ filter: [Parameter], _ page: PageRequest,
        _ item: @escaping @Sendable (PostgresRow) throws -> Item
    ) async throws -> Page<Item> {
        let bounds: [Parameter] = [.int8(Int64(page.limit)), .int8(Int64(page.offset))]
        let rows = try await read { session in
            try session.rows(statement, filter + bounds) { row in
                let total = Int(try row.int64(0))
                return (total: total, item: try row.isNull(1) ? nil : try item(row))
            }
        }
        return Page(items: rows.compactMap(\.item), total: rows.first?.total ?? 0, offset: page.offset)
    }
}

extension PostgresBooks {
    /// The read side.
    public var reader: BillingReader { BillingReader(books: self) }
}

extension SubscriptionRecord {
    fileprivate init(_ row: PostgresRow) throws {
        self.init(
            subscription: try Subscription(row, lateUsageSince: row.optionalInstant("since")),
            isParked: try row.bool("is_parked"))
    }
}

extension RunSummary {
    fileprivate init(_ row: PostgresRow) throws {
        self.init(
            id: try row.text("id"), asOf: try row.instant("as_of"), startedAt: try row.instant("started_at"),
            finishedAt: try row.optionalInstant("finished_at"), scope: try row.text("scope"),
            report: try row.optionalJSON("report").map { String(decoding: $0, as: UTF8.self) },
            kind: RunRecord.Kind(rawValue: try row.text("kind")) ?? .run,
            approval: try row.optionalText("approval"), approvedBy: try row.optionalText("approved_by"),
            approvedAt: try row.optionalInstant("approved_at"),
            fingerprint: try row.optionalText("fingerprint"))
    }
}

extension AuditRecord {
    fileprivate init(_ row: PostgresRow) throws {
        let position = try row.int64("position")
        self.init(
            entry: AuditEntry(
                actor: try row.text("actor"), action: try row.text("action"),
                account: try row.optionalText("account_id"), subject: try row.optionalText("subject"),
                reason: try row.optionalText("reason"),
                detail: try JSONForm.value(
                    [String: String].self, row.json("detail"), of: "audit_event", key: "\(position)")),
            at: try row.instant("at"))
    }
}
