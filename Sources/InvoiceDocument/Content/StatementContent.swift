public import Billing
public import BillingCalendar
public import Monetary

/// What a statement of account or a receipt says: entries with their amounts, and nothing of lines.
///
/// Amounts are minor units of `currency`; dates are the seller's.
public struct StatementContent: Sendable, Hashable {
    /// Which of the two.
    public enum Kind: Sendable, Hashable {
        /// All that was charged and paid from the first to the last day.
        case statement(from: CivilDate, to: CivilDate)
        /// One payment, and what it was for.
        case receipt(paidOn: CivilDate, method: String?)
    }

    /// One row.
    public struct Entry: Sendable, Hashable {
        /// What the row is about.
        public enum Subject: Sendable, Hashable {
            /// An invoice by its number.
            case invoice(String)
            /// A credit note by its number.
            case creditNote(String)
            /// A payment, by how it was made ("Visa ending in 4242").
            case payment(String)
            /// A refund, by how it was made or what it was for.
            case refund(String)
            /// A refund that came back, by what it was for.
            case returnedRefund(String)
            /// A payment that the customer's bank took back, or gave back after all, by what it was for.
            case disputed(String)
            /// An amount that was given up, by the number of its invoice.
            case writeOff(String)
            /// An invoice that was withdrawn, by its number.
            case voided(String)
            /// What went to the account's balance.
            case credit
            /// What was left of it when its time was up.
            case expiredCredit
        }

        /// The day.
        public var on: CivilDate
        /// What it is about.
        public var subject: Subject
        /// What the account owes more for it, or less; of a receipt the part of the payment.
        public var minorUnits: Int64

        /// A row by its parts.
        public init(on: CivilDate, subject: Subject, minorUnits: Int64) {
            self.on = on
            self.subject = subject
            self.minorUnits = minorUnits
        }
    }

    /// Which of the two.
    public var kind: Kind
    /// The language.
    public var texts: DocumentTexts {
        get { sharedTexts.value }
        set { sharedTexts.value = newValue }
    }
    var sharedTexts: Shared<DocumentTexts>
    /// The receipt's number; empty on statements.
    public var number: String
    /// When it was made; the time that the file carries.
    public var issuedAt: Instant
    /// The day of it in the seller's zone.
    public var issuedOn: CivilDate
    /// The currency of every amount.
    public var currency: Currency
    /// Who issues it.
    public var seller: DocumentParty
    /// What names the seller over all documents.
    public var sellerID: String
    /// Whose account it is.
    public var buyer: DocumentParty
    /// What was owed before the first entry.
    public var openingMinorUnits: Int64
    /// In the order of time.
    public var entries: [Entry]

    /// A document of an account.
    ///
    /// - Parameter texts: the language; the buyer's own where it is nil.
    public init(
        _ kind: Kind, number: String = "", issuedAt: Instant, seller: Seller, buyer: Account,
        sellerZone: Zone, openingMinorUnits: Int64 = 0, entries: [Entry], texts: DocumentTexts? = nil
    ) {
        let texts = (texts ?? .language(of: buyer)).written(in: buyer.country)
        self.kind = kind
        sharedTexts = Shared(texts)
        self.number = number
        self.issuedAt = issuedAt
        issuedOn = sellerZone.date(of: issuedAt)
        currency = buyer.currency
        self.seller = DocumentParty(seller, texts: texts)
        sellerID = seller.id
        self.buyer = DocumentParty(buyer, texts: texts)
        self.openingMinorUnits = openingMinorUnits
        self.entries = entries
    }

    /// What is owed after the last entry.
    public var closingMinorUnits: Int64 { entries.reduce(openingMinorUnits) { $0 + $1.minorUnits } }

    /// What a receipt is for in all.
    public var paidMinorUnits: Int64 { entries.reduce(0) { $0 + $1.minorUnits } }

    /// "Invoice INV-2024-001", "Payment, Visa ending in 4242"
    func text(of subject: Entry.Subject) -> String {
        let comma = texts.punctuation.comma
        return switch subject {
        case .invoice(let number): "\(texts.invoiceTitle) \(number)"
        case .creditNote(let number): "\(texts.creditNoteTitle) \(number)"
        case .payment(let method): texts.statement.payment(method)
        case .refund(let method): texts.statement.refund(method)
        case .returnedRefund(let purpose): texts.statement.returnedRefund(purpose)
        case .disputed(let purpose): texts.statement.disputed(purpose)
        case .writeOff(let number): texts.statement.writtenOff + comma + "\(texts.invoiceTitle) \(number)"
        case .voided(let number): texts.statement.voided + comma + "\(texts.invoiceTitle) \(number)"
        case .credit: texts.statement.credit
        case .expiredCredit: texts.statement.expiredCredit
        }
    }
}
