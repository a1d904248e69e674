extension Account {
    /// Refuses details that no document or tax table could use.
    ///
    /// - Throws: `invalid`, saying what would be right.
    public func check() throws(BillingError) {
        guard PlaceCode.isCountry(country) else {
            throw .invalid(
                "country \"\(country)\"",
                "give its ISO 3166 code, two capital letters like US or, for Greece, GR")
        }
        if let region, !PlaceCode.isRegion(region) {
            throw .invalid(
                "region \"\(region)\"", "give the part of ISO 3166-2 behind the country, like CA of US-CA")
        }
        guard (0...3_650).contains(paymentTermsDays) else {
            throw .invalid("payment terms of \(paymentTermsDays) days", "give 0 to 3650 days")
        }
        let texts =
            [("name", name), ("e-mail address", email), ("tax id", taxID)]
            + address.map { ("address line", $0) }
        for case (let what, let text?) in texts {
            let isPrintable = text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
            guard isPrintable, !text.isEmpty, text.utf8.count <= 1_000 else {
                throw .invalid(
                    "\(what) \"\(text)\"", "give 1 to 1000 bytes without control characters, or clear it")
            }
        }
        guard invoicing.electronicInvoice == .xRechnung, let reference = invoicing.reference,
            reference.contains("-"), !LeitwegID.isValid(reference)
        else { return }
        throw .invalid("the Leitweg-ID \"\(reference)\"", "its check digits do not fit")
    }

    /// What is another than before.
    func differences(from before: Account) -> [AccountChange.Difference] {
        zip(before.facts, facts).compactMap { before, now in
            before.value == now.value ? nil : .init(fact: now.name, before: before.value, now: now.value)
        }
    }

    /// By the names of the account's JSON.
    private var facts: [(name: String, value: String?)] {
        [
            ("name", name), ("email", email), ("country", country), ("region", region),
            ("address", address.isEmpty ? nil : address.joined(separator: ", ")), ("tax_id", taxID),
            ("tax_exempt", "\(isTaxExempt)"), ("payment_terms_days", "\(paymentTermsDays)"),
            ("collection", collection.rawValue), ("purchase_order", invoicing.purchaseOrder),
            ("buyer_reference", invoicing.reference),
            ("electronic_address", invoicing.electronicAddress.map { "\($0)" }),
            ("place", invoicing.place.map { "\($0.postcode) \($0.city)" }), ("language", invoicing.language),
            ("e_invoice", invoicing.electronicInvoice?.rawValue),
        ]
    }
}
