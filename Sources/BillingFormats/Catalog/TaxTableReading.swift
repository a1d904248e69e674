internal import Billing
internal import BillingCalendar
internal import Monetary

extension TaxTable {
    /// The catalogue's `tax` (8.1).
    init(reading value: YAMLValue) throws(FormatError) {
        let map = try value.map(keys: ["rounding", "inclusive", "jurisdictions"])
        self.init(
            rounding: try map["rounding"]?.word() ?? .invoice,
            inclusive: try map["inclusive"]?.flag() ?? false,
            jurisdictions: try map["jurisdictions"]?.dictionary { key, value throws(FormatError) in
                guard PlaceCode.isJurisdiction(key) else {
                    throw value.error(
                        "\(quoted(key)) is not a jurisdiction",
                        hint: "a country like DE, or country and region like US-CA")
                }
                return try value.taxRows()
            } ?? [:])
    }
}

extension YAMLValue {
    fileprivate func taxRows() throws(FormatError) -> [TaxRow] {
        var rows: [TaxRow] = []
        for value in try list() {
            let row = try TaxRow(reading: value)
            if rows.contains(where: { $0.name == row.name && $0.validFrom == row.validFrom }) {
                throw value.error(
                    "a second row of \(quoted(row.name)) from the same date",
                    hint: "rows with one name are one component at several dates; give another its own name")
            }
            rows.append(row)
        }
        return rows
    }
}

extension TaxRow {
    fileprivate init(reading value: YAMLValue) throws(FormatError) {
        let map = try value.map(keys: ["name", "rate", "from", "when"])
        self.init(
            name: try map.required("name").shortText(limit: 255),
            rate: try Rate(reading: map.required("rate")), validFrom: try map["from"]?.day(),
            condition: try map["when"]?.word())
    }
}

extension TaxRow.Rate {
    fileprivate init(reading value: YAMLValue) throws(FormatError) {
        if try value.scalarText() != nil {
            self = .all(try value.taxPercent())
        } else {
            self = .byTaxCode(try value.byID { _, rate throws(FormatError) in try rate.taxPercent() })
        }
    }
}

extension YAMLValue {
    fileprivate func taxPercent() throws(FormatError) -> ExactDecimal {
        let percent = try nonNegativeDecimal()
        guard percent <= ExactDecimal(100) else {
            throw error("cannot be above 100", hint: "rates are percent")
        }
        return percent
    }
}
