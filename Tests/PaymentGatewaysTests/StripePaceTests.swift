import Billing
import ProcessorSandbox
import Testing

@testable import PaymentGateways

/// The pace over the socket, by the sandbox's own stamps. A request may come late, where the machine stands still, and
/// never too early; when it leaves is ``DepartureQueueTests``.
@Suite struct StripePaceTests {
    /// The longest that a configuration may ask for, so that no machine is too slow.
    private static let long = 600_000

    private static func send(_ count: Int, _ bench: ContractBench) async throws -> [ChargeAnswer] {
        let charges = try (0..<count).map { try bench.charge(.succeeds, attempt: "att_\($0)") }
        return await withTaskGroup(of: ChargeAnswer.self) { group in
            for charge in charges { group.addTask { await bench.gateway.send(charge) } }
            return await group.reduce(into: [ChargeAnswer]()) { $0.append($1) }
        }
    }

    @Test func `no request comes before its turn of 25 a second`() async throws {
        var configuration = SandboxConfiguration()
        configuration.keepsArrivals = true
        try await ContractBench.run(
            .stripe, sandbox: configuration, totalTimeoutMilliseconds: Self.long, requestsPerSecond: 25
        ) { bench in
            let startedAt = ContinuousClock.now
            let answers = try await Self.send(75, bench)
            #expect(answers.allSatisfy { $0.state == .succeeded })
            let arrivals = bench.sandbox.arrivals()
            #expect(arrivals.count == 75)
            for (place, arrival) in arrivals.enumerated() {
                let turn = Duration.nanoseconds(Int64(place) * 1_000_000_000 / 25)
                #expect(startedAt.duration(to: arrival) >= turn, "request \(place)")
            }
        }
    }

    /// With one under way at a time a request has come before the next one leaves. So the server's stamps say what the
    /// gate did, however slow the way between them is: 26 departures take a second at least, and of 27 arrivals the last
    /// is at least a second behind the first. The sandbox, which allows 25 a second, answers none with 429.
    @Test func `in no second a server that allows 25 has more, and it refuses none`() async throws {
        var configuration = SandboxConfiguration()
        configuration.keepsArrivals = true
        configuration.requestsPerSecond = 25
        try await ContractBench.run(
            .stripe, sandbox: configuration, totalTimeoutMilliseconds: Self.long, repetitions: 0,
            requestsPerSecond: 25, maximumInFlight: 1
        ) { bench in
            var answers = try await Self.send(40, bench)
            // A pause saves nothing up.
            try await Task.sleep(for: .milliseconds(700))
            let more = try (40..<80).map { try bench.charge(.succeeds, attempt: "att_\($0)") }
            for charge in more { answers.append(await bench.gateway.send(charge)) }
            #expect(answers.allSatisfy { $0.state == .succeeded })
            let arrivals = bench.sandbox.arrivals()
            #expect(arrivals.count == 80)
            for (first, last) in zip(arrivals, arrivals.dropFirst(26)) {
                #expect(first.duration(to: last) >= .seconds(1))
            }
        }
    }
}
