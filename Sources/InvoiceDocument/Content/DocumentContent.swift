public import Billing
public import BillingCalendar
public import Monetary

/// All that a document says, and nothing else: what layout and e-invoices are made of.
///
/// Made from an invoice and copies of seller and buyer as they were at issue. Words are in the language of
/// `texts`; amounts are minor units of `currency`; dates of the document are the seller's, periods of service
/// are what the buyer's clock shows. Two equal contents give the same bytes.
public struct DocumentContent: Sendable, Hashable {
    /// The language.
    public var texts: DocumentTexts {
        get { sharedTexts.value }
        set { sharedTexts.value = newValue }
    }
    var sharedTexts: Shared<DocumentTexts>
    /// Where the invoice stands.
    public var status: DocumentStatus
    /// The number; empty on previews.
    public var number: String
    /// On a credit note the number of the invoice it corrects.
    public var correctedNumber: String?
    /// When it became final; the time that the file itself carries.
    public var issuedAt: Instant
    /// The day of issue in the seller's zone.
    public var issuedOn: CivilDate
    /// The day it is to be paid by, in the seller's zone.
    public var dueOn: CivilDate
    /// The currency of every amount.
    public var currency: Currency
    /// Who issues it.
    public var seller: DocumentParty
    /// What names the seller over all invoices.
    public var sellerID: String
    /// Who pays it.
    public var buyer: DocumentParty
    /// The order of the buyer's that it is for (BT-13).
    public var purchaseOrder: String?
    /// What the buyer sorts invoices by (BT-10).
    public var buyerReference: String?
    /// Where to pay to.
    public var bankAccount: BankAccount?
    /// The seller's own words at the end.
    public var note: String?
    /// Why a credit note was written.
    public var reason: String?
    /// Whether a saved method is charged, so that a reader must not pay once more.
    public var isCollectedAutomatically: Bool
    /// The lines.
    public var groups: [DocumentLineGroup]
    /// The tax table.
    public var taxes: [DocumentTaxRow]
    /// Whether prices contain the tax (8.4).
    public var taxIsIncluded: Bool
    /// What the balance took over; negative where it gave (section 9).
    public var balanceAppliedMinorUnits: Int64
    /// Total minus what the balance took over.
    public var amountDueMinorUnits: Int64
    /// What has been paid of it.
    public var amountPaidMinorUnits: Int64
    /// When it was paid, in the seller's zone.
    public var paidOn: CivilDate?
    /// How, "Visa ending in 4242".
    public var paidWith: String?

    /// An issued invoice.
    ///
    /// - Parameters:
    ///   - seller: as it was at issue (10.2), like `buyer`.
    ///   - texts: the language; the buyer's country decides where it is nil.
    public init(
        _ invoice: Invoice, seller: Seller, buyer: Account, sellerZone: Zone, buyerZone: Zone,
        names: ItemNames, payment: PaymentFacts? = nil, texts: DocumentTexts? = nil
    ) {
        self.init(
            draft: invoice.content, number: invoice.number, status: DocumentStatus(invoice.status),
            seller: seller, buyer: buyer, sellerZone: sellerZone, buyerZone: buyerZone, names: names,
            texts: texts ?? .language(of: buyer))
        amountPaidMinorUnits = invoice.amountPaidMinorUnits
        paidOn = (payment?.paidAt ?? invoice.paidAt).map(sellerZone.date)
        paidWith = payment.flatMap { $0.words(self.texts) }
    }

    /// What an invoice would say if it were issued now.
    ///
    /// - Parameter isHeld: whether it waits for review, and is no mere preview.
    public init(
        preview draft: InvoiceDraft, seller: Seller, buyer: Account, sellerZone: Zone, buyerZone: Zone,
        names: ItemNames, isHeld: Bool = false, texts: DocumentTexts? = nil
    ) {
        self.init(
            draft: draft, number: "", status: isHeld ? .draft : .preview, seller: seller, buyer: buyer,
            sellerZone: sellerZone, buyerZone: buyerZone, names: names, texts: texts ?? .language(of: buyer))
    }

    private init(
        draft: InvoiceDraft, number: String, status: DocumentStatus, seller: Seller, buyer: Account,
        sellerZone: Zone, buyerZone: Zone, names: ItemNames, texts: DocumentTexts
    ) {
        let texts = texts.written(in: buyer.country)
        sharedTexts = Shared(texts)
        self.status = status
        self.number = number
        issuedAt = draft.issuedAt
        issuedOn = sellerZone.date(of: draft.issuedAt)
        dueOn = sellerZone.date(of: draft.dueAt)
        currency = draft.currency
        self.seller = DocumentParty(seller, texts: texts)
        sellerID = seller.id
        self.buyer = DocumentParty(buyer, texts: texts)
        purchaseOrder = buyer.invoicing.purchaseOrder
        buyerReference = buyer.invoicing.reference
        bankAccount = seller.invoicing.bankAccount(for: draft.currency)
        note = seller.invoicing.note
        isCollectedAutomatically = buyer.collection == .automatic
        groups = LineGrouping(currency: draft.currency, names: names, texts: texts, zone: buyerZone)
            .groups(of: draft.lines)
        taxes = draft.taxes.map(DocumentTaxRow.init)
        taxIsIncluded = draft.taxIsIncluded
        balanceAppliedMinorUnits = draft.balanceAppliedMinorUnits
        amountDueMinorUnits = draft.amountDueMinorUnits
        amountPaidMinorUnits = 0
    }
}

extension DocumentContent {
    /// All lines in the order of the invoice.
    public var lines: [DocumentLine] { groups.flatMap(\.lines) }

    /// Σ of the lines before discounts, minor units.
    public var subtotalMinorUnits: Int64 { groups.reduce(0) { $0 + $1.amountMinorUnits } }

    /// What each coupon takes off in all, in the order they appear; minor units.
    public var discounts: [LineDiscount] {
        groups.lazy.flatMap(\.lines).flatMap(\.discounts).reduce(into: []) { sums, discount in
            if let index = sums.firstIndex(where: { $0.coupon == discount.coupon }) {
                sums[index].minorUnits += discount.minorUnits
            } else {
                sums.append(discount)
            }
        }
    }

    /// What coupons take off in all, minor units.
    public var discountMinorUnits: Int64 { discounts.reduce(0) { $0 + $1.minorUnits } }

    /// Σ of the tax rows, minor units.
    public var taxMinorUnits: Int64 { taxes.reduce(0) { $0 + $1.amountMinorUnits } }

    /// Rule 8.5, minor units.
    public var totalMinorUnits: Int64 {
        subtotalMinorUnits - discountMinorUnits + (taxIsIncluded ? 0 : taxMinorUnits)
    }

    /// What is still to be paid, minor units; nothing of what was withdrawn.
    public var outstandingMinorUnits: Int64 {
        status == .void ? 0 : max(0, amountDueMinorUnits - amountPaidMinorUnits)
    }

    /// "Invoice INV-2024-001"
    public var title: String { number.isEmpty ? titleWord : "\(titleWord) \(number)" }

    /// "Invoice"
    var titleWord: String {
        switch status {
        case .preview, .draft: texts.previewTitle
        case .creditNote: texts.creditNoteTitle
        default: texts.invoiceTitle
        }
    }

    /// The status as a word: "PAID".
    var statusWord: String { texts.statuses[status] ?? status.rawValue.uppercased() }
}
