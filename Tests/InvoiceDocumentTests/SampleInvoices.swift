import BillingCalendar
import Monetary
import SystemTimeZones
import Testing

@testable import Billing
@testable import InvoiceDocument

/// An invoice to be laid out, with all that goes with it.
struct SampleInvoice: Sendable, CustomTestStringConvertible {
    var name: String
    var invoice: Invoice
    var seller: Seller
    var buyer: Account
    var names: ItemNames
    var payment: PaymentFacts?
    var texts: DocumentTexts?

    var testDescription: String { name }

    func content() throws -> DocumentContent {
        let zones = ZoneDatabase.system
        return DocumentContent(
            invoice, seller: seller, buyer: buyer, sellerZone: try zones.zone(seller.timeZoneID),
            buyerZone: try zones.zone(buyer.timeZoneID), names: names, payment: payment, texts: texts)
    }
}

/// The parties and taxes of the samples; invented.
enum Parties {
    static let northwind = Seller(
        id: "northwind", name: "Northwind Cloud, Inc.",
        address: ["1 Market St", "San Francisco, CA 94105", "United States"], country: "US", region: "CA",
        taxIDs: [.init(type: "us_ein", value: "12-3456789")], timeZoneID: "America/Los_Angeles")
    static let berlin = Seller(
        id: "spree", name: "Spree Hosting GmbH", address: ["Uferstraße 5", "10115 Berlin", "Deutschland"],
        country: "DE",
        taxIDs: [.init(type: "eu_vat", value: "DE123456789"), .init(type: "de_stn", value: "37/123/45678")],
        timeZoneID: "Europe/Berlin", invoicing: spreeInvoicing)

    /// All that XRechnung asks of a seller.
    private static let spreeInvoicing: SellerInvoicing = {
        var details = SellerInvoicing()
        details.place = PostalPlace(city: "Berlin", postcode: "10115")
        details.contact = .init(
            name: "Rechnungsstelle", phone: "+49 30 123456", email: "rechnung@spree.example")
        details.bankAccounts = [
            BankAccount(iban: try? IBAN(parsing: "DE02 1203 0000 0000 2020 51"), bic: "BYLADEM1001")
        ]
        return details
    }()

    private static let musterInvoicing: BuyerInvoicing = {
        var details = BuyerInvoicing()
        details.place = PostalPlace(city: "München", postcode: "80331")
        details.reference = "992-90009-96"
        details.purchaseOrder = "4500012345"
        return details
    }()

    static let acme = Account(
        id: "acct_acme", name: "Acme Ltd", email: "billing@acme.example", currency: money("USD"),
        timeZoneID: "America/New_York", country: "US", region: "CA",
        address: ["500 Howard St", "San Francisco, CA 94105", "United States"])
    static let muster = Account(
        id: "acct_muster", name: "Muster & Söhne AG", email: "rechnung@muster.example",
        currency: money("EUR"),
        timeZoneID: "Europe/Berlin", country: "DE", address: ["Hauptstraße 1", "80331 München"],
        paymentTermsDays: 14, collection: .manual, invoicing: musterInvoicing)
    static let lyon = Account(
        id: "acct_lyon", name: "Lyon Données SAS", email: "compta@lyon.example", currency: money("EUR"),
        timeZoneID: "Europe/Paris", country: "FR",
        address: ["12 rue de la République", "69002 Lyon", "France"],
        taxID: "FR12345678901", paymentTermsDays: 30, collection: .manual)
    static let kyoto = Account(
        id: "acct_kyoto", name: "Kyoto Seisakusho K.K.", currency: money("JPY"), timeZoneID: "Asia/Tokyo",
        country: "JP", address: ["1-2-3 Karasuma-dori", "Kyoto 600-8411", "Japan"])
    static let kuwait = Account(
        id: "acct_kuwait", name: "Gulf Analytics W.L.L.", currency: money("KWD"), timeZoneID: "Asia/Kuwait",
        country: "KW", address: ["Arabian Gulf Street", "Kuwait City"], paymentTermsDays: 7)

    static let taxes = TaxTable(jurisdictions: [
        "US-CA": [TaxRow(name: "CA sales tax", rate: .all(decimal("8.25")))],
        "DE": [TaxRow(name: "USt", rate: .byTaxCode(["standard": decimal("19"), "reduced": decimal("7")]))],
        "JP": [TaxRow(name: "Consumption tax", rate: .all(decimal("10")))],
    ])
}

