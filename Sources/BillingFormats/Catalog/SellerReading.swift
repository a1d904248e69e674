internal import Billing

extension Seller {
    /// The catalogue's `seller`.
    init(reading value: YAMLValue) throws(FormatError) {
        let map = try value.map(keys: [
            "id", "name", "address", "country", "region", "tax_ids", "time_zone", "invoice_number",
            "credit_note_number", "minimum_charge", "city", "postcode", "contact", "electronic_address",
            "bank_accounts", "accent", "logo", "paper", "note",
        ])
        self.init(
            id: try map.required("id").id(), name: try map.required("name").shortText(),
            country: try map.required("country").country(),
            timeZoneID: try map.required("time_zone").timeZoneID())
        address = try map["address"]?.address() ?? []
        region = try map["region"]?.region()
        taxIDs = try map["tax_ids"]?.list(TaxID.init(reading:)) ?? []
        invoiceNumberFormat = try map["invoice_number"]?.numberFormat() ?? .defaultInvoice
        creditNoteNumberFormat = try map["credit_note_number"]?.numberFormat() ?? .defaultCreditNote
        minimumChargeMinorUnits = try map["minimum_charge"]?.amountsByCurrency() ?? [:]
        invoicing = try SellerInvoicing(reading: map)
    }
}

extension Seller.TaxID {
    fileprivate init(reading value: YAMLValue) throws(FormatError) {
        let map = try value.map(keys: ["type", "value"])
        self.init(
            type: try map.required("type").shortText(limit: 255),
            value: try map.required("value").shortText(limit: 255))
    }
}

extension YAMLValue {
    fileprivate func numberFormat() throws(FormatError) -> NumberFormat {
        let text = try shortText(limit: 100)
        do {
            return try NumberFormat(text)
        } catch {
            throw self.error("\(error)")
        }
    }
}

extension Meter {
    /// One of the catalogue's `meters`.
    init(id: String, reading value: YAMLValue) throws(FormatError) {
        let map = try value.map(keys: ["aggregation", "unit", "carry"])
        self.init(
            id: id, aggregation: try map.required("aggregation").word(),
            unit: try map["unit"]?.shortText(limit: 100), carry: try map["carry"]?.flag() ?? false)
        if carry, [.sum, .count, .unique].contains(aggregation) {
            throw value.error(
                key: "carry", "a \(aggregation.rawValue) has no value to carry", hint: "max and last have")
        }
    }
}
