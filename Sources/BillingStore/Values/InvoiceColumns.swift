import Billing
import BillingCalendar
import Postgres

extension Invoice {
    /// The columns of `invoice`, its content put together by invoice_content.
    init(_ row: PostgresRow) throws {
        let id = try row.text("id")
        let statusName = try row.text("status")
        guard let status = InvoiceStatus(rawValue: statusName) else {
            throw StoreError.unreadable(table: "invoice", key: id, reason: "status \(statusName)")
        }
        self.init(
            id: id, number: try row.text("number"),
            content: try JSONForm.value(InvoiceDraft.self, row.json("content"), of: "invoice", key: id))
        self.status = status
        amountPaidMinorUnits = try row.int64("amount_paid_minor_units")
        amountCreditedMinorUnits = try row.int64("amount_credited_minor_units")
        paidAt = try row.optionalInstant("paid_at")
    }
}
