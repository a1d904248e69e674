public import Monetary

/// What is to be taken back of an issued invoice, and why.
public struct CreditNoteOrder: Sendable, Hashable, Codable {
    /// How much of the invoice.
    public enum Extent: Sendable, Hashable, Codable {
        /// All that no earlier credit note has taken back.
        case whole
        /// So much of the total, tax included, spread over all that is left.
        case amount(minorUnits: Int64)
        /// So much of the tax and nothing of the nets, spread over all tax that is left; all of it where nil. For tax that
        /// should not have been charged: the buyer's VAT id or exemption came late, or a rate was wrong.
        case tax(minorUnits: Int64?)
        /// Parts of lines, each with its tax.
        case lines([Line])
    }

    /// A line and how much of it.
    public struct Line: Sendable, Hashable, Codable {
        /// How much of a line.
        public enum Part: Sendable, Hashable, Codable {
            /// All that is left of it.
            case rest
            /// So much of its net as it stands on the invoice; below zero for a line below zero.
            case amount(minorUnits: Int64)
            /// So many of its units.
            case quantity(ExactDecimal)
        }

        /// Its place on the invoice, from 1.
        public var line: Int
        /// How much of it.
        public var part: Part

        /// A part of the line in a place.
        public init(line: Int, part: Part) {
            self.line = line
            self.part = part
        }
    }

    /// Where money goes that the customer has paid already. An open invoice asks for less first.
    public enum Destination: String, Sendable, Hashable, Codable, CaseIterable {
        /// To the account's balance, for later invoices.
        case balance
        /// Back through the processor that was paid; what the balance or a bank had paid goes to the balance.
        case refund
    }

    /// How much.
    public var extent: Extent
    /// Why; it stands on the document.
    public var reason: String
    /// Where money that was paid goes.
    public var destination: Destination

    /// An order; what was paid goes to the balance unless it says otherwise.
    public init(extent: Extent, reason: String, destination: Destination = .balance) {
        self.extent = extent
        self.reason = reason
        self.destination = destination
    }
}
