import Billing
import ProcessorSandbox
import Testing

/// What every gateway must do about money that goes back, and about what the processor knows.
@Suite struct RefundContract {
    @Test(arguments: ContractProcessor.allCases)
    func `the same refund sent twice gives back once, and a look-up finds it`(
        processor: ContractProcessor
    ) async throws {
        try await ContractBench.run(processor) { bench in
            let refund = try await bench.refund(ofAmount: 2_900)
            #expect(await bench.gateway.lookUpRefund(refund) == .absent)
            let first = await bench.gateway.sendRefund(refund)
            guard case .succeeded = first else {
                Issue.record("\(first)")
                return
            }
            #expect(await bench.gateway.sendRefund(refund) == first)
            #expect(await bench.gateway.lookUpRefund(refund) == .found(first))
            #expect(bench.sandbox.charges().map(\.refunded) == [2_900])
        }
    }

    @Test(arguments: ContractProcessor.allCases)
    func `the refunds of a charge are listed, ours and others'`(processor: ContractProcessor) async throws {
        try await ContractBench.run(processor) { bench in
            let refund = try await bench.refund(ofAmount: 2_900)
            #expect(await bench.gateway.refunds(ofCharge: refund.chargeReference) == .refunds([]))
            guard case .succeeded(let reference) = await bench.gateway.sendRefund(refund) else {
                Issue.record("not given back")
                return
            }
            let ours = ProcessorRefund(
                reference: reference, refundID: "refund_1", chargeReference: refund.chargeReference,
                amountMinorUnits: 2_900, currencyCode: processor.currency,
                standing: .succeeded(reference: reference))
            #expect(await bench.gateway.refunds(ofCharge: refund.chargeReference) == .refunds([ours]))
            guard case .unknown = await bench.strangerGateway.refunds(ofCharge: refund.chargeReference)
            else {
                Issue.record("a refused question was taken for an answer")
                return
            }
        }
    }

    @Test(arguments: ContractProcessor.allCases)
    func `more than is left is refused, and nothing goes back`(processor: ContractProcessor) async throws {
        try await ContractBench.run(processor) { bench in
            let refund = try await bench.refund(ofAmount: 7_901)
            guard case .refused = await bench.gateway.sendRefund(refund) else {
                Issue.record("not refused")
                return
            }
            #expect(bench.sandbox.charges().map(\.refunded) == [0])
        }
    }

    @Test(arguments: ContractProcessor.allCases, [SandboxFault.dropAfter, .serverErrorAfter, .truncated])
    func `a lost answer to a refund is unknown, and a repeat gives back nothing more`(
        processor: ContractProcessor, fault: SandboxFault
    ) async throws {
        try await ContractBench.run(processor) { bench in
            let refund = try await bench.refund(ofAmount: 7_900)
            bench.sandbox.setFaults(.always(fault))
            guard case .unknown = await bench.gateway.sendRefund(refund) else {
                Issue.record("a spoilt answer was taken for an answer")
                return
            }
            guard case .found(.succeeded(let reference)) = await bench.gateway.lookUpRefund(refund) else {
                Issue.record("the refund is not found")
                return
            }
            #expect(await bench.gateway.sendRefund(refund) == .succeeded(reference: reference))
            #expect(bench.sandbox.charges().map(\.refunded) == [7_900])
        }
    }

    @Test(arguments: ContractProcessor.allCases)
    func `the listing shows our charges with what became of them`(processor: ContractProcessor) async throws {
        try await ContractBench.run(processor) { bench in
            let good = try bench.charge(.succeeds)
            let bad = try bench.charge(.declines(code: "stolen_card"), attempt: "att_2")
            let answers = [await bench.gateway.send(good), await bench.gateway.send(bad)]
            guard
                case .charges(let charges) = await bench.gateway.charges(
                    createdAtOrAfter: 0, withRefunds: true)
            else {
                Issue.record("no listing")
                return
            }
            #expect(charges.map(\.attemptID) == ["att_2", "att_1"])
            #expect(charges.map(\.invoiceID) == ["inv_1", "inv_1"])
            #expect(charges.map { $0.answer(to: $0.attemptID == "att_1" ? good : bad) } == answers.reversed())
            guard case .contradicts = charges[0].answer(to: good) else {
                Issue.record("the charge of another attempt was taken for this one's")
                return
            }
            var dearer = good
            dearer.amountMinorUnits += 1
            guard case .contradicts = charges[1].answer(to: dearer) else {
                Issue.record("another amount was not noticed")
                return
            }
        }
    }

    @Test(arguments: ContractProcessor.allCases)
    func `what an event names is read from the processor`(processor: ContractProcessor) async throws {
        try await ContractBench.run(processor) { bench in
            let charge = try bench.charge(.succeeds)
            let answer = await bench.gateway.send(charge)
            let reference = try #require(answer.reference)
            var event = ProcessorEvent(
                processor: processor.rawValue, id: "evt_1", type: "whatever", createdAt: 0, isLive: false,
                subject: .charge(reference: reference))
            guard case .charge(let found) = await bench.gateway.fetch(event) else {
                Issue.record("not found")
                return
            }
            #expect(found.answer(to: charge) == answer)
            event.isLive = true
            guard case .unknown = await bench.gateway.fetch(event) else {
                Issue.record("a live event was taken in test mode")
                return
            }
            event.isLive = nil
            event.subject = .charge(reference: "../../v1/customers")
            #expect(await bench.gateway.fetch(event) == .nothing)
        }
    }
}

extension ContractBench {
    /// A refund of a charge of 79.00 that has succeeded.
    func refund(ofAmount amount: Int64) async throws -> PreparedRefund {
        let answer = await gateway.send(try charge(.succeeds))
        return gateway.prepareRefund(
            RefundRequest(
                refundID: "refund_1", idempotencyKey: "bc1:test:refund:refund_1",
                chargeReference: try #require(answer.reference), amountMinorUnits: amount,
                currencyCode: processor.currency, currencyExponent: 2, reason: .duplicate))
    }
}
