import Billing
import BillingFormats
import BillingRun
import BillingStore
import Foundation
import Testing

/// What an application asks for its customers, through the built program.
@Suite struct CustomerStories {
    private static let catalog = """
        seller: {id: s, name: Seller, country: US, time_zone: UTC}
        meters: {calls: {aggregation: sum, unit: call}, vpn: {aggregation: sum}}
        plans:
          pro:
            name: Pro
            prices: [{currency: USD, interval: month, amount: "79.00"}]
            limits:
              calls: {included: 100, overage: {model: per_unit, unit_price: "0.50"}}
              vpn: {included: 2, hard: true}
            features: {support: priority}
          large:
            name: Large
            prices: [{currency: USD, interval: month, amount: "99.00"}]
            limits: {calls: {included: 1000, overage: {model: per_unit, unit_price: "0.50"}}}
        addons:
          a: {kind: recurring, prices: [{currency: USD, interval: month, amount: "10.00"}]}
          b: {kind: recurring, prices: [{currency: USD, interval: month, amount: "5.00"}]}
        """

    @Test(
        "usage, limits, a refusal with 402, alerts once a period, a comparison with the real cost of changing now"
    )
    func customersView() async throws {
        let stage = try await WorkerStage.make(customers: 1)
        let file = FileManager.default.temporaryDirectory.appending(path: "catalog-\(UUID().uuidString).yaml")
        try Self.catalog.write(to: file, atomically: true, encoding: .utf8)
        _ = try stage.customer("catalog", "apply", file.path)
        let use = [
            "usage", "record", "--account", "acct_1", "--subscription", "sub_1", "--at",
            "2024-01-10T00:00:00Z",
        ]
        _ = try stage.customer(use + ["--id", "e1", "--meter", "calls", "96"])

        let shown = try stage.customer(["usage", "show", "sub_1", "--at", "2024-01-16T00:00:00Z", "--json"])
        let calls = shown["usage"]?.elements.first
        #expect(calls?["current"] == "96" && calls?["limit"] == "100" && calls?["percentage"] == "96.00")
        #expect(calls?["remaining"] == "4" && calls?["unit"] == "call")
        #expect(
            calls?["projected"]?["basis"] == "elapsed_time" && calls?["projected"]?["exceeds_limit"] == true)
        #expect(shown["cost"]?["total"] == "99.00")

        let enforce = use + ["--enforce", "--json", "--meter", "vpn"]
        _ = try stage.customer(enforce + ["--id", "v1", "2"])
        let refused = try stage.customer(enforce + ["--id", "v2", "1"], ending: 1)
        #expect(refused["error"] == "Usage limit exceeded" && refused["status"] == .integer(402))
        #expect(refused["usage"] == ["current": "2", "limit": "2"])
        let again = try stage.customer(enforce + ["--id", "v1", "2"])
        #expect(again["repeated"] == .integer(1), "what was allowed stays allowed")
        let check = try stage.customer(
            ["usage", "check", "sub_1", "vpn", "1", "--at", "2024-01-16T00:00:00Z", "--json"], ending: 1)
        #expect(check["status"] == .integer(402))
        #expect(
            try await stage.books.reader.usage(of: "sub_1", meter: "vpn").total == 1,
            "the refused is not usage")

        for _ in 0..<2 {
            let alerts = try stage.customer(["usage", "alerts", "--at", "2024-01-16T00:00:00Z", "--json"])
            #expect(alerts["total"] == .integer(5), "\(alerts)")
        }
        _ = try stage.worker.run("run", "--as-of", "2024-01-16T00:00:00Z", "--stage", "notify")
        let told = try stage.customer("outbox", "list", "--kind", "usage.alert", "--json")
        #expect(told["total"] == .integer(5), "each level once: \(told)")

        let compared = try stage.customer([
            "catalog", "compare", "sub_1", "--at", "2024-01-16T12:30:00Z", "--json",
        ])
        let large = compared["plans"]?.elements.first { $0["id"] == "large" }
        #expect(large?["difference"] == "20.00" && large?["is_current"] == false)
        let preview = try stage.customer([
            "preview", "sub_1", "--change", "plan=large", "--change", "proration=always_invoice", "--at",
            "2024-01-16T12:30:00Z", "--json",
        ])
        #expect(large?["cost_of_changing_now"] == preview["invoice"]?["total"])
        #expect(compared["recommendation"]?["direction"] == "upgrade")

        let overview = try stage.customer([
            "account", "overview", "acct_1", "--at", "2024-01-16T00:00:00Z", "--json",
        ])
        #expect(overview["subscriptions"]?.elements.first?["next_billing_at"] == "2024-02-01T01:00:00Z")
        #expect(overview["open_invoices"] == .integer(1))
        try FileManager.default.removeItem(at: file)
        await stage.stop()
    }

    @Test("methods have one default and ordered backups, and one that is taken away is not tried any more")
    func methods() async throws {
        let stage = try await WorkerStage.make(customers: 1)
        _ = try stage.customer("payment-method", "add", "acct_1", "--id", "second", "--backup")
        _ = try stage.customer("payment-method", "add", "acct_1", "--id", "third", "--backup")
        _ = try stage.customer("payment-method", "default", "acct_1", "third")
        #expect(
            try await stage.books.reader.methods(of: "acct_1").map(\.method.id) == [
                "third", "pm_1", "second",
            ])
        _ = try stage.customer("payment-method", "remove", "acct_1", "pm_1")
        #expect(try await stage.books.reader.methods(of: "acct_1").map(\.method.id) == ["third", "second"])
        let unknown = try stage.worker.run("payment-method", "remove", "acct_1", "nobody")
        #expect(
            unknown.status == 2 && unknown.errors.contains("payment method \"nobody\""), "\(unknown.errors)")
        await stage.stop()
    }
}

extension WorkerStage {
    fileprivate func customer(_ arguments: String...) throws -> OrderedJSON { try customer(arguments) }

    fileprivate func customer(_ arguments: [String], ending status: Int32 = 0) throws -> OrderedJSON {
        let result = try worker.run(arguments, killedAfter: nil)
        #expect(result.status == status, "\(arguments): \(result.output)\(result.errors)")
        guard arguments.contains("--json") else { return .null }
        return try OrderedJSON.parse(result.output, fileName: arguments.joined(separator: " "))
    }
}

extension OrderedJSON {
    fileprivate var elements: [OrderedJSON] {
        if case .array(let items) = self { return items }
        return []
    }
}
