import BillingCalendar
import Monetary

/// What letterhead, furniture and metadata of any document say.
struct DocumentHead {
    /// A label with its value.
    struct Row {
        var label: String
        var value: String
    }

    private let sharedTexts: Shared<DocumentTexts>
    var texts: DocumentTexts { sharedTexts.value }
    let titleWord: String
    let number: String
    let statusWord: String
    let seller: DocumentParty
    let sellerID: String
    let buyer: DocumentParty
    /// Over the buyer.
    let buyerLabel: String
    let currency: Currency
    /// The figure that a clerk looks for first.
    let headline: Row
    /// What stands below it, the first like a heading.
    let rows: [Row]
    let issuedAt: Instant

    /// "Invoice INV-2024-001"
    var title: String { number.isEmpty ? titleWord : "\(titleWord) \(number)" }

    /// Of an invoice or a credit note.
    init(_ content: DocumentContent) {
        sharedTexts = content.sharedTexts
        titleWord = content.titleWord
        number = content.number
        statusWord = content.statusWord
        seller = content.seller
        sellerID = content.sellerID
        buyer = content.buyer
        buyerLabel = content.texts.billTo
        currency = content.currency
        issuedAt = content.issuedAt
        let (label, minorUnits) = content.headline
        headline = Row(label: label, value: content.texts.money(minorUnits, content.currency))
        rows = Self.rows(of: content)
    }

    private static func rows(of content: DocumentContent) -> [Row] {
        var rows: [Row] = []
        if content.outstandingMinorUnits > 0 && content.status != .creditNote {
            rows.append(Row(label: content.texts.dueDate, value: content.texts.dates.text(content.dueOn)))
        }
        if let paidOn = content.paidOn, content.amountPaidMinorUnits != 0 {
            rows.append(Row(label: content.texts.paid, value: content.texts.dates.text(paidOn)))
        }
        rows.append(
            Row(
                label: content.texts.total,
                value: content.texts.money(content.totalMinorUnits, content.currency)))
        rows.append(Row(label: content.texts.issueDate, value: content.texts.dates.text(content.issuedOn)))
        if let corrected = content.correctedNumber {
            rows.append(Row(label: content.texts.corrects, value: corrected))
        }
        if let order = content.purchaseOrder {
            rows.append(Row(label: content.texts.paying.purchaseOrder, value: order))
        }
        if let reference = content.buyerReference {
            rows.append(Row(label: content.texts.paying.buyerReference, value: reference))
        }
        return rows
    }

    /// Of a statement of account or a receipt.
    init(_ content: StatementContent) {
        let texts = content.texts
        let words = texts.statement
        sharedTexts = content.sharedTexts
        number = content.number
        seller = content.seller
        sellerID = content.sellerID
        buyer = content.buyer
        currency = content.currency
        issuedAt = content.issuedAt
        let issued = Row(label: texts.issueDate, value: texts.dates.text(content.issuedOn))
        switch content.kind {
        case .statement(let first, let last):
            titleWord = words.title
            statusWord = ""
            buyerLabel = words.account
            headline = Row(
                label: words.closing, value: texts.money(content.closingMinorUnits, content.currency))
            let period = texts.dates.text(first) + texts.dates.rangeSeparator + texts.dates.text(last)
            let opening = texts.money(content.openingMinorUnits, content.currency)
            rows = [
                Row(label: words.period, value: period), Row(label: words.opening, value: opening), issued,
            ]
        case .receipt(let paidOn, let method):
            titleWord = words.receiptTitle
            statusWord = texts.statuses[.paid] ?? ""
            buyerLabel = words.account
            headline = Row(
                label: words.received, value: texts.money(content.paidMinorUnits, content.currency))
            let paid = Row(label: words.paidOn, value: texts.dates.text(paidOn))
            let how = method.map { [Row(label: words.method, value: $0)] } ?? []
            rows = [paid] + how + [issued]
        }
    }
}
