import Billing
import HTTPTransport
import PaymentGateways

/// How many charges a second the Stripe gateway makes, for `deploy/bench charge`.
///
/// Usage: charge-benchmark URL COUNT WIDTH RUN RATE: prints charges a second; RATE 0 is no limit.
@main
struct ChargeBenchmark {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 6, let count = Int(arguments[2]), let width = Int(arguments[3]),
            let rate = Int(arguments[5])
        else {
            print("usage: charge-benchmark URL COUNT WIDTH RUN RATE")
            throw Failure.usage
        }
        var configuration = StripeConfiguration(secretKey: Secret("sk_test_sandbox"), mode: .test)
        configuration.baseURL = arguments[1]
        configuration.requestsPerSecond = rate == 0 ? 100_000 : rate
        configuration.maximumInFlight = width
        // A 429 is an answer here, and ends it.
        configuration.repetitions = 0
        let gateway = try StripeGateway(configuration, transport: HTTPTransport(maximumConnections: width))
        let charges = (0..<count).map { gateway.prepare(request($0, run: arguments[4])) }
        let startedAt = ContinuousClock.now
        try await send(charges, through: gateway, width: width)
        let seconds = startedAt.duration(to: .now) / .seconds(1)
        print((Double(count) / seconds * 10).rounded() / 10)
    }

    private enum Failure: Error {
        case usage
        case notCharged(ChargeAnswer)
    }

    private static func send(
        _ charges: [PreparedCharge], through gateway: StripeGateway, width: Int
    ) async throws {
        try await withThrowingTaskGroup(of: ChargeAnswer.self) { group in
            var waiting = charges[...]
            for charge in waiting.prefix(width) { group.addTask { await gateway.send(charge) } }
            waiting = waiting.dropFirst(width)
            while let answer = try await group.next() {
                guard case .succeeded = answer else { throw Failure.notCharged(answer) }
                guard let charge = waiting.popFirst() else { continue }
                group.addTask { await gateway.send(charge) }
            }
        }
    }

    private static func request(_ number: Int, run: String) -> ChargeRequest {
        ChargeRequest(
            attemptID: "\(run)-\(number)", idempotencyKey: "bc1:bench:\(run):\(number)", invoiceID: "inv_1",
            invoiceNumber: "INV-2024-001", accountID: "acct_1", customerReference: nil,
            methodReference: "pm_card_visa", amountMinorUnits: 1_999, currencyCode: "USD",
            currencyExponent: 2)
    }
}
