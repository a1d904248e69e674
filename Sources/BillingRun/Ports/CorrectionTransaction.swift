public import Billing
public import BillingCalendar

/// What corrections of issued invoices read and write.
public protocol CorrectionTransaction: Sendable {
    /// Locks the account of an invoice, named by number or id, and reads how the invoice stands at an instant; an
    /// error where there is none. The lock is the one that charges take.
    func claimInvoice(_ numberOrID: String, at: Instant) async throws -> InvoiceStanding

    /// Writes a correction with its booking and its place in the audit trail; a credit note's number is taken last.
    ///
    /// - Returns: the credit note, where the correction is one.
    func write(_ correction: InvoiceCorrection, by author: CorrectionAuthor) async throws -> CreditNote?
}

/// Who corrects an invoice or changes an account, and why: what the audit trail keeps.
public struct CorrectionAuthor: Sendable, Hashable {
    /// A person or a program, as it names itself.
    public var name: String
    /// In the author's words; nil where the act says it all.
    public var reason: String?

    /// An author with a reason.
    public init(name: String, reason: String? = nil) {
        self.name = name
        self.reason = reason
    }
}
