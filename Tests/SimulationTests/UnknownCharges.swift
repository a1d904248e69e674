import Billing
import BillingCalendar
import BillingFormats
import BillingRun
import Simulation
import Testing

/// Charges whose answer is lost: a simulation asks again, and comes to an end whatever the processor does.
@Suite struct UnknownCharges {
    private static let scenario = """
        catalog:
          seller: {id: s, name: Seller, country: US, region: CA, time_zone: UTC}
          plans: {pro: {prices: [{currency: USD, interval: month, amount: "79.00"}]}}
        accounts:
          - id: acme
            currency: USD
            time_zone: UTC
            country: US
            payment_methods: [{id: pm_1, outcomes: [ok]}]
        timeline:
          - {at: 2024-01-31T00:00:00Z, subscribe: {id: sub_1, account: acme, plan: pro, interval: month}}
        until: 2024-04-30T00:00:00Z
        """

    private func play(answerAfter asks: Int?) async throws -> SimulationAnswer {
        let scenario = try ScenarioFile.parse(Array(Self.scenario.utf8), fileName: "scenario") { _ in [] }
        var engine = try SimulationEngine.memory(catalog: scenario.catalog)
        engine.gateways = GatewaySet([ForgetfulGateway(asks: asks)], width: 1)
        return try await ScenarioPlayer(scenario, on: engine).play()
    }

    @Test("an answer that is lost several times is asked for until it is known", .timeLimit(.minutes(5)))
    func askedUntilKnown() async throws {
        let answer = try await play(answerAfter: 7)
        #expect(answer.invoices.map(\.status) == Array(repeating: "paid", count: 4))
        #expect(answer.payments.map(\.result) == Array(repeating: "succeeded", count: 4))
    }

    @Test("a charge that stays unknown for ever ends the simulation with its name", .timeLimit(.minutes(5)))
    func unknownForEver() async throws {
        await #expect {
            try await play(answerAfter: nil)
        } throws: { error in
            let message = (error as? SimulationError)?.message ?? ""
            return message.hasPrefix("nothing moves on at 2024-01-31T00:00:00Z: asked 50 times, charge ")
                && message.hasSuffix(" is unknown")
        }
    }
}

/// Executes every charge at once, and tells what became of it only when it is asked often enough; nil: never.
private actor ForgetfulGateway: PaymentGateway {
    nonisolated let processor = "stripe"
    nonisolated var repetition: RepetitionRule { .byKey(lifeSeconds: 23 * 3_600, absenceSeconds: 3_600) }
    private let asks: Int?
    private var asked: [String: Int] = [:]

    init(asks: Int?) { self.asks = asks }

    nonisolated func prepare(_ request: ChargeRequest) -> PreparedCharge {
        PreparedCharge(
            attemptID: request.attemptID, idempotencyKey: request.idempotencyKey, apiVersion: "", body: [],
            customerReference: nil, amountMinorUnits: request.amountMinorUnits,
            currencyCode: request.currencyCode)
    }

    func send(_ charge: PreparedCharge) -> ChargeAnswer {
        isTold(charge) ? .succeeded(reference: "pi_1") : .unknown(reason: "the answer was lost")
    }

    func lookUp(_ charge: PreparedCharge, sentAtOrAfter: Int64) -> LookUpAnswer {
        isTold(charge) ? .found(.succeeded(reference: "pi_1")) : .unknown(reason: "the answer was lost")
    }

    nonisolated func prepareRefund(_ request: RefundRequest) -> PreparedRefund {
        PreparedRefund(
            refundID: request.refundID, idempotencyKey: request.idempotencyKey, apiVersion: "", body: [],
            chargeReference: request.chargeReference, amountMinorUnits: request.amountMinorUnits,
            currencyCode: request.currencyCode)
    }

    func sendRefund(_ refund: PreparedRefund) -> RefundAnswer { .refused(code: "unsupported") }
    func lookUpRefund(_ refund: PreparedRefund) -> RefundLookUpAnswer { .absent }
    func refunds(ofCharge reference: String) -> RefundListing { .refunds([]) }
    func cancel(_ charge: PreparedCharge, reference: String) -> CancelAnswer { .canceled }
    func savedMethods(ofCustomer reference: String) -> SavedMethodListing { .refused(code: "unsupported") }
    func updateLink(_ request: UpdateLinkRequest) -> UpdateLinkAnswer { .refused(code: "unsupported") }
    func charges(createdAtOrAfter: Int64, withRefunds: Bool) -> ChargeListing { .charges([]) }
    func fetch(_ event: ProcessorEvent) -> EventFinding { .nothing }

    private func isTold(_ charge: PreparedCharge) -> Bool {
        asked[charge.idempotencyKey, default: 0] += 1
        return asks.map { asked[charge.idempotencyKey, default: 0] >= $0 } ?? false
    }
}
