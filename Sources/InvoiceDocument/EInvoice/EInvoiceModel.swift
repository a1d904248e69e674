import Billing
import BillingCalendar
import Monetary

/// An invoice in the terms of EN 16931, before it is written in one of its two syntaxes.
struct EInvoiceModel {
    let content: DocumentContent
    let profile: EInvoiceProfile
    let lines: [EInvoiceLine]

    /// BT-3: 380 invoice, 381 credit note.
    var typeCode: String { content.status == .creditNote ? "381" : "380" }
    /// BT-106 and BT-109.
    var netMinorUnits: Int64 { lines.reduce(0) { $0 + $1.netMinorUnits } }
    /// BT-112.
    var totalMinorUnits: Int64 { netMinorUnits + content.taxMinorUnits }
    /// BT-113: what the balance took over, and what was paid.
    var prepaidMinorUnits: Int64 { totalMinorUnits - dueMinorUnits }
    /// BT-115.
    var dueMinorUnits: Int64 {
        content.status == .creditNote ? totalMinorUnits : content.outstandingMinorUnits
    }

    /// BT-81: SEPA or another credit transfer; mutually agreed where a saved method is charged; nil where nothing
    /// says how to pay.
    var meansCode: String? {
        if content.isCollectedAutomatically { return "ZZZ" }
        guard transferAccount != nil else { return nil }
        return content.currency.code == "EUR" ? "58" : "30"
    }

    /// The account to pay to by transfer.
    var transferAccount: BankAccount? {
        guard !content.isCollectedAutomatically, content.bankAccount?.iban != nil else { return nil }
        return content.bankAccount
    }

    /// VAT numbers must not stand on invoices outside the scope of VAT (BR-O-02).
    var namesVATNumbers: Bool { !content.taxes.contains { $0.category == .outside } }
    /// BG-14.
    var period: (first: CivilDate, last: CivilDate)? {
        guard let first = lines.map(\.first).min(), let last = lines.map(\.last).max() else { return nil }
        return (first, last)
    }

    /// - Throws: `notRepresentable` for what EN 16931 has no words for, `missing` for what the profile demands.
    init(_ content: DocumentContent, profile: EInvoiceProfile) throws(DocumentError) {
        try Self.check(content)
        let missing = EInvoiceDemands.missing(in: content, for: profile)
        guard missing.isEmpty else { throw .missing(missing) }
        self.content = content
        self.profile = profile
        do throws(MonetaryError) {
            lines = try content.taxIsIncluded ? Self.netLines(content) : Self.lines(content)
        } catch {
            throw .invalid("the net amounts", "\(error)")
        }
        try EInvoiceRules(self).check()
    }

    private static func check(_ content: DocumentContent) throws(DocumentError) {
        switch content.status {
        case .preview, .draft, .void: throw .notRepresentable("a \(content.status.rawValue) is no invoice")
        case .paid, .due, .uncollectible, .creditNote: break
        }
        guard content.currency.exponent <= 2 else {
            throw .notRepresentable(
                "amounts of \(content.currency.code) have more than two decimals (BR-DEC)")
        }
        guard content.groups.allSatisfy({ $0.lines.allSatisfy { $0.taxRates.count <= 1 } }) else {
            throw .notRepresentable("a line has more than one tax; EN 16931 knows one VAT rate per line")
        }
    }

    private static func lines(_ content: DocumentContent) -> [EInvoiceLine] {
        let (currency, name) = (content.currency, content.texts.discount)
        return content.lines.map {
            EInvoiceLine($0, amount: $0.amountMinorUnits, currency, discountName: name)
        }
    }

    /// The norm knows net prices only: discounts and tax are taken out of each line.
    private static func netLines(_ content: DocumentContent) throws(MonetaryError) -> [EInvoiceLine] {
        let lines = content.lines
        var nets = lines.map { $0.amountMinorUnits - $0.discountMinorUnits }
        for tax in content.taxes where tax.name != nil {
            let members = lines.indices.filter {
                lines[$0].taxCategory == tax.category && lines[$0].taxRates.first == tax.rate
            }
            let shares = try NetOfTax.nets(
                of: members.map { nets[$0] }, rate: tax.rate, base: tax.baseMinorUnits)
            for (index, share) in zip(members, shares) { nets[index] = share }
        }
        let currency = content.currency
        return zip(lines, nets).map { line, net in
            EInvoiceLine(line, amount: net, currency, discountName: nil)
        }
    }

    /// An amount as the syntaxes have it: a point, no grouping, "-" as the sign.
    func amount(_ minorUnits: Int64) -> String { content.currency.majorUnits(minorUnits) }
}
