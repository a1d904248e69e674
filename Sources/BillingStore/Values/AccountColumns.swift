import Billing
import BillingRun
import Monetary
import Postgres

extension Account {
    /// The columns of `account`.
    init(_ row: PostgresRow) throws {
        let id = try row.text("account_id")
        let code = try row.text("currency")
        guard let currency = try? Currency(code: code),
            let collection = Collection(rawValue: try row.text("collection"))
        else {
            throw StoreError.unreadable(table: "account", key: id, reason: "currency \(code) or collection")
        }
        self.init(
            id: id, name: try row.optionalText("name"), email: try row.optionalText("email"),
            currency: currency, timeZoneID: try row.text("time_zone"), country: try row.text("country"),
            region: try row.optionalText("region"), address: try row.textArray("address"),
            taxID: try row.optionalText("tax_id"), isTaxExempt: try row.bool("is_tax_exempt"),
            paymentTermsDays: Int(try row.int32("payment_terms_days")), collection: collection,
            invoicing: try Self.invoicing(row.json("invoicing"), of: id))
    }

    /// Most accounts ask for nothing, and their rows are read by the thousand.
    private static func invoicing(_ json: [UInt8], of id: String) throws -> BuyerInvoicing {
        if json == JSONForm.emptyObject { return BuyerInvoicing() }
        return try JSONForm.value(BuyerInvoicing.self, json, of: "account", key: id)
    }
}

extension AccountRecord {
    /// The columns of `account`, its balance among them.
    init(_ row: PostgresRow, core: StoreCore) throws {
        let account = try Account(row)
        self.init(
            account: account, zone: try core.zone(account.timeZoneID),
            balance: try JSONForm.value(
                AccountBalance.self, row.json("balance"), of: "account", key: account.id))
    }
}
