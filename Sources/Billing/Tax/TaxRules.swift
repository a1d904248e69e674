import BillingCalendar
import Monetary

/// Which taxes hold for a buyer on an issue date (8.1, 8.2).
struct TaxRules {
    private let regime: Regime

    private enum Regime {
        case none(TaxCategory, country: String)
        case components([Component])
    }

    /// A component in force, with its place in the table: the same whatever else is in force, so that a credit
    /// taxed at an older date falls into line (4.8, 8.3).
    private struct Component {
        var jurisdiction: String
        var order: Int
        var row: TaxRow
    }

    /// - Parameter issueDate: the day of issue in the seller's zone.
    init(table: TaxTable, seller: Seller, buyer: Account, issueDate: CivilDate) {
        if buyer.isTaxExempt {
            regime = .none(.exempt, country: buyer.country)
        } else if Self.isReverseCharge(seller: seller, buyer: buyer) {
            regime = .none(.reverseCharge, country: buyer.country)
        } else {
            let places = [buyer.country] + (buyer.region.map { ["\(buyer.country)-\($0)"] } ?? [])
            let isSameRegion = seller.country == buyer.country && seller.region == buyer.region
            var components: [Component] = []
            var rowsBefore = 0
            for place in places {
                let rows = table.jurisdictions[place] ?? []
                components += Self.rowsInForce(rows, on: issueDate, isSameRegion: isSameRegion).map {
                    Component(jurisdiction: place, order: rowsBefore + $0.order, row: $0.row)
                }
                rowsBefore += rows.count
            }
            regime = components.isEmpty ? .none(.outside, country: buyer.country) : .components(components)
        }
    }

    /// How a line with this tax code is taxed.
    func tax(for taxCode: String) -> LineTax {
        switch regime {
        case .none(let category, let country):
            return .none(category: category, country: country)
        case .components(let components):
            return .components(
                components.map { component in
                    LineTax.Component(
                        jurisdiction: component.jurisdiction, name: component.row.name,
                        rate: component.row.rate(for: taxCode), order: component.order)
                })
        }
    }

    /// Seller and buyer in different EU countries and the buyer has a VAT id.
    private static func isReverseCharge(seller: Seller, buyer: Account) -> Bool {
        buyer.taxID?.isEmpty == false && seller.country != buyer.country
            && europeanUnion.contains(seller.country) && europeanUnion.contains(buyer.country)
    }

    /// Of the rows of one name the newest that is valid; in the order of the names' first rows.
    private static func rowsInForce(
        _ rows: [TaxRow], on date: CivilDate, isSameRegion: Bool
    ) -> [(order: Int, row: TaxRow)] {
        var chosen: [(order: Int, row: TaxRow)] = []
        for row in rows where row.holds(isSameRegion: isSameRegion) && row.isValid(on: date) {
            if let index = chosen.firstIndex(where: { $0.row.name == row.name }) {
                if row.isNewer(than: chosen[index].row) { chosen[index].row = row }
            } else if let order = rows.firstIndex(where: { $0.name == row.name }) {
                chosen.append((order, row))
            }
        }
        return chosen.sorted { $0.order < $1.order }
    }

    /// The member states.
    private static let europeanUnion: Set<String> = [
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT",
        "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
    ]
}

extension TaxRow {
    fileprivate func rate(for taxCode: String) -> ExactDecimal {
        switch rate {
        case .all(let rate): rate
        case .byTaxCode(let rates): rates[taxCode] ?? .zero
        }
    }

    fileprivate func holds(isSameRegion: Bool) -> Bool {
        switch condition {
        case nil: true
        case .sameRegion: isSameRegion
        case .otherRegion: !isSameRegion
        }
    }

    fileprivate func isValid(on date: CivilDate) -> Bool { validFrom.map { $0 <= date } ?? true }

    fileprivate func isNewer(than other: TaxRow) -> Bool {
        guard let from = validFrom else { return false }
        return other.validFrom.map { from > $0 } ?? true
    }
}
