import Billing
import ProcessorSandbox
import Testing

/// What every payment gateway must do, whatever its protocol. The judge is the processor's own books.
@Suite struct GatewayContract {
    @Test(arguments: ContractProcessor.allCases)
    func `a good method is charged once, with the amount that was asked for`(
        processor: ContractProcessor
    ) async throws {
        try await ContractBench.run(processor) { bench in
            let charge = try bench.charge(.succeeds)
            let answer = await bench.gateway.send(charge)
            let books = bench.sandbox.charges()
            #expect(books.count == 1)
            #expect(answer == .succeeded(reference: try #require(books.first).reference))
            #expect(books.first?.amount == 7_900)
            #expect(books.first?.currency.uppercased() == processor.currency)
            #expect(books.first?.succeeded == true)
        }
    }

    @Test(arguments: ContractProcessor.allCases)
    func `a decline is an answer with the bank's code`(processor: ContractProcessor) async throws {
        for (code, isHard) in [("insufficient_funds", false), ("stolen_card", true), ("expired_card", true)] {
            try await ContractBench.run(processor) { bench in
                let charge = try bench.charge(.declines(code: code))
                let answer = await bench.gateway.send(charge)
                let reference = bench.sandbox.charges().first?.reference
                #expect(answer.declineCode == DeclineCode(rawValue: code))
                #expect(answer.state == .declined)
                #expect(answer.reference == reference)
                #expect(answer.decline?.isHard == isHard)
                #expect(bench.sandbox.charges().map(\.succeeded) == [false])
            }
        }
    }

