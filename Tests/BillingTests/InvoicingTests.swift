import Monetary
import Testing

@testable import Billing

@Suite("What documents need to know of seller and buyer")
struct InvoicingTests {
    @Test(
        "an IBAN is read with its check digits",
        arguments: [
            ("DE02 1203 0000 0000 2020 51", "DE02120300000000202051"),
            ("ch9300762011623852957", "CH9300762011623852957"),
            ("NO93 8601 1117 947", "NO9386011117947"),
        ])
    func iban(text: String, electronic: String) throws {
        let iban = try IBAN(parsing: text)
        #expect(iban.electronic == electronic)
        #expect(iban.description.filter { $0 != " " } == electronic)
        #expect(!iban.isSwissQR)
    }

    @Test(
        "an IBAN that is none is refused",
        arguments: [
            "", "DE02", "DE03 1203 0000 0000 2020 51", "1202120300000000202051",
            "DE02-1203-0000-0000-2020-51",
        ])
    func noIBAN(text: String) {
        #expect(throws: BillingError.self) { try IBAN(parsing: text) }
    }

    @Test("a QR-IBAN is known by its institution")
    func swissQR() throws {
        #expect(try IBAN(parsing: "CH44 3199 9123 0008 8901 2").isSwissQR)
    }

    @Test(
        "a Leitweg-ID has its check digits",
        arguments: [
            ("992-90009-96", true), ("992-90009-97", false), ("992", false),
            ("04011000-1234512345-06", true), ("99A-90009-96", false), ("992-90009-9", false),
        ])
    func leitweg(text: String, isValid: Bool) {
        #expect(LeitwegID.isValid(text) == isValid)
    }

    @Test("an electronic address has a scheme of the list, or is an e-mail address")
    func electronicAddress() throws {
        #expect(try ElectronicAddress(parsing: "0208:0123456749").scheme == "0208")
        #expect(try ElectronicAddress(parsing: "a@b.example").scheme == "EM")
        #expect(try ElectronicAddress(parsing: "a@b.example").description == "a@b.example")
        for wrong in ["", "1234:5", "0208:", "nobody", "a@b", "a b@c.example"] {
            #expect(throws: BillingError.self) { try ElectronicAddress(parsing: wrong) }
        }
    }

    @Test("an accent that cannot be read on white is refused")
    func accent() throws {
        #expect(try SellerInvoicing.Accent(parsing: "#0b5c6b").blue == 0x6B)
        for wrong in ["0b5c6b", "#0b5c6", "#gggggg", "#ffff00", "#ff8800", "#999999"] {
            #expect(throws: BillingError.self) { try SellerInvoicing.Accent(parsing: wrong) }
        }
    }

    @Test("the parts of a charge for use are the amount, whatever the price")
    func breakdown() throws {
        let tiers = [
            PriceModel.Tier(upTo: ExactDecimal(5), unitPrice: ExactDecimal(12)),
            PriceModel.Tier(upTo: nil, unitPrice: ExactDecimal(10), flat: ExactDecimal(5)),
        ]
        let share = Share(part: 14, whole: 29, basis: .second)
        for aggregation in Meter.Aggregation.allCases {
            for model in [
                PriceModel.graduated(tiers: tiers), .volume(tiers: tiers),
                .package(size: ExactDecimal(3), price: ExactDecimal(2)),
            ] {
                for cap: Int64? in [nil, 4_000] {
                    let usage = UsageDerivation(
                        aggregation: aggregation, used: try Ratio(Int128(37), over: Int128(2)),
                        included: ExactDecimal(9), raised: .one, share: share, model: model,
                        maxChargeMinorUnits: cap, currency: try Currency(code: "EUR"))
                    let breakdown = try usage.breakdown()
                    #expect(breakdown.amountMinorUnits == (try UsageRating(usage).amountMinorUnits))
                    let sum = try breakdown.parts.reduce(Ratio.zero) { try $0 + $1.amount }
                    if breakdown.cap == nil { #expect(try sum * breakdown.share == breakdown.exact) }
                    #expect(try breakdown.billable == max(.zero, breakdown.used - breakdown.included))
                }
            }
        }
    }
}
