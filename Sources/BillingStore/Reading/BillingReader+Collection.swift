public import Billing
public import BillingCalendar
public import BillingRun
import Postgres

/// Alarms, refunds and the switch.
extension BillingReader {
    /// Alarms, the open ones first; cleared ones only where asked for.
    public func alarms(
        includingCleared: Bool = false, page: PageRequest = PageRequest()
    ) async throws -> Page<AlarmRecord> {
        try await list(SQL.inspect.listAlarms, [.bool(includingCleared)], page, AlarmRecord.init)
    }

    /// Refunds, the latest first, those that were made by hand at a processor among them; what is nil does not restrict.
    public func refunds(
        account: String? = nil, invoice: String? = nil, state: Refund.State? = nil,
        page: PageRequest = PageRequest()
    ) async throws -> Page<RefundRecord> {
        let filter: [Parameter] = [.text(account), .text(invoice), .text(state?.rawValue)]
        return try await list(SQL.inspect.listRefunds, filter, page) { try RefundRecord($0) }
    }

    /// Open invoices of which a round has failed, the one that comes next first.
    public func dunning(account: String? = nil, page: PageRequest = PageRequest()) async throws
        -> Page<DunningRecord>
    {
        try await list(SQL.inspect.listDunning, [.text(account)], page) { row in
            DunningRecord(
                account: try row.text("account_id"), invoice: try row.text("invoice_id"),
                invoiceNumber: try row.text("number"), subscription: try row.text("subscription_id"),
                subscriptionStatus: try row.text("subscription_status"),
                amountMinorUnits: try row.int64("amount_due_minor_units"),
                currencyCode: try row.text("currency"),
                firstFailureAt: try row.optionalInstant("first_failure_at"),
                rounds: Int(try row.int32("round")),
                lastDecline: try row.optionalText("last_decline").map { DeclineCode(rawValue: $0) },
                nextAt: try row.optionalInstant("next_at"), endsAt: try row.optionalInstant("ends_at"),
                isStopped: try row.bool("is_stopped"))
        }
    }

    /// What a round of an invoice would look at now; nil where nothing was due of it. Nothing is locked.
    public func collectionCase(ofInvoice id: String, account: String, at: Instant) async throws
        -> CollectionCase?
    {
        try await read { [core = books.core] session in
            try CaseReader(session: session, core: core, asOf: at)
                .cases([CaseReader.InvoiceKey(account: account, invoice: id)]).first
        }
    }

    /// What was told of an invoice, in the order written.
    public func notices(ofInvoice invoice: String, account: String) async throws -> [Notice] {
        try await read { session in
            try session.rows(SQL.inspect.noticesOfInvoice, [.text(account), .text(invoice)]) { row in
                let (id, kindName) = (try row.text("id"), try row.text("kind"))
                guard let kind = Notice.Kind(rawValue: kindName) else {
                    throw StoreError.unreadable(table: "outbox", key: id, reason: "kind \(kindName)")
                }
                return Notice(
                    kind: kind, id: id, account: try row.text("account_id"), at: try row.instant("at"),
                    facts: try JSONForm.value(
                        [String: String].self, row.json("facts"), of: "outbox", key: id))
            }
        }
    }

    /// What came in after all of the money that was first declined from `start` until before `end`.
    public func recovery(from start: Instant? = nil, until end: Instant? = nil) async throws -> RecoveryReport
    {
        let parts = try await read { session in
            try session.rows(SQL.inspect.recovery, [.instant(start), .instant(end)]) { row in
                RecoveryReport.Part(
                    month: try row.text("month"),
                    code: try row.optionalText("decline_code").map { DeclineCode(rawValue: $0) },
                    currencyCode: try row.text("currency"), invoices: Int(try row.int64("invoices")),
                    declinedMinorUnits: try row.int64("declined"),
                    invoicesRecovered: Int(try row.int64("invoices_recovered")),
                    recoveredMinorUnits: try row.int64("recovered"),
                    invoicesOpen: Int(try row.int64("invoices_open")),
                    openMinorUnits: try row.int64("still_open"))
            }
        }
        return RecoveryReport(parts)
    }

    /// Whether charging is on, and what waits or stops.
    public func chargingStatus() async throws -> ChargingStatus {
        try await read { session in
            let status = try session.row(SQL.inspect.chargingStatus) { row in
                ChargingStatus(
                    isOn: try row.bool("is_on"), changedAt: try row.optionalInstant("changed_at"),
                    changedBy: try row.optionalText("actor"), reason: try row.optionalText("reason"),
                    openAlarms: Int(try row.int64("open_alarms")), ready: Int(try row.int64("ready")),
                    unsettled: Int(try row.int64("unsettled")))
            }
            return try status.orUnknown("setting", "charging")
        }
    }
}

/// An alarm as lists show it.
public struct AlarmRecord: Sendable, Hashable {
    /// Names it for `dueday alarms clear`.
    public var id: Int
    /// The alarm.
    public var alarm: Alarm
    /// nil while it is open.
    public var clearedAt: Instant?
    /// Who cleared it.
    public var clearedBy: String?
    /// Why it was cleared.
    public var clearedBecause: String?
}

/// An open invoice of which a round has failed.
public struct DunningRecord: Sendable, Hashable {
    /// The id of the account that owes it.
    public var account: String
    /// The invoice's id.
    public var invoice: String
    /// What the customer knows it by.
    public var invoiceNumber: String
    /// The subscription that it bills.
    public var subscription: String
    /// "past_due", "unpaid", …
    public var subscriptionStatus: String
    /// What is due.
    public var amountMinorUnits: Int64
    /// ISO 4217 code.
    public var currencyCode: String
    /// What the schedule counts from; nil where there is none.
    public var firstFailureAt: Instant?
    /// How many rounds there were.
    public var rounds: Int
    /// Why the last try failed.
    public var lastDecline: DeclineCode?
    /// When the next round is due; nil: none is.
    public var nextAt: Instant?
    /// The last round of the schedule.
    public var endsAt: Instant?
    /// Whether an alarm stops the account.
    public var isStopped: Bool
}

/// The kill switch, and what it holds back.
public struct ChargingStatus: Sendable, Hashable {
    /// Whether charges leave.
    public var isOn: Bool
    /// When it was switched last; nil: never.
    public var changedAt: Instant?
    /// Who switched it last.
    public var changedBy: String?
    /// Why.
    public var reason: String?
    /// Alarms that stop an account or a processor.
    public var openAlarms: Int
    /// Charges that are written and wait to be sent.
    public var ready: Int
    /// Charges whose result is not known yet.
    public var unsettled: Int
}

extension AlarmRecord {
    init(_ row: PostgresRow) throws {
        self.init(
            id: Int(try row.int64("id")), alarm: try Alarm(row),
            clearedAt: try row.optionalInstant("cleared_at"), clearedBy: try row.optionalText("cleared_by"),
            clearedBecause: try row.optionalText("cleared_because"))
    }
}
