import BillingCalendar
import Foundation
import Monetary
import Testing

@testable import Billing

@Suite("Verification") struct VerificationTests {
    @Test(
        "a right invoice has no findings, and holds every kind of line", arguments: RichInvoice.taxes.indices)
    func right(_ index: Int) throws {
        let invoice = try RichInvoice.invoice(RichInvoice.taxes[index].table)
        #expect(invoice.verify().isEmpty)
        #expect(RichInvoice.shop(RichInvoice.taxes[index].table).context.verify(invoice).isEmpty)
        #expect(Set(invoice.lines.map(\.kind)) == Set(InvoiceLine.Kind.allCases))
        #expect(Set(invoice.coupons.map(\.code)) == ["SEVEN", "FIVER"])
    }

    @Test("any number that is altered is found", arguments: RichInvoice.taxes.indices)
    func altered(_ index: Int) throws {
        let invoice = try RichInvoice.invoice(RichInvoice.taxes[index].table)
        let json = try JSONSerialization.jsonObject(with: JSONEncoder().encode(invoice))
        let places = JSONPlaces(json).numbers
        #expect(places.count > 200)
        for place in places where !Self.decidesNothing(place) {
            let altered = try JSONSerialization.data(withJSONObject: place.altered(json))
            let draft = try JSONDecoder().decode(InvoiceDraft.self, from: altered)
            #expect(!draft.verify().isEmpty, "\(place.path) is not looked at")
        }
    }

    /// Numbers that no amount, tax or total of this invoice depends on.
    private static func decidesNothing(_ place: JSONPlaces.Place) -> Bool {
        // Which of several invoices of an instant, and which period a coupon saw: no figure of the invoice.
        if ["ordinal", "periodNumber"].contains(place.key) { return true }
        // Which line of an earlier invoice a credit takes back: no figure of this one; the store's checks look at it.
        if place.path.contains("/of/") { return true }
        // The place of a component orders rows; one that only grows may leave the order as it is.
        if place.key == "order" { return true }
        // A credit's quantity is that of the charge it takes back, on an earlier invoice.
        if place.isQuantityOfCredit { return true }
        // Whatever the capped use costs, the cap binds.
        return place.path.contains("/perUnit/") && place.isCapped
    }

    @Test("what is altered in step is found all the same")
    func alteredInStep() throws {
        let invoice = try RichInvoice.invoice(RichInvoice.taxes[0].table)
        for index in invoice.lines.indices {
            var altered = invoice
            altered.lines[index].amountMinorUnits += 1
            altered.amountDueMinorUnits += 1
            #expect(!altered.verify().isEmpty)
            guard !invoice.lines[index].discounts.isEmpty else { continue }
            altered = invoice
            altered.lines[index].discountMinorUnits += 1
            altered.lines[index].discounts[0].minorUnits += 1
            altered.amountDueMinorUnits -= 1
            #expect(!altered.verify().isEmpty)
        }
    }

    @Test("a credit of a charge on its own invoice names that charge")
    func creditOfOwnCharge() throws {
        let shop = Shop()
        var outcome = try shop.subscribe()
        for (plan, day) in [("max", "10"), ("pro", "20")] {
            outcome = try shop.context.change(
                ChangeOrder(subscription: "sub", plan: plan), outcome.subject, usage: UsageTotals(),
                at: at("2024-01-\(day)"))
        }
        let invoice = try #require(try shop.close(outcome, use: [:]).invoice)
        let credited = invoice.lines.map { $0.derivation.creditedLine?.line }
        // Opened, then pro until the 10th was on the first invoice, max is on this one.
        #expect(credited == [nil, 1, nil, 3, nil])
        #expect(invoice.verify() == [])
        for line in [0, 1, 2, 5, 6] {
            var altered = invoice
            guard case .credit(let net, let share, var charged?) = altered.lines[3].derivation else { return }
            charged.line = line
            altered.lines[3].derivation = .credit(netMinorUnits: net, share: share, of: charged)
            #expect(altered.verify().map(\.problem) == ["line \(line) did not charge it (rule 4.1)"])
        }
    }

    @Test("instants that do not fit are found")
    func instants() throws {
        let invoice = try RichInvoice.invoice(RichInvoice.taxes[0].table)
        for seconds in [-1, 1, -86_400 * 20] as [Int64] {
            var altered = invoice
            altered.dueAt = invoice.dueAt.adding(seconds: seconds)
            #expect(!altered.verify().isEmpty)
        }
        // Windows that are counted by seconds; a full charge does not say how long its window is.
        let shares: [InvoiceLine.Kind] = [.usage, .lateUsage, .prorationCredit, .prorationCharge]
        for index in invoice.lines.indices where shares.contains(invoice.lines[index].kind) {
            var altered = invoice
            altered.lines[index].period.end = invoice.lines[index].period.end.adding(seconds: 1)
            #expect(!altered.verify().isEmpty)
            altered = invoice
            altered.lines[index].period.start = invoice.lines[index].period.start.adding(seconds: 1)
            #expect(!altered.verify().isEmpty)
        }
    }

    @Test("a cent that moved from one line to another is found")
    func movedCent() throws {
        let invoice = try RichInvoice.invoice(RichInvoice.taxes[0].table)
        let discounted = invoice.lines.indices.filter { !invoice.lines[$0].discounts.isEmpty }
        for (from, to) in zip(discounted, discounted.dropFirst()) {
            var altered = invoice
            for (index, cent) in [(from, -1), (to, 1)] as [(Int, Int64)] {
                altered.lines[index].discountMinorUnits += cent
                altered.lines[index].discounts[0].minorUnits += cent
            }
            #expect(!altered.verify().isEmpty)
        }
        for index in invoice.taxes.indices.dropFirst() {
            var altered = invoice
            altered.taxes[index - 1].amountMinorUnits += 1
            altered.taxes[index].amountMinorUnits -= 1
            #expect(!altered.verify().isEmpty)
        }
    }

