import Monetary
import Testing

@testable import Billing
@testable import InvoiceDocument

@Suite("The appendix of use")
struct AppendixTests {
    @Test(
        "the amounts of its lines are the lines' own, and their sum is its total",
        arguments: try Samples.all())
    func sums(_ sample: SampleInvoice) throws {
        let content = try sample.content()
        let rows = UsageAppendix.rows(of: content)
        let metered = content.lines.filter { $0.usage != nil }
        guard !rows.isEmpty else {
            #expect(metered.allSatisfy { !$0.needsParts })
            return
        }
        let sums = rows.filter { $0.weight == .sum }.map(\.amount)
        #expect(sums == metered.map { content.written($0.amountMinorUnits) })
        let total = metered.reduce(0) { $0 + $1.amountMinorUnits }
        #expect(rows.last?.amount == content.written(total))
    }

    @Test("tiers are listed range by range with what each costs")
    func tiers() throws {
        let rows = UsageAppendix.rows(of: try Samples.everyKind().content())
        let databases = try #require(rows.firstIndex { $0.label.hasPrefix("Databases") })
        let part = rows[databases...].prefix(8).map { "\($0.label)|\($0.quantity)|\($0.price)|\($0.amount)" }
        #expect(part.contains("Tier 1 (0 – 5)|5|12.00|60.00"), "\(part)")
        #expect(part.contains("Tier 2 (> 5)|3|10.00|30.00"), "\(part)")
        #expect(part.contains("Tier 2 (> 5), Flat fee||5.00|5.00"), "\(part)")
    }
}
