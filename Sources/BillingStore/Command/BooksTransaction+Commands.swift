import Billing
import BillingCalendar
import BillingRun
import Monetary
import Postgres

extension BooksTransaction {
    func claimAccount(_ id: String) async throws -> AccountRecord {
        try await run { session in
            if locks { try session.execute(SQL.command.lockAccount, [.text(id)]) }
            return try session.row(SQL.inspect.account, [.text(id)]) { row in
                try AccountRecord(row, core: core)
            }
            .orUnknown("account", id)
        }
    }

    func claimSubscription(_ id: String) async throws -> ClaimedSubscription {
        try await run { session in
            if locks { try session.execute(SQL.command.lockSubscription, [.text(id)]) }
            let claim = try session.row(SQL.inspect.subscription, [.text(id)]) { row in
                (account: try AccountRecord(row, core: core), subscription: try Subscription(row))
            }
            return try LateUsageMarks.attached(to: [try claim.orUnknown("subscription", id)], session)[0]
        }
    }

    func subscriptionExists(_ id: String) async throws -> Bool {
        try await run { session in
            try session.row(SQL.command.subscriptionExists, [.text(id)]) { row in try row.bool(0) } ?? false
        }
    }

    func couponUse(
        _ code: String, account: String, subscription: Subscription?
    ) async throws -> CouponUse {
        try await run { session in
            try session.execute(SQL.command.lockCoupon, [.text(code)])
            let parameters: [Parameter] = [
                .text(code), .text(account), .text(subscription?.id), .instant(subscription?.startedAt),
            ]
            let use = try session.row(SQL.command.couponUse, parameters) { row in
                CouponUse(
                    redemptions: Int(try row.int64("redemptions")),
                    accountHasOlderSubscription: try row.bool("has_older"))
            }
            return use ?? CouponUse(redemptions: 0, accountHasOlderSubscription: false)
        }
    }

    func addAccount(_ account: Account, at: Instant) async throws {
        _ = try core.zone(account.timeZoneID)
        let balance = try JSONForm.bytes(AccountBalance.empty)
        let invoicing = try JSONForm.bytes(account.invoicing)
        let added = try await run { session in
            try session.execute(
                SQL.command.insertAccount,
                [
                    .text(account.id), .text(account.name), .text(account.email),
                    .text(account.currency.code),
                    .text(account.timeZoneID), .text(account.country), .text(account.region),
                    .textArray(account.address), .text(account.taxID), .bool(account.isTaxExempt),
                    .int4(Int32(clamping: account.paymentTermsDays)), .text(account.collection.rawValue),
                    .jsonb(invoicing), .jsonb(balance), .instant(at),
                ])
        }
        guard added == 1 else { throw BillingError.duplicate(kind: "account", id: account.id) }
    }

    func write(_ change: AccountChange, by author: CorrectionAuthor) async throws {
        let account = change.account
        let invoicing = try JSONForm.bytes(account.invoicing)
        let differences = try JSONForm.bytes(
            Dictionary(
                uniqueKeysWithValues: change.differences.map {
                    ($0.fact, "\($0.before ?? "none") → \($0.now ?? "none")")
                }))
        try await run { session in
            try session.execute(
                SQL.command.changeAccount,
                [
                    .text(account.id), .text(account.name), .text(account.email), .text(account.country),
                    .text(account.region), .textArray(account.address), .text(account.taxID),
                    .bool(account.isTaxExempt), .int4(Int32(clamping: account.paymentTermsDays)),
                    .text(account.collection.rawValue), .jsonb(invoicing),
                ])
            try session.execute(
                SQL.command.note,
                [
                    .text(author.name), .text("account change"), .text(account.id), .text(account.id),
                    .text(author.reason), .jsonb(differences),
                ])
        }
    }

    func setPaymentMethod(_ order: PaymentMethodOrder, at: Instant) async throws {
        _ = try await claimAccount(order.account)
        let method = order.method
        try await run { session in
            try session.execute(
                SQL.command.setPaymentMethod,
                [
                    .text(order.account), .text(method.id), .bool(order.makeDefault), .text(method.brand),
                    .text(method.last4), .text(method.expiresOn), .text(method.processor),
                    .text(method.reference), .text(method.customerReference), .instant(at),
                    .text(method.fingerprint),
                ])
            try session.execute(SQL.command.requestRounds, [.text(order.account), .instant(at)])
        }
    }

    func recordUsage(_ events: [UsageEvent]) async throws -> UsageRecording {
        try await run { session in
            let meters = try core.catalogInForce(session).catalog.meters
            return try UsageRecorder(session: session, meters: Set(meters.keys)).record(events)
        }
    }

    func hasUsage(_ id: String, of account: String) async throws -> Bool {
        try await run { session in
            try session.row(SQL.command.usageIsKnown, [.text(account), .text(id)]) { row in
                try row.bool("is_known")
            } ?? false
        }
    }

    func write(_ refused: RefusedUsage) async throws {
        let event = refused.event
        _ = try await run { session in
            try session.execute(
                SQL.command.refuseUsage,
                [
                    .text(event.account), .text(event.id), .text(event.subscription), .text(event.meter),
                    .numeric("\(event.quantity)"), .instant(event.at), .instant(event.recordedAt),
                    .numeric("\(refused.current)"), .numeric("\(refused.limit)"),
                ])
        }
    }

    func makeDefault(_ method: String, of account: String) async throws {
        try await change(SQL.command.makeDefaultMethod, method, of: account)
    }

    func removePaymentMethod(_ method: String, of account: String) async throws {
        try await change(SQL.command.removeMethod, method, of: account)
    }

    private func change(_ statement: SQLStatement, _ method: String, of account: String) async throws {
        _ = try await claimAccount(account)
        let changed = try await run { session in
            try session.execute(statement, [.text(account), .text(method)])
        }
        guard changed == 1 else { throw BillingError.unknown(kind: "payment method", id: method) }
    }
}

extension Optional {
    /// The value, or the error that there is nothing of this id.
    func orUnknown(_ kind: String, _ id: String) throws(BillingError) -> Wrapped {
        guard let self else { throw .unknown(kind: kind, id: id) }
        return self
    }
}
