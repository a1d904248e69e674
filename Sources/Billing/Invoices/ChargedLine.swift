/// The line of an issued invoice that charged something in advance: how a credit names what it takes back (4.1).
public struct ChargedLine: Sendable, Hashable, Codable {
    /// The invoice; at most one ever has it.
    public var invoice: InvoiceDraft.Identity
    /// The line's place on it, from 1.
    public var line: Int

    /// The line in a place of an invoice.
    public init(invoice: InvoiceDraft.Identity, line: Int) {
        self.invoice = invoice
        self.line = line
    }
}
