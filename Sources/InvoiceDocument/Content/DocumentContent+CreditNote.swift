public import Billing
public import BillingCalendar
import Monetary

extension DocumentContent {
    /// An issued credit note: the parts of the invoice's lines that are taken back, with their taxes.
    ///
    /// - Parameters:
    ///   - seller: as on the invoice, like `buyer`.
    ///   - texts: the language; the buyer's own where it is nil.
    public init(
        _ note: CreditNote, seller: Seller, buyer: Account, sellerZone: Zone, buyerZone: Zone,
        names: ItemNames, texts: DocumentTexts? = nil
    ) {
        let texts = (texts ?? .language(of: buyer)).written(in: buyer.country)
        let draft = note.content
        sharedTexts = Shared(texts)
        status = .creditNote
        number = note.number
        correctedNumber = draft.invoiceNumber
        issuedAt = draft.issuedAt
        issuedOn = sellerZone.date(of: draft.issuedAt)
        dueOn = issuedOn
        currency = draft.currency
        self.seller = DocumentParty(seller, texts: texts)
        sellerID = seller.id
        self.buyer = DocumentParty(buyer, texts: texts)
        purchaseOrder = buyer.invoicing.purchaseOrder
        buyerReference = buyer.invoicing.reference
        bankAccount = seller.invoicing.bankAccount(for: draft.currency)
        self.note = seller.invoicing.note
        reason = draft.reason
        isCollectedAutomatically = buyer.collection == .automatic
        let grouping = LineGrouping(currency: draft.currency, names: names, texts: texts, zone: buyerZone)
        groups = [
            DocumentLineGroup(
                kind: .credited, heading: "\(texts.corrects) \(draft.invoiceNumber)",
                lines: draft.lines.map { grouping.line($0, taxIsIncluded: draft.taxIsIncluded) })
        ]
        taxes = draft.taxes.map(DocumentTaxRow.init)
        taxIsIncluded = draft.taxIsIncluded
        balanceAppliedMinorUnits = 0
        amountDueMinorUnits = 0
        amountPaidMinorUnits = 0
    }
}

extension LineGrouping {
    /// A line of a credit note; its arithmetic stands on the invoice.
    func line(_ line: CreditNoteLine, taxIsIncluded: Bool) -> DocumentLine {
        let period = CivilPeriod(line.period, in: zone)
        let isMetered = line.kind == .usage || line.kind == .lateUsage
        let unit = isMetered ? names.units[line.item] : nil
        let quantity = line.quantity ?? .one
        let taxes = line.tax.documentTaxes
        return DocumentLine(
            kind: line.kind, name: name(kind: line.kind, item: line.item, plan: line.plan, namesPlan: false),
            periodText: texts.dates.text(period), period: period, quantity: quantity,
            unit: unit.map { texts.words.name(of: $0, for: quantity.ratio) }, unitSymbol: unit,
            unitPrice: nil,
            explanation: "", taxCategory: taxes.category, taxRates: taxes.rates,
            amountMinorUnits: line.netMinorUnits(taxIsIncluded: taxIsIncluded), discounts: [],
            columnsSayAll: true, usage: nil)
    }
}