    @Test(arguments: ContractProcessor.allCases)
    func `a card that wants its holder takes no money`(processor: ContractProcessor) async throws {
        try await ContractBench.run(processor) { bench in
            let answer = await bench.gateway.send(try bench.charge(.requiresAction))
            let books = bench.sandbox.charges()
            let reference = try #require(books.first).reference
            // Razorpay asks the customer itself, for three days: the debit stays under way.
            #expect(
                answer
                    == (processor == .stripe
                        ? .needsAction(reference: reference) : .pending(reference: reference)))
            #expect(books.map(\.result) == ["requires_action"])
        }
    }

    @Test(arguments: ContractProcessor.allCases)
    func `what the bank is still working on is pending, and a look-up follows it`(
        processor: ContractProcessor
    ) async throws {
        try await ContractBench.run(processor) { bench in
            let charge = try bench.charge(.processes)
            let answer = await bench.gateway.send(charge)
            let reference = try #require(bench.sandbox.charges().first).reference
            #expect(answer == .pending(reference: reference))
            #expect(
                await bench.gateway.lookUp(charge, sentAtOrAfter: 0) == .found(.pending(reference: reference))
            )
        }
    }

    @Test(arguments: ContractProcessor.allCases)
    func `the same charge sent many times at once is one charge`(processor: ContractProcessor) async throws {
        try await ContractBench.run(processor) { bench in
            let charge = try bench.charge(.succeeds)
            let answers = await withTaskGroup(of: ChargeAnswer.self) { group in
                for _ in 0..<8 { group.addTask { await bench.gateway.send(charge) } }
                return await group.reduce(into: [ChargeAnswer]()) { $0.append($1) }
            }
            let books = bench.sandbox.charges()
            #expect(books.count == 1)
            #expect(Set(answers) == [.succeeded(reference: try #require(books.first).reference)])
        }
    }

    @Test(arguments: ContractProcessor.allCases)
    func `a lost answer is unknown, and both a repeat and a look-up tell the truth`(
        processor: ContractProcessor
    ) async throws {
        for outcome in [SandboxOutcome.succeedsUnheard, .declinesUnheard] {
            try await ContractBench.run(processor) { bench in
                let charge = try bench.charge(outcome)
                guard case .unknown = await bench.gateway.send(charge) else {
                    Issue.record("the lost answer was taken for an answer")
                    return
                }
                let reference = try #require(bench.sandbox.charges().first).reference
                let truth: ChargeAnswer =
                    outcome == .succeedsUnheard
                    ? .succeeded(reference: reference) : .declined("declined", reference: reference)
                guard case .found(let found) = await bench.gateway.lookUp(charge, sentAtOrAfter: 0) else {
                    Issue.record("not found")
                    return
                }
                // A processor may tell more of a decline than its code.
                for answer in [found, await bench.gateway.send(charge)] {
                    #expect(answer.state == truth.state)
                    #expect(answer.declineCode == truth.declineCode)
                    #expect(answer.reference == truth.reference)
                }
                #expect(bench.sandbox.charges().count == 1)
            }
        }
    }

    @Test(arguments: ContractProcessor.allCases)
    func `what was never sent is absent`(processor: ContractProcessor) async throws {
        try await ContractBench.run(processor) { bench in
            _ = await bench.gateway.send(try bench.charge(.succeeds, attempt: "att_other"))
            let charge = try bench.charge(.succeeds)
            #expect(await bench.gateway.lookUp(charge, sentAtOrAfter: 0) == .absent)
        }
    }

    @Test(arguments: ContractProcessor.allCases)
    func `a method or customer that is gone is refused and executes nothing`(
        processor: ContractProcessor
    ) async throws {
        try await ContractBench.run(processor) { bench in
            let goneCustomer = bench.gateway.prepare(bench.request(customer: "cus_gone"))
            _ = try bench.charge(.succeeds, attempt: "att_2")
            let goneMethod = bench.gateway.prepare(bench.request(attempt: "att_3", method: "pm_gone"))
            for charge in [goneCustomer, goneMethod] {
                guard case .refused = await bench.gateway.send(charge) else {
                    Issue.record("not refused")
                    return
                }
            }
            #expect(bench.sandbox.charges().isEmpty)
        }
    }

    @Test(arguments: ContractProcessor.allCases)
    func `a key that is not let in stops the processor and executes nothing`(
        processor: ContractProcessor
    ) async throws {
        try await ContractBench.run(processor) { bench in
            let charge = try bench.charge(.succeeds)
            guard case .unavailable = await bench.strangerGateway.send(charge) else {
                Issue.record("a bad key was not noticed")
                return
            }
            guard case .unknown = await bench.strangerGateway.lookUp(charge, sentAtOrAfter: 0) else {
                Issue.record("a look-up without a key cannot know anything")
                return
            }
            #expect(bench.sandbox.charges().isEmpty)
        }
    }

    @Test(arguments: ContractProcessor.allCases)
    func `a rate limit means not executed, and later the charge goes through`(
        processor: ContractProcessor
    ) async throws {
        try await ContractBench.run(processor) { bench in
            let charge = try bench.charge(.succeeds)
            bench.sandbox.setFaults(.always(.rateLimited))
            for _ in 0..<processor.postsPerCharge {
                guard case .notExecuted = await bench.gateway.send(charge) else {
                    Issue.record("429 was not taken for not executed")
                    return
                }
                #expect(bench.sandbox.charges().isEmpty)
            }
            guard case .succeeded = await bench.gateway.send(charge) else {
                Issue.record("the repeat did not succeed")
                return
            }
            #expect(bench.sandbox.charges().count == 1)
        }
    }

    /// Every way in which an answer can be spoilt, whether or not the money was taken: unknown at first, and
    /// after as many repeats as it takes the books hold exactly one charge.
    @Test(
        arguments: ContractProcessor.allCases,
        SandboxFault.allCases.filter { $0 != .rateLimited && $0 != .lateSuccess })
    func `a spoilt answer is unknown and never leads to a second charge`(
        processor: ContractProcessor, fault: SandboxFault
    ) async throws {
        try await ContractBench.run(processor, totalTimeoutMilliseconds: 1_000) { bench in
            let charge = try bench.charge(.succeeds)
            var plan = FaultPlan.always(fault)
            plan.delayMilliseconds = 2_000
            bench.sandbox.setFaults(plan)
            guard case .unknown = await bench.gateway.send(charge) else {
                Issue.record("a spoilt answer was taken for an answer")
                return
            }
            // Razorpay stores no answers: what was not executed may go again.
            let isHopeless = fault == .storedServerErrorUnexecuted && processor == .stripe
            try await settle(charge, bench, rounds: isHopeless ? 3 : 200)
            let expected = isHopeless ? 0 : 1
            #expect(bench.sandbox.charges().count == expected)
        }
    }

    /// Asks, and sends again what is absent, as the recovery of a run does.
    private func settle(_ charge: PreparedCharge, _ bench: ContractBench, rounds: Int) async throws {
        for _ in 0..<rounds {
            switch await bench.gateway.lookUp(charge, sentAtOrAfter: 0) {
            case .found(.succeeded): return
            case .absent:
                if case .succeeded = await bench.gateway.send(charge) { return }
            case .found, .unknown: break
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}
