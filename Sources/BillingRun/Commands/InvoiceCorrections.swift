public import Billing
public import BillingCalendar

/// The commands that correct issued invoices or record what was paid past the processors; each one transaction under
/// the lock that charges take.
public struct InvoiceCorrections: Sendable {
    private let books: any BillingBooks
    private let author: String

    /// Commands on these books, by someone with a name.
    public init(books: any BillingBooks, author: String) {
        self.books = books
        self.author = author
    }

    /// What a correction led to.
    public struct Result: Sendable {
        /// The invoice as it stands now.
        public var invoice: Invoice
        /// The credit note, where one was issued.
        public var creditNote: CreditNote?
        /// The payment, where one was recorded.
        public var payment: ManualPayment?
        /// The refund that a credit note led to, as it stands after the processor's answer; nil where nothing goes back,
        /// or all of it went back before.
        public var refund: Refund?
    }

    /// Issues a credit note over an invoice, named by number or id (10.2). What it sends back through a processor is
    /// written as a refund in the same transaction, with its own key and bytes, and then sent; killed in between, the
    /// next run sends it once.
    ///
    /// - Parameter refunding: how money goes back; nil where none can.
    /// - Throws: also where money would go back and cannot: another refund of the charge is under way, or its processor
    ///   is not set up here.
    public func credit(
        _ invoice: String, _ order: CreditNoteOrder, refunding: Refunding? = nil, at: Instant
    ) async throws -> Result {
        let decide: @Sendable (InvoiceStanding) throws(BillingError) -> InvoiceCorrection = {
            standing throws(BillingError) in try standing.credit(order, at: at)
        }
        let refund: RefundMaker = { note, standing, transaction in
            try await self.refund(note, standing, refunding, transaction)
        }
        if let refunding { try await learn(of: invoice, refunding, at: at) }
        var result = try await correct(invoice, reason: order.reason, at: at, refund: refund, decide)
        if let refund = result.refund { result.refund = try await refunding?.send(refund) }
        return result
    }

    /// What was given back by hand counts as well, also where its message never came. A credit without a way back through
    /// the processor needs no answer of it.
    private func learn(of invoice: String, _ refunding: Refunding, at: Instant) async throws {
        let charge = try await books.transaction { transaction in
            let standing = try await transaction.claimInvoice(invoice, at: at)
            return try await transaction.claimCharge(ofInvoice: standing.invoice.id)
        }
        if let charge { try await refunding.learn(of: charge, in: books) }
    }

    /// What the notes of an invoice send back less what is back already.
    private func refund(
        _ note: CreditNote, _ standing: InvoiceStanding, _ refunding: Refunding?,
        _ transaction: any BillingTransaction
    ) async throws -> Refund? {
        let promised = (standing.creditNotes + [note])
            .reduce(0) { $0 + $1.content.settlement.refundMinorUnits }
        guard note.content.settlement.refundMinorUnits > 0,
            let charge = try await transaction.claimCharge(ofInvoice: standing.invoice.id),
            let order = RefundOrder.owed(
                for: "\(note.number): \(note.content.reason)", promised: promised, of: charge.attempt,
                before: charge.refunds, outside: charge.outside)
        else { return nil }
        guard let refunding else { throw RunError.noGateway(processor: charge.attempt.processor) }
        return try await refunding.prepare(order, of: charge, transaction)
    }

    /// Records money that arrived by bank.
    ///
    /// - Parameter reason: why, for the audit trail; the bank's reference unless given.
    public func record(
        _ order: ManualPaymentOrder, for invoice: String, reason: String? = nil, at: Instant
    ) async throws -> Result {
        try await correct(invoice, reason: reason ?? order.reference, at: at) {
            standing throws(BillingError) in
            try standing.record(order, at: at)
        }
    }

    /// The same as a part of a larger transaction.
    func record(
        _ order: ManualPaymentOrder, for invoice: String, reason: String, at: Instant,
        in transaction: any BillingTransaction
    ) async throws -> Result {
        try await correct(
            invoice, CorrectionAuthor(name: author, reason: reason), at: at, refund: nil, in: transaction
        ) { standing throws(BillingError) in try standing.record(order, at: at) }
    }

    /// Takes an unpaid invoice back as a whole (10.2).
    public func void(_ invoice: String, reason: String, at: Instant) async throws -> Result {
        try await correct(invoice, reason: reason, at: at) { standing throws(BillingError) in
            try standing.void(at: at)
        }
    }

    /// Gives up what an invoice still asks for.
    public func writeOff(_ invoice: String, reason: String, at: Instant) async throws -> Result {
        try await correct(invoice, reason: reason, at: at) { standing throws(BillingError) in
            try standing.writeOff(at: at)
        }
    }

    private typealias RefundMaker =
        @Sendable (CreditNote, InvoiceStanding, any BillingTransaction) async throws -> Refund?

    private func correct(
        _ invoice: String, reason: String, at: Instant,
        refund: RefundMaker? = nil,
        _ decide: @escaping @Sendable (InvoiceStanding) throws(BillingError) -> InvoiceCorrection
    ) async throws -> Result {
        guard reason.contains(where: { !$0.isWhitespace }) else {
            throw BillingError.invalid(
                "a correction without a reason", "say why, for whoever reads the books later")
        }
        let author = CorrectionAuthor(name: author, reason: reason)
        return try await books.transaction { transaction in
            try await correct(invoice, author, at: at, refund: refund, in: transaction, decide)
        }
    }

    private func correct(
        _ invoice: String, _ author: CorrectionAuthor, at: Instant, refund: RefundMaker?,
        in transaction: any BillingTransaction,
        _ decide: @Sendable (InvoiceStanding) throws(BillingError) -> InvoiceCorrection
    ) async throws -> Result {
        let standing = try await transaction.claimInvoice(invoice, at: at)
        guard at >= standing.invoice.content.issuedAt else {
            throw BillingError.invalid(
                "the instant \(at)",
                "invoice \(standing.invoice.number) was issued at "
                    + "\(standing.invoice.content.issuedAt), nothing can have happened to it before")
        }
        let correction = try decide(standing)
        let note = try await transaction.write(correction, by: author)
        try await transaction.write(correction.notices + (note.map { [.issued($0)] } ?? []))
        var result = Result(invoice: correction.invoice, creditNote: note)
        if let note, let refund { result.refund = try await refund(note, standing, transaction) }
        if case .paid(let payment) = correction.act { result.payment = payment }
        return result
    }
}
