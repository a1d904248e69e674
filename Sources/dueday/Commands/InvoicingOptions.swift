import ArgumentParser
import Billing
import InvoiceDocument

/// What an account's clerks and their machines want on its invoices.
struct InvoicingOptions: ParsableArguments {
    @Option(help: "The purchase order that its invoices are for.")
    var purchaseOrder: String?
    @Option(help: "What it sorts invoices by; for German authorities the Leitweg-ID.")
    var buyerReference: String?
    @Option(
        help: "Where it receives electronic invoices: SCHEME:VALUE (0204:992-90009-96) or an e-mail address.")
    var electronicAddress: String?
    @Option(help: "Its city, which electronic invoices want by itself; with --postcode.")
    var city: String?
    @Option(help: "Its postcode; with --city.")
    var postcode: String?
    @Option(help: "The language of its documents, such as de; its country's unless given.")
    var language: String?
    @Option(help: "The electronic invoice it asks for; its country decides unless given.")
    var eInvoice: ElectronicInvoiceForm?

    /// The account's details.
    func value() throws -> BuyerInvoicing {
        var details = BuyerInvoicing()
        details.purchaseOrder = purchaseOrder
        details.reference = buyerReference
        details.electronicAddress = try electronicAddress.map(ElectronicAddress.init(parsing:))
        switch (city, postcode) {
        case (let city?, let postcode?): details.place = PostalPlace(city: city, postcode: postcode)
        case (nil, nil): break
        default: throw CommandFailure.usage("give --city and --postcode together")
        }
        if let language {
            details.language = try DocumentOptions.texts(language).language
        }
        details.electronicInvoice = eInvoice
        return details
    }
}
