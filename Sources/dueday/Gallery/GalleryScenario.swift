import Billing
import BillingFormats
import BillingRun
import Foundation
import InvoiceDocument
import Simulation
import SystemTimeZones

/// One invoice of the gallery: a scenario that the rules play, and of what it issues the last.
struct GalleryScenario: Sendable {
    /// The seller's keys.
    var seller: String
    /// The catalogue without the seller.
    var products: String
    /// The account's keys without its id, which is "buyer".
    var buyer: String
    /// Timeline entries.
    var timeline: String

    /// Plays it in memory.
    ///
    /// - Returns: the last invoice with all that goes with it.
    func play() async throws -> UnrenderedInvoice {
        let scenario = try ScenarioFile.parse(Array(yaml.utf8), fileName: "gallery") { path in
            throw CommandFailure.usage("the gallery has no file \(path)")
        }
        let engine = try SimulationEngine.memory(catalog: scenario.catalog)
        _ = try await ScenarioPlayer(scenario, on: engine).play()
        guard let invoice = try await engine.books.allInvoices().last,
            let buyer = scenario.accounts.first?.account
        else { throw CommandFailure.usage("a scenario of the gallery issued no invoice") }
        let seller = scenario.catalog.seller
        return UnrenderedInvoice(
            invoice, seller: seller, buyer: buyer,
            sellerZone: try ZoneDatabase.system.zone(seller.timeZoneID),
            buyerZone: try ZoneDatabase.system.zone(buyer.timeZoneID), names: ItemNames(scenario.catalog))
    }

    private var yaml: String {
        """
        catalog:
          seller:
        \(Self.indented(seller, by: 4))
        \(Self.indented(products, by: 2))
        accounts:
          - id: buyer
        \(Self.indented(buyer, by: 4))
        timeline:
        \(Self.indented(timeline, by: 2))
        until: 2024-02-29T23:00:00Z
        """
    }

    private static func indented(_ text: String, by count: Int) -> String {
        let blanks = String(repeating: " ", count: count)
        return text.split(separator: "\n").map { blanks + $0 }.joined(separator: "\n")
    }
}
