import Billing
import BillingRun
import InvoiceDocument

// The invoices of the gallery by the names of their files.
extension Gallery {
    /// Everything an invoice can hold, charged to a card in California.
    static let american = GalleryScenario(
        seller: GalleryParts.northwind, products: GalleryParts.products("USD"),
        buyer: """
            name: Acme Ltd
            email: billing@acme.example
            currency: USD
            time_zone: America/New_York
            country: US
            region: CA
            address: [500 Howard St, "San Francisco, CA 94105", United States]
            purchase_order: PO-2024-7781
            payment_methods: [{id: pm_1, brand: visa, last4: "4242", outcomes: [ok, processing_error]}]
            """, timeline: GalleryParts.everything)
    /// The same in Germany, paid by transfer.
    static let german = GalleryScenario(
        seller: GalleryParts.spree, products: GalleryParts.products("EUR"), buyer: muster,
        timeline: GalleryParts.everything)

    private static let muster = """
        name: Muster & Söhne AG
        email: rechnung@muster.example
        currency: EUR
        time_zone: Europe/Berlin
        country: DE
        address: [Hauptstraße 1, 80331 München]
        city: München
        postcode: "80331"
        purchase_order: "4500012345"
        payment_terms_days: 14
        collection: manual
        """

    /// Every invoice with the name of its files.
    func invoices() async throws -> [(name: String, item: UnrenderedInvoice)] {
        var items: [(name: String, item: UnrenderedInvoice)] = []
        for (name, scenario) in Self.scenarios { items.append((name, try await scenario.play())) }
        var american = try await Self.american.play()
        american.logo = GalleryParts.logo
        american.seller.invoicing.logo = "gallery"
        items.append(("us-card", american))
        items.append(("many-lines", try await Self.manyLines(2_000).play()))
        items.append(("eight-lines", try await Self.eightLines.play()))
        items += try await hostile()
        return items
    }

    private static var scenarios: [(String, GalleryScenario)] {
        [
            ("de-factur-x", german),
            ("de-basic", spree(wish: "e_invoice: factur-x-basic")),
            ("de-xrechnung", spree(wish: "buyer_reference: 992-90009-96\nlanguage: de")),
            ("de-incomplete", incomplete),
            ("fr-reverse-charge", reverseCharge),
            ("de-exempt", spree(wish: "tax_exempt: true")),
            ("de-inclusive", inclusive),
            ("ch-qr-bill", swiss("language: de")),
            ("ch-qr-bill-fr", swiss("language: fr\ncity: Genève\npostcode: \"1204\"")),
            ("ch-qr-bill-letter", swiss("language: en").with(paper: "letter")),
            ("in-upi", indian),
            ("be-peppol", belgian),
            ("jp-yen", japanese),
            ("kw-dinar", kuwaiti),
            ("large-amounts", large),
        ]
    }

    static func spree(wish: String) -> GalleryScenario {
        var scenario = german
        scenario.buyer += "\n" + wish
        scenario.timeline = GalleryParts.simple
        return scenario
    }

    /// Asks for XRechnung and lacks the reference: pages without XML, and a remark.
    private static let incomplete = spree(wish: "e_invoice: xrechnung")

    private static let reverseCharge = GalleryScenario(
        seller: GalleryParts.spree, products: GalleryParts.products("EUR"),
        buyer: """
            name: Lyon Données SAS
            email: compta@lyon.example
            currency: EUR
            time_zone: Europe/Paris
            country: FR
            address: [12 rue de la République, 69002 Lyon, France]
            tax_id: FR12345678901
            payment_terms_days: 30
            collection: manual
            """, timeline: GalleryParts.everything)

    private static var inclusive: GalleryScenario {
        var scenario = german
        scenario.products = scenario.products.replacing("tax:\n", with: "tax:\n  inclusive: true\n")
        return scenario
    }

