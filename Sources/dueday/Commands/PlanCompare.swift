import ArgumentParser
import Billing
import BillingCalendar
import BillingFormats
import BillingRun
import Monetary

extension CatalogCommand {
    struct Compare: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "compare",
            abstract: "Show all plans beside a subscription's own, with the real cost of changing now.",
            discussion: """
                The difference is that of the list prices; the cost of changing now is what the invoice of the change \
                would come to, with tax. What a full period is expected to cost goes by this period's usage.

                EXAMPLE: dueday catalog compare sub_1 --json
                """)

        @Argument(help: "The subscription's id.")
        var subscription: String
        @OptionGroup var at: AtOption
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let database = try await Database.open(try await Settings.load())
            let instant = try at.instant()
            let (view, offers, recommendation) = try await CustomerView(books: database.books)
                .comparison(subscription, at: instant)
            var costs: [String: Int64] = [:]
            for offer in offers where !offer.isCurrent && offer.priceMinorUnits != nil {
                costs[offer.plan.id] = try await cost(of: offer.plan.id, at: instant, database)
            }
            let currency = view.context.account.currency
            if output.json {
                return output.print([
                    "subscription": .string(subscription), "currency": .string(currency.code),
                    "plans": .array(offers.map { Self.json($0, costs[$0.plan.id], currency) }),
                    "recommendation": Self.json(recommendation, currency),
                ])
            }
            Self.print(offers, costs, currency)
            if let recommendation { Terminal.print(Self.words(recommendation, currency)) }
        }

        /// What the invoice of a change now comes to; nil where it would be refused.
        private func cost(of plan: String, at: Instant, _ database: Database) async throws -> Int64? {
            var change = ChangeOrder(subscription: subscription, plan: plan)
            change.proration = .alwaysInvoice
            let order = InvoicePreview.Order(subscription: subscription, at: at, change: change)
            do {
                return try await InvoicePreview(books: database.books).preview(order).invoice?.totalMinorUnits
            } catch is BillingError {
                return nil
            }
        }

        private static func json(_ offer: PlanOffer, _ cost: Int64?, _ currency: Currency) -> OrderedJSON {
            let major = { (units: Int64?) in OrderedJSON.text(units.map(currency.majorUnits)) }
            return [
                "id": .string(offer.plan.id), "name": .string(offer.plan.name),
                "is_current": .bool(offer.isCurrent), "price": major(offer.priceMinorUnits),
                "difference": major(offer.differenceMinorUnits), "cost_of_changing_now": major(cost),
                "expected_period_cost": major(offer.expectedMinorUnits),
                "features": FeatureText.json(offer.plan.features),
            ]
        }

        private static func json(_ item: PlanRecommendation?, _ currency: Currency) -> OrderedJSON {
            guard let item else { return .null }
            return [
                "direction": .string(item.direction.rawValue), "plan": .string(item.plan),
                "meter": .string(item.meter), "percentage": .string(StandingText.percent(item.percentage)),
                "current_period_cost": .string(currency.majorUnits(item.currentMinorUnits)),
                "expected_period_cost": .string(currency.majorUnits(item.expectedMinorUnits)),
            ]
        }

        private static func print(_ offers: [PlanOffer], _ costs: [String: Int64], _ currency: Currency) {
            let major = { (units: Int64?) in units.map(currency.majorUnits) ?? "–" }
            var table = Table([
                .left("PLAN"), .left("NAME"), .left(""), .right("PRICE"), .right("DIFFERENCE"),
                .right("CHANGING NOW"), .right("EXPECTED A PERIOD"), .left(currency.code),
            ])
            for offer in offers {
                table.add(
                    offer.plan.id, offer.plan.name, offer.isCurrent ? "current" : "",
                    major(offer.priceMinorUnits), major(offer.differenceMinorUnits),
                    major(costs[offer.plan.id]), major(offer.expectedMinorUnits), "")
            }
            table.print()
        }

        private static func words(_ item: PlanRecommendation, _ currency: Currency) -> String {
            "\n\(item.direction.rawValue) to \(item.plan): \(item.meter) is at \(StandingText.percent(item.percentage)) %; "
                + "a period is expected to cost \(currency.majorUnits(item.expectedMinorUnits)) \(currency.code) "
                + "instead of \(currency.majorUnits(item.currentMinorUnits))"
        }
    }
}

/// The free-form facts of a plan as JSON.
enum FeatureText {
    static func json(_ features: [String: FeatureValue]) -> OrderedJSON {
        .object(
            features.sorted { $0.key < $1.key }.map { OrderedJSON.Member($0.key, json($0.value)) })
    }

    private static func json(_ value: FeatureValue) -> OrderedJSON {
        switch value {
        case .none: .null
        case .flag(let flag): .bool(flag)
        case .number(let number): .number("\(number)")
        case .text(let text): .string(text)
        case .list(let values): .array(values.map(json))
        case .map(let values): json(values)
        }
    }
}