extension SampleInvoice {
    /// Issues the lines as the rules do: taxes, totals, due date; the balance as given.
    init(
        _ name: String, number: String = "INV-2024-001", kind: InvoiceDraft.Kind = .cycle,
        seller: Seller = Parties.northwind, buyer: Account = Parties.acme, table: TaxTable = Parties.taxes,
        names: ItemNames = SampleLines.names, issuedAt: String = "2024-03-01T05:00:00Z", lines: [InvoiceLine],
        balance: Int64 = 0, payment: PaymentFacts? = nil, texts: DocumentTexts? = nil
    ) throws {
        let issuedAt = instant(issuedAt)
        let issueDate = try ZoneDatabase.system.zone(seller.timeZoneID).date(of: issuedAt)
        let rules = TaxRules(table: table, seller: seller, buyer: buyer, issueDate: issueDate)
        var lines = lines
        for index in lines.indices where lines[index].tax == nil {
            lines[index].tax = rules.tax(for: lines[index].taxCode)
        }
        let taxes = try TaxTotals.amounts(
            of: lines.compactMap { line in line.tax.map { (line.netMinorUnits, $0) } }, table: table)
        var draft = InvoiceDraft(
            identity: .init(subscription: "sub_1", kind: kind, at: issuedAt, ordinal: 0), account: buyer.id,
            currency: buyer.currency, issuedAt: issuedAt,
            dueAt: issuedAt.adding(seconds: Int64(buyer.paymentTermsDays) * 86_400), lines: lines,
            taxes: taxes,
            taxIsIncluded: table.inclusive, taxRounding: table.rounding, coupons: [],
            balanceAppliedMinorUnits: balance, amountDueMinorUnits: 0)
        if draft.totalMinorUnits < 0 { draft.balanceAppliedMinorUnits = draft.totalMinorUnits }
        draft.amountDueMinorUnits = draft.totalMinorUnits - draft.balanceAppliedMinorUnits
        var invoice = Invoice(id: "inv_\(name)", number: number, content: draft)
        if let payment {
            invoice.status = .paid
            invoice.amountPaidMinorUnits = draft.amountDueMinorUnits
            invoice.paidAt = payment.paidAt
        }
        self.init(
            name: name, invoice: invoice, seller: seller, buyer: buyer, names: names, payment: payment,
            texts: texts)
    }

    /// The figures of the issued invoice.
    var draft: InvoiceDraft { invoice.content }
}

/// Lines that several samples use.
enum SampleLines {
    static let names = ItemNames(
        plans: ["pro": "Pro", "enterprise": "Enterprise", "basic": "Basic"],
        addOns: ["extra_database": "Additional Database", "onboarding": "Onboarding"],
        units: ["api_calls": "call", "databases": "database", "storage_gb": "GB"])

    static let march = period("2024-03-01T05:00:00Z", "2024-04-01T04:00:00Z")
    static let february = period("2024-02-01T05:00:00Z", "2024-03-01T05:00:00Z")

    static func plan(
        _ item: String = "pro", price: Int64 = 7900, quantity: String = "1", period: Period = march,
        discounts: [LineDiscount] = [], kind: InvoiceLine.Kind = .plan
    ) throws -> InvoiceLine {
        try InvoiceLine(
            kind, item: item, period: period,
            derivation: .charge(quantity: decimal(quantity), priceMinorUnits: price, share: .full),
            discounts: discounts)
    }

    static func usage(
        _ meter: String, _ inputs: UsageDerivation, plan: String = "pro", period: Period = february
    ) throws -> InvoiceLine {
        try InvoiceLine(.usage, item: meter, plan: plan, period: period, derivation: .usage(inputs))
    }

    /// What a change in the middle of a period makes.
    static func change(from: (String, Int64), to: (String, Int64), at: String, whole: Period) throws
        -> [InvoiceLine]
    {
        let rest = Period(start: instant(at), end: whole.end)
        let share = Share(part: rest.seconds, whole: whole.seconds, basis: .second)
        return [
            try InvoiceLine(
                .prorationCredit, item: from.0, quantity: .one, period: rest,
                derivation: .credit(netMinorUnits: from.1, share: share)),
            try InvoiceLine(
                .prorationCharge, item: to.0, period: rest,
                derivation: .charge(quantity: .one, priceMinorUnits: to.1, share: share)),
        ]
    }
}