    private static func swiss(_ more: String) -> GalleryScenario {
        GalleryScenario(
            seller: GalleryParts.limmat, products: GalleryParts.products("CHF"),
            buyer: """
                name: Alpenglühen Verlag GmbH
                email: rechnungen@alpengluehen.example
                currency: CHF
                time_zone: Europe/Zurich
                country: CH
                address: [Dorfstrasse 8, 3920 Zermatt]
                payment_terms_days: 30
                collection: manual
                \(more)
                """, timeline: GalleryParts.simple)
    }

    private static let indian = GalleryScenario(
        seller: GalleryParts.kaveri, products: GalleryParts.products("INR", factor: 80),
        buyer: """
            name: Sahyadri Analytics LLP
            email: accounts@sahyadri.example
            currency: INR
            time_zone: Asia/Kolkata
            country: IN
            region: KA
            address: [22 Residency Road, Bengaluru 560025]
            tax_id: 29AAFFS1234B1Z3
            payment_terms_days: 15
            collection: manual
            """, timeline: GalleryParts.everything)

    private static let belgian = GalleryScenario(
        seller: GalleryParts.schelde, products: GalleryParts.products("EUR"),
        buyer: """
            name: Brouwerij De Leie NV
            email: facturen@deleie.example
            currency: EUR
            time_zone: Europe/Brussels
            country: BE
            address: [Graslei 7, 9000 Gent]
            city: Gent
            postcode: "9000"
            tax_id: BE0987654394
            electronic_address: "0208:0987654394"
            buyer_reference: dept-42
            language: nl
            payment_terms_days: 30
            collection: manual
            """, timeline: GalleryParts.everything)

    private static let japanese = GalleryScenario(
        seller: GalleryParts.northwind, products: GalleryParts.products("JPY", factor: 150),
        buyer: """
            name: Kyoto Seisakusho K.K.
            currency: JPY
            time_zone: Asia/Tokyo
            country: JP
            address: [1-2-3 Karasuma-dori, Kyoto 600-8411, Japan]
            language: en
            payment_methods: [{id: pm_1, brand: jcb, last4: "0505", outcomes: [ok]}]
            """, timeline: GalleryParts.everything)

    private static let kuwaiti = GalleryScenario(
        seller: GalleryParts.northwind, products: GalleryParts.products("KWD"),
        buyer: """
            name: Gulf Analytics W.L.L.
            currency: KWD
            time_zone: Asia/Kuwait
            country: KW
            address: [Arabian Gulf Street, Kuwait City]
            payment_terms_days: 7
            collection: manual
            """, timeline: GalleryParts.everything)

    private static var large: GalleryScenario {
        var scenario = german
        scenario.products = GalleryParts.products("EUR", factor: 1_000_000_000)
        return scenario
    }

    /// As many add-ons as lines.
    static func manyLines(_ count: Int) -> GalleryScenario {
        var scenario = german
        let numbers = Array(1...count)
        let addOns = numbers.map { number in
            "  a\(10_000 + number): {name: Module \(number), kind: recurring, prices: [{currency: EUR, interval: month, amount: \"\(number % 97).\(10 + number % 90)\"}]}"
        }
        scenario.products = scenario.products.replacing(
            "addons:\n", with: "addons:\n" + addOns.joined(separator: "\n") + "\n")
        let attached = numbers.map { "a\(10_000 + $0): 1" }.joined(separator: ", ")
        scenario.timeline =
            "- {at: 2024-02-29T12:00:00Z, subscribe: {id: sub_1, account: buyer, plan: pro, interval: month, addons: {\(attached)}}}"
        return scenario
    }

    /// One page with eight lines, Factur-X inside: what the benchmark makes.
    static var eightLines: GalleryScenario { manyLines(7) }
}

extension GalleryScenario {
    /// The same on another paper.
    fileprivate func with(paper: String) -> GalleryScenario {
        var scenario = self
        scenario.seller += "\npaper: \(paper)"
        return scenario
    }
}
