import ProcessorSandbox
import Testing

@testable import FaultCampaign

/// A debit that waits for its notice to run out has an answer: nobody is to be alarmed by its silence.
@Suite struct AnnouncedDebitStory {
    @Test("a debit announced for later than in two days rings no alarm, and is made when its time has come")
    func waitsWithoutAlarm() async throws {
        let customers = Customers(all: [
            Customers.Customer(
                account: "a", method: Customers.Method(processor: .razorpay, answers: [.succeeds]))
        ])
        let server = try await CampaignServer.start()
        let url = try await server.database()
        try await customers.fill(url: url)
        let stage = try await Stage.make(url: url, customers: customers)
        let run = ["run", "--as-of", "\(KillStep.asOf)"] + Stage.charging
        _ = try await stage.worker.run(run)
        #expect(stage.sandbox.charges().isEmpty)

        // The notice has six hours left.
        try await stage.age(hours: 60, processorHours: 30)
        try await stage.endLeases()
        _ = try await stage.worker.run(run)
        #expect(stage.sandbox.charges().isEmpty)
        #expect(try await stage.alarms() == [])

        // The first request for the debit comes to nothing, and that is no reason for an alarm either.
        stage.sandbox.setFaults(.always(.dropBefore))
        try await stage.age(hours: 7)
        try await stage.endLeases()
        _ = try await stage.worker.run(run)
        #expect(stage.sandbox.charges().isEmpty)
        #expect(try await stage.alarms() == [])

        try await stage.age(hours: 1)
        try await stage.endLeases()
        _ = try await stage.worker.run(run)
        #expect(try await Judge(stage).violations(allArePaid: true) == [])
        await stage.stop()
    }
}
