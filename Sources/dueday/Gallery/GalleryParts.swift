import Foundation

/// The sellers, buyers and catalogue of the gallery, in the words of scenario files (SCENARIO); all invented.
enum GalleryParts {
    /// Three bars and a clock, drawn for this gallery.
    static let logo = [UInt8](Data(base64Encoded: logoText) ?? Data())

    private static let logoText = """
        iVBORw0KGgoAAAANSUhEUgAAAPAAAABACAMAAAATQQrVAAAAYFBMVEUIVWTP3+KHr7a909d0oqsAFX8MS2cA//+dvcMAPz9AfooL\
        YnEAAAAKW2oKWmoKW2v8/f0OYXEQWGkEZmoAVVUKXWkAf38AAP8KXGsKW2tKhpE2eYWpxcoKXGvZ5ehomaPsYyrsAAAAIHRSTlP/\
        /////wIKAf8E/0EA/nK3//4PEQNCAgHDL////5P//9gRBUIAAAPeSURBVHja3ZvrkqMgEIU7153ZRUwTQYiXvP9brkYz8YKAl1XZ\
        82OqplI1NV9O03Q3AKRULAhRmQwcJTN+JUQQHwXlj+Jf5zLAwFkYSBqRyFfgiLAQR+BWzFKRi5/AEVHBWNyXy9RHj6GI50m8JbKP\
        xHARbCJvQcz9I4aIhFN5C7Ff/oU0N/DiS4bPM+8sBiKHgfBwK/UwWdz/k9HeNuiWJ6BMa/RmAy7yVhev+P3O9qSOwxnOApZCdHl5\
        GOxKkraA5SyHezEtCEXcFzBiJj5RDYELsAFBtZZIZMyBmyE3CgYTMAQV8G9w3ornbXL/TszF4eScVsCHZ+Jce0R7xA3wE4eDwI/T\
        raH86QjM9gnMbcBtXANyB1gI6WVIH28apeiyhukek1ZoTlp4ummVJ/aQFiLbHTFKJkwO1wWlTolLw0TrEnwvCrJmraAB/vE3/6pj\
        +fMNoEuHeFV8R/pT4MYm4GMjS9W+wk8OOzkA765/ajcPvfzcSFGN0vL9NRxdZgDRrtQu9nvAdfh+lUOrRmkJT31Qezf0AL3Babd5\
        QDhrLfYeuDI4R023lOos1gALscXanAicVFBPwD7w+zMLcIG7Sl9/X8ThaqXm+n44bUT7ILAgKgtXUcYXAE5b67QD/Gh9GwOVFuFS\
        rgMsJY3FXOD21K4DXP8KpuaBqJVwX8gTMiboRhzJwIgn7098esDZisBhyMgiwDgAfLICE7YmbijV6EPbpYGvXgLDAPDBHtKRXyHd\
        RXq8hO5JKyqS9IoG0/HXELTb0nlgqleN9NC4LV3oasQyY7O3papgPgSGwU9qKy15sUOuoZCyxUrLh2Esf7Y2D0ytIrZI85APWYxw\
        1I15thwAiCWA67b3CN2+F1qNo7k9FKtomfawtrjolzq8iX6O530//La4s1ThZ/IT/G/A7z7/lja8xJ/JHtqB43hDHjEe+DOWTquS\
        A5Pj8GBa6/A1um+jaIrD762pcvR0ao7lny6DeMbpZuJqAnCQDB09PMEKHBNFNxUn8WjggcOl/Lf9MC0md7qxLFdAB45Lz46Hh/2Q\
        5lsD0zuZAPzJy5qcbWwe6A6A4wnABcrzqy5CDuk5cb3ycPcX+IVTtsOAI+6XCl9D2lnta0uXrZO0NU2DnAnca9I2tphbukaYd0MB\
        5XfvAvGmHnPbCQzMuzmHmaZ6jRjbqLR0OHCCq5y5hMUifflSsjYuMOueEYZavHgrOdzPB8HmXCVT3j3XgvIRzxK3VP15AjD98pyH\
        Lx5eD7UuE4m1GdoHYPJN+PinS+XDNB+fW0I1SWbZOGQMQuXn81J4z87vdMSGLDNF/HxcSv4Ctys9qRdbQm0AAAAASUVORK5CYII=
        """

