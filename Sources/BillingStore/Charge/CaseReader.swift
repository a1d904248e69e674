import Billing
import BillingCalendar
import BillingRun
import Monetary
import Postgres

/// Puts together what a round looks at, for invoices whose accounts are locked.
struct CaseReader {
    /// An invoice by its key.
    struct InvoiceKey: Hashable {
        var account: String
        var invoice: String
    }

    private struct StoredMethod {
        var account: String
        var method: PaymentMethod
        var barredBy: DeclineCode?
    }

    let session: PostgresSession
    let core: StoreCore
    let asOf: Instant

    /// The cases in the order of the keys, each with its live attempt.
    func cases(_ keys: [InvoiceKey]) throws -> [CollectionCase] {
        guard !keys.isEmpty else { return [] }
        let policies = try core.catalogInForce(session).catalog.dunning
        let columns: [Parameter] = [.textArray(keys.map(\.account)), .textArray(keys.map(\.invoice))]
        let live = try attempts(SQL.charge.liveAttempts, columns)
        let liveByInvoice = Dictionary(live.map { ($0.invoice, $0) }, uniquingKeysWith: { first, _ in first })
        let methods = try methods(of: keys)
        let tries = try recentTries(columns)
        let declines = try recentDeclines(methods.values.flatMap { $0 }.map(\.method.card))
        return try session.rows(SQL.charge.cases, columns + [.instant(asOf)]) { row in
            let invoice = try CollectedInvoice(row)
            let subscription = try Subscription(row, lateUsageSince: row.optionalInstant("since"))
            var item = CollectionCase(
                invoice: invoice, collection: try InvoiceCollection(row), subscription: subscription,
                isParked: try row.bool("is_parked"),
                methods: (methods[invoice.account] ?? []).map { stored in
                    MethodStanding(
                        method: stored.method, barredBy: stored.barredBy,
                        history: TryHistory(
                            ofInvoice: tries[invoice.id] ?? [], ofCard: declines[stored.method.card] ?? []))
                },
                policy: policies[subscription.dunning] ?? .standard,
                accountZone: try core.zone(row.text("time_zone")),
                accountCollection: Account.Collection(rawValue: try row.text("account_collection"))
                    ?? .automatic,
                lastSequence: Int(try row.int32("last_sequence")), attempt: liveByInvoice[invoice.id],
                othersAreInArrears: try row.bool("others_are_in_arrears"))
            item.watchedUntil = try row.optionalInstant("watched_until")
            return item
        }
    }

    /// The same for a round's next try. A card that was declined lately is tried by one worker at a time, whose declines
    /// the next one sees: such cards are locked to the end of the transaction, and their declines read again after that.
    func casesToTry(_ keys: [InvoiceKey]) throws -> [CollectionCase] {
        let cases = try cases(keys)
        let failing = Set(
            cases.flatMap(\.methods).filter { !$0.history.ofCard.isEmpty }.map(\.method.card))
        guard !failing.isEmpty else { return cases }
        let cards = Parameter.textArray(failing.sorted())
        let own = Set(try session.rows(SQL.charge.lockCards, [cards]) { row in try row.text("card") })
        let underWay = Set(
            try session.rows(SQL.charge.cardsUnderWay, [cards]) { row in try row.text("card") })
        return try self.cases(keys).map { item in
            var item = item
            for index in item.methods.indices {
                let card = item.methods[index].method.card
                item.methods[index].isBeingTried =
                    failing.contains(card) && (!own.contains(card) || underWay.contains(card))
            }
            return item
        }
    }

    func attempts(_ statement: SQLStatement, _ parameters: [Parameter]) throws -> [PaymentAttempt] {
        try session.rows(statement, parameters) { row in try PaymentAttempt(row) }
    }

    private func methods(of keys: [InvoiceKey]) throws -> [String: [StoredMethod]] {
        let accounts = Array(Set(keys.map(\.account)))
        let methods = try session.rows(SQL.charge.methods, [.textArray(accounts)]) { row in
            StoredMethod(
                account: try row.text("account_id"), method: try PaymentMethod(row),
                barredBy: try row.optionalText("barred_by").map { DeclineCode(rawValue: $0) })
        }
        return Dictionary(grouping: methods, by: \.account)
    }

    private func recentTries(_ columns: [Parameter]) throws -> [String: [TryHistory.Try]] {
        var tries: [String: [TryHistory.Try]] = [:]
        for row in try session.rows(
            SQL.charge.recentTries,
            columns + [.instant(asOf), .textArray(DeclineCode.aboutRequest.map(\.rawValue).sorted())],
            { row in
                (
                    try row.text("invoice_id"),
                    TryHistory.Try(at: try row.instant("sent_at"), method: try row.text("method_id"))
                )
            })
        { tries[row.0, default: []].append(row.1) }
        return tries
    }

    private func recentDeclines(_ cards: [String]) throws -> [String: [TryHistory.Decline]] {
        guard !cards.isEmpty else { return [:] }
        let declines = try session.rows(
            SQL.charge.recentCardDeclines, [.textArray(Array(Set(cards))), .instant(asOf)]
        ) { row in
            (
                card: try row.text("card"),
                decline: TryHistory.Decline(
                    at: try row.instant("sent_at"),
                    isTechnical: try row.optionalText("decline_code").map {
                        DeclineCode(rawValue: $0).declineClass == .technical
                    } ?? false, amountMinorUnits: try row.int64("amount_minor_units"),
                    currencyCode: try row.text("currency"))
            )
        }
        return Dictionary(grouping: declines, by: \.card).mapValues { $0.map(\.decline) }
    }
}

extension CollectedInvoice {
    /// The columns of a case.
    init(_ row: PostgresRow) throws {
        let id = try row.text("invoice_id")
        let code = try row.text("currency")
        guard let currency = try? Currency(code: code),
            let status = InvoiceStatus(rawValue: try row.text("status"))
        else { throw StoreError.unreadable(table: "invoice", key: id, reason: "currency \(code) or status") }
        self.init(
            id: id, number: try row.text("number"), account: try row.text("account_id"),
            subscription: try row.text("subscription_id"),
            amountDueMinorUnits: try row.int64("amount_due_minor_units"), currencyCode: code,
            currencyExponent: currency.exponent, status: status)
    }
}