    @Test("lines, rows and coupons that are missing, doubled or in another order are found")
    func structure() throws {
        let invoice = try RichInvoice.invoice(RichInvoice.taxes[0].table)
        for index in invoice.lines.indices {
            var altered = invoice
            altered.lines.remove(at: index)
            #expect(!altered.verify().isEmpty)
            altered = invoice
            altered.lines.insert(invoice.lines[index], at: index)
            #expect(!altered.verify().isEmpty)
            altered = invoice
            altered.lines[index].tax = nil
            #expect(!altered.verify().isEmpty)
        }
        for index in invoice.taxes.indices {
            var altered = invoice
            altered.taxes.remove(at: index)
            #expect(!altered.verify().isEmpty)
            altered = invoice
            altered.taxes[index].category = altered.taxes[index].category == .zero ? .standard : .zero
            #expect(!altered.verify().isEmpty)
            guard index > 0 else { continue }
            altered = invoice
            altered.taxes.swapAt(index - 1, index)
            #expect(!altered.verify().isEmpty)
        }
        var other = invoice
        other.taxIsIncluded.toggle()
        #expect(!other.verify().isEmpty)
        for index in invoice.coupons.indices {
            var altered = invoice
            altered.coupons.remove(at: index)
            #expect(!altered.verify().isEmpty)
        }
    }

    @Test("the account and the catalogue are asked too")
    func context() throws {
        let table = RichInvoice.taxes[0].table
        let invoice = try RichInvoice.invoice(table)
        var shop = RichInvoice.shop(table)
        shop.account.paymentTermsDays = 15
        #expect(
            shop.context.verify(invoice).map(\.description) == [
                "invoice: due 2024-03-15T00:00:00Z and should be 2024-03-16T00:00:00Z (rule 10.3)"
            ])
        shop = RichInvoice.shop(table)
        shop.catalog.tax.rounding = .line
        #expect(shop.context.verify(invoice).count == 1)
        shop = RichInvoice.shop(table)
        shop.account.id = "other"
        #expect(shop.context.verify(invoice).count == 1)
    }

    @Test("an outcome whose invoice is wrong is refused in words that say what is wrong")
    func refused() throws {
        let shop = Shop()
        var outcome = try shop.subscribe()
        #expect(try outcome.verified(in: shop.context) == outcome)
        outcome.invoice?.lines[0].amountMinorUnits = 7_901
        let words = """
            the invoice does not add up: line 1 (plan pro): amount is 7901 and should be 7900 minor units (rule 1.3); \
            tax row 1 (US O): the base is 7900 and should be 7901 minor units (rule 8.3); \
            settlement: balance applied and amount due come to 7900, the total is 7901 (rule 9.1)
            """
        #expect { try outcome.verified(in: shop.context) } throws: { "\($0)" == words }
        outcome.invoice = nil
        #expect(try outcome.verified(in: shop.context) == outcome)
    }
}

/// The numbers of a JSON value with their places.
struct JSONPlaces {
    struct Place: Sendable {
        var steps: [String]
        var isQuantityOfCredit: Bool
        var isCapped: Bool

        var path: String { "/" + steps.joined(separator: "/") }
        var key: String { steps.last ?? "" }

        /// The whole value with the number at this place made another.
        func altered(_ json: Any) -> Any { alter(json, steps[...]) }

        private func alter(_ value: Any, _ rest: ArraySlice<String>) -> Any {
            guard let step = rest.first else { return other(value) }
            if var map = value as? [String: Any], let member = map[step] {
                map[step] = alter(member, rest.dropFirst())
                return map
            }
            if var list = value as? [Any], let index = Int(step) {
                list[index] = alter(list[index], rest.dropFirst())
                return list
            }
            return value
        }

        /// An amount by one unit, a decimal or a ratio in its text. What is rounded away by the second or by the
        /// cent is altered by more.
        private func other(_ value: Any) -> Any {
            guard let text = value as? String else {
                let isRoundedAway = ["part", "whole", "priceMinorUnits"].contains(key)
                return ((value as? NSNumber)?.int64Value ?? 0) + (isRoundedAway ? 1_000_000 : 1)
            }
            let parts = text.split(separator: "/")
            guard let number = try? ExactDecimal(parsing: String(parts[0])),
                let more = try? number + ExactDecimal(40)
            else { return text }
            return ([more.description] + parts.dropFirst().map(String.init)).joined(separator: "/")
        }
    }

    private(set) var numbers: [Place] = []

    init(_ json: Any) { collect(json, Place(steps: [], isQuantityOfCredit: false, isCapped: false)) }

    private mutating func collect(_ value: Any, _ place: Place) {
        if let map = value as? [String: Any] {
            for (key, member) in map.sorted(by: { $0.key < $1.key }) {
                var next = place
                next.steps.append(key)
                next.isCapped = place.isCapped || map["maxChargeMinorUnits"] != nil
                next.isQuantityOfCredit = key == "quantity" && map["kind"] as? String == "proration_credit"
                collect(member, next)
            }
        } else if let list = value as? [Any] {
            for (index, member) in list.enumerated() {
                var next = place
                next.steps.append("\(index)")
                collect(member, next)
            }
        } else if place.key == "taxIsIncluded" {
            // The one yes or no; it is turned elsewhere.
            return
        } else if value is NSNumber || (value as? String).map(Self.isNumber) == true {
            numbers.append(place)
        }
    }

    private static func isNumber(_ text: String) -> Bool {
        (try? Ratio(parsing: text)) != nil || (try? ExactDecimal(parsing: text)) != nil
    }
}