    /// In California, charging cards; it has a logo and the colour of Dueday itself.
    static let northwind = """
        id: northwind
        name: Northwind Cloud, Inc.
        address: [1 Market St, "San Francisco, CA 94105", United States]
        country: US
        region: CA
        tax_ids: [{type: us_ein, value: 12-3456789}]
        time_zone: America/Los_Angeles
        contact: {name: Billing, phone: +1 415 555 0100, email: billing@northwind.example}
        bank_accounts: [{bank: First Bank of the Bay, details: {Routing number: "026009593", Account number: "1234567890"}}]
        note: Thank you for your business. Questions? Write to billing@northwind.example.
        """
    /// In Berlin, paid by transfer; it has all that XRechnung asks for.
    static let spree = """
        id: spree
        name: Spree Hosting GmbH
        address: [Uferstraße 5, 10115 Berlin, Deutschland]
        country: DE
        city: Berlin
        postcode: "10115"
        tax_ids: [{type: eu_vat, value: DE123456789}, {type: de_stn, value: 37/123/45678}]
        time_zone: Europe/Berlin
        accent: "#8a1538"
        contact: {name: Rechnungsstelle, phone: +49 30 123456, email: rechnung@spree.example}
        bank_accounts: [{bank: Deutsche Kreditbank, iban: DE02 1203 0000 0000 2020 51, bic: BYLADEM1001}]
        """
    /// In Zürich, with QR-bills.
    static let limmat = """
        id: limmat
        name: Limmat Software AG
        address: [Bahnhofstrasse 21, 8001 Zürich, Schweiz]
        country: CH
        city: Zürich
        postcode: "8001"
        tax_ids: [{type: ch_vat, value: CHE-123.456.788 MWST}]
        time_zone: Europe/Zurich
        accent: "#b00020"
        bank_accounts: [{bank: Zürcher Kantonalbank, iban: CH93 0076 2011 6238 5295 7}]
        """
    /// In Bengaluru, with UPI.
    static let kaveri = """
        id: kaveri
        name: Kaveri Cloud Private Limited
        address: [14 MG Road, Bengaluru 560001, Karnataka, India]
        country: IN
        region: KA
        tax_ids: [{type: in_gst, value: 29AABCK1234A1Z5}]
        time_zone: Asia/Kolkata
        bank_accounts: [{bank: State Bank of India, upi: kaveri@sbi, details: {IFSC: SBIN0000813, Account number: "30012345678"}}]
        """
    /// In Ghent, a member of the Peppol network.
    static let schelde = """
        id: schelde
        name: Schelde Diensten BV
        address: [Korenmarkt 3, 9000 Gent, België]
        country: BE
        city: Gent
        postcode: "9000"
        tax_ids: [{type: eu_vat, value: BE0123456749}, {type: be_cbe, value: "0123456749"}]
        time_zone: Europe/Brussels
        electronic_address: "0208:0123456749"
        bank_accounts: [{iban: BE68 5390 0754 7034, bic: GKCCBEBB}]
        """

    /// Plans, add-ons and coupons in one currency.
    ///
    /// - Parameter factor: what prices are multiplied by, for currencies of small units.
    static func products(_ currency: String, factor: Int = 1) -> String {
        func price(_ amount: Int) -> String { "\(amount * factor)" }
        return """
            meters:
              api_calls: {aggregation: sum, unit: call}
              databases: {aggregation: max, unit: database, carry: true}
              storage_gb: {aggregation: time_weighted, unit: GB}
            plans:
              pro:
                name: Pro
                prices: [{currency: \(currency), interval: month, amount: "\(price(79))"}]
                limits:
                  api_calls: {included: 100000, overage: {model: per_unit, unit_price: "0.0005"}}
                  databases: {included: 10, overage: {model: graduated, tiers: [{up_to: 5, unit_price: "\(price(12))"}, {unit_price: "\(price(10))", flat: "\(price(5))"}]}}
                  storage_gb: {included: 100, overage: {model: package, size: 10, price: "\(price(2))"}, max_charge: "\(price(60))"}
                minimum_spend: {\(currency): "\(price(250))"}
              enterprise:
                name: Enterprise
                prices: [{currency: \(currency), interval: month, amount: "\(price(199))"}]
                limits:
                  api_calls: {included: 500000, overage: {model: volume, tiers: [{up_to: 100000, unit_price: "0.0004"}, {unit_price: "0.0003", flat: "\(price(1))"}]}}
            addons:
              extra_database: {name: Additional Database, kind: recurring, raises: {databases: 1}, prices: [{currency: \(currency), interval: month, amount: "\(price(10))"}]}
              onboarding: {name: Onboarding, kind: one_time, prices: [{currency: \(currency), amount: "\(price(250))"}]}
            coupons:
              WELCOME20: {percent_off: 20, periods: 3}
              TENOFF: {amount_off: "\(price(10))", currency: \(currency), forever: true}
            tax:
              jurisdictions:
                US-CA: [{name: CA sales tax, rate: "8.25"}]
                DE: [{name: USt, rate: {standard: 19, reduced: 7}}]
                CH: [{name: MWST, rate: "8.1"}]
                BE: [{name: BTW, rate: 21}]
                JP: [{name: Consumption tax, rate: 10}]
                IN: [{name: CGST, rate: 9, when: same_region}, {name: SGST, rate: 9, when: same_region}, {name: IGST, rate: 18, when: other_region}]
            """
    }

    /// One month of everything: use past what is included, a change of plan, something bought once, two coupons.
    static let everything = """
        - {at: 2024-01-31T12:00:00Z, subscribe: {id: sub_1, account: buyer, plan: pro, interval: month, addons: {extra_database: 2}, coupon: WELCOME20}}
        - {at: 2024-02-02T12:00:00Z, usage: {account: buyer, subscription: sub_1, meter: databases, quantity: 18, id: d1}}
        - {at: 2024-02-03T12:00:00Z, usage: {account: buyer, subscription: sub_1, meter: storage_gb, quantity: 340, id: s1}}
        - {at: 2024-02-10T12:00:00Z, usage: {account: buyer, subscription: sub_1, meter: api_calls, quantity: 121500, id: e1}}
        - {at: 2024-02-12T12:00:00Z, coupon: {subscription: sub_1, code: TENOFF}}
        - {at: 2024-02-15T09:30:00Z, change: {subscription: sub_1, plan: enterprise}}
        - {at: 2024-02-20T12:00:00Z, addons: {subscription: sub_1, buy: {onboarding: 1}}}
        - {at: 2024-02-21T12:00:00Z, usage: {account: buyer, subscription: sub_1, meter: api_calls, quantity: 900000, id: e2}}
        - {at: 2024-02-22T00:00:00Z, credit: {account: buyer, amount: "25", reason: goodwill}}
        """
    /// A plan and nothing else.
    static let simple = """
        - {at: 2024-02-29T12:00:00Z, subscribe: {id: sub_1, account: buyer, plan: pro, interval: month}}
        """
}
