import BillingCalendar

/// Each stage goes batch by batch; what a batch did is in the report before the next begins.
extension BillingRun {
    /// Before anything is sent: whatever the processors charged for us must stand in the books.
    ///
    /// - Returns: the processors that get nothing in this run.
    func audit(_ report: inout RunReport) async throws -> Set<String> {
        guard services.auditsCharges, !order.stages.isDisjoint(with: [.recover, .charge]) else { return [] }
        let audit = try await OrphanAudit(charging: charging()).run()
        report.add(recovered: audit.settled)
        report.problems += audit.problems
        report.idleProcessors = Set(audit.stopped.keys)
        report.silentProcessors = audit.silent
        return Set(audit.stopped.keys)
    }

    /// Unknown charges first, so that nothing new is charged beside them.
    func recover(_ report: inout RunReport, stopped: inout Set<String>) async throws {
        let recovery = Recovery(charging: charging(stopped: stopped))
        let swept = try await recovery.sweep(batchSize: services.limits.sweepBatch)
        report.add(recovered: swept.settled)
        report.add(announced: swept.waiting)
        stop(swept.settled, &stopped, &report)
        let refunding = Refunding(
            books: services.books, gateways: services.gateways, deployment: services.deployment,
            scope: order.scope, at: order.record.asOf)
        report.add(
            refunds: try await refunding.sweep(
                batchSize: services.limits.sweepBatch, passingOver: report.silentProcessors))
        try await workOffMessages(&report)
    }

    /// Processors' messages that could not be worked off when they came.
    private func workOffMessages(_ report: inout RunReport) async throws {
        guard case .everything = order.scope else { return }
        let asOf = order.record.asOf
        let inbox = ProcessorInbox(
            books: services.books, gateways: services.gateways, deployment: services.deployment,
            now: { asOf })
        var silent = report.silentProcessors
        while case let batch = try await inbox.workOff(
            limit: services.limits.sweepBatch, passingOver: silent),
            !batch.results.isEmpty
        {
            report.add(recovered: batch.settled)
            report.problems += batch.problems
            silent.formUnion(batch.silent)
        }
    }

    /// scan → rate → invoice, batch by batch until nothing is due, on the books that the mode asks for.
    ///
    /// A bound that would be left, or a difference from what was approved, stops the run before more is written.
    func closeBoundaries(_ report: inout RunReport) async throws {
        do {
            var gauge = BrakeGauge(
                order.mode.hasBrakes ? services.brakes : Brakes(), isRehearsal: order.mode == .rehearse)
            for books in order.mode.books(services.books, run: order.record.id) {
                try await closeBoundaries(on: books, &gauge, &report)
            }
            if let reason = gauge.reason {
                report.problems.append("the brake would stop this run: \(reason)")
            }
        } catch let error as RunError where error.stopsRun {
            report.stopped = error
        }
    }

    private func closeBoundaries(
        on books: any ClosingBooks, _ gauge: inout BrakeGauge, _ report: inout RunReport
    ) async throws {
        let billing = BoundaryBilling(
            books: books, scope: order.scope,
            asOf: order.record.asOf.adding(seconds: -services.draftWindowSeconds),
            issuedAt: order.record.asOf, run: order.record.id, batchSize: services.limits.closingBatch)
        var waits = 0
        while true {
            let batch = try await billing.nextBatch(gauge)
            if batch.isLast {
                guard try await billing.isAnyLeft() else { return }
                guard waits < services.limits.waitsForOthers else {
                    report.problems.append(
                        "subscriptions that are due are held by others (usage being recorded, another run): the next "
                            + "run bills them")
                    return
                }
                waits += 1
                try await Task.sleep(for: Self.waitForOthers)
                continue
            }
            waits = 0
            gauge = batch.gauge
            report.add(batch)
            await services.progress.advance(.invoice, by: batch.boundaries)
        }
    }

    /// A document that cannot be written is a problem to look at; it holds nothing else up, and the next run makes it.
    func render(_ report: inout RunReport) async throws {
        guard let documents = services.documents else { return }
        let rendering = Rendering(
            books: services.books, documents: documents, scope: order.scope,
            batchSize: services.limits.renderingBatch)
        var problems: [RenderedDocument.Subject: DocumentStoreError] = [:]
        var remarks: Set<String> = []
        while true {
            let batch = try await rendering.nextBatch(passingOver: Set(problems.keys))
            problems.merge(batch.problems) { $1 }
            if batch.isLast || problems.count > Self.mostUndrawn { break }
            remarks.formUnion(batch.rendered.flatMap(\.remarks))
            report.documents += batch.rendered.count
            await services.progress.advance(.render, by: batch.rendered.count)
        }
        report.problems += Set(problems.values.map(\.description)).sorted() + remarks.sorted()
    }

    /// Charges round by round until none is due. A processor that refuses our key, or that an alarm names, gets nothing
    /// more; the others go on.
    func charge(_ report: inout RunReport, stopped: inout Set<String>) async throws {
        guard try await services.books.transaction({ try await $0.chargingIsOn() }) else {
            report.problems.append(
                "charging is switched off: nothing is charged; see `dueday charging status`")
            return
        }
        do {
            try await chargeRounds(&report, stopped: &stopped)
        } catch let error as RunError {
            report.problems.append("\(error)")
        }
        guard case .everything = order.scope else { return }
        report.add(
            stoppedAccounts: try await services.books.transaction { try await $0.countStoppedAccounts() })
    }

    private func chargeRounds(_ report: inout RunReport, stopped: inout Set<String>) async throws {
        let clock = ContinuousClock()
        var lookedAt = clock.now
        var rounds = ChargingRounds()
        var missing: Set<String> = []
        while let batch = try await rounds.next(charging(stopped: stopped)) {
            report.add(batch)
            for processor in batch.missingProcessors.subtracting(missing).sorted() {
                report.problems.append("\(RunError.noGateway(processor: processor))")
            }
            missing.formUnion(batch.missingProcessors)
            await services.progress.advance(.charge, by: batch.settled.count)
            stop(batch.settled, &stopped, &report)
            guard lookedAt.duration(to: clock.now) > Self.timeBetweenSweeps else { continue }
            let recovery = Recovery(charging: charging(stopped: stopped))
            report.add(recovered: try await recovery.glance(limit: services.limits.sweepBatch))
            lookedAt = clock.now
        }
    }

    /// Processors that refused our key get nothing more in this run.
    private func stop(
        _ settled: [SettledCharge], _ stopped: inout Set<String>, _ report: inout RunReport
    ) {
        for refused in settled where refused.isRefusedAccess && stopped.insert(refused.processor).inserted {
            let error = RunError.gatewayRefuses(
                processor: refused.processor, reason: refused.note ?? "no reason given")
            report.problems.append("\(error)")
            report.idleProcessors.insert(refused.processor)
            report.silentProcessors.insert(refused.processor)
        }
    }

    /// Reminds customers in dunning and those whose cards expire; each is told once.
    func remind(_ report: inout RunReport) async throws {
        let reminding = Reminding(
            books: services.books, scope: order.scope, asOf: order.record.asOf,
            batchSize: services.limits.remindingBatch)
        while case let count = try await reminding.nextBatch(), count > 0 {
            report.reminders += count
            await services.progress.advance(.dunning, by: count)
        }
    }

    /// Delivers what is due. What cannot leave waits; only what was given up is something to look at.
    func notify(_ report: inout RunReport) async throws {
        var notifying = Notifying(
            books: services.books, channels: services.channels, scope: order.scope,
            batchSize: services.limits.noticeBatch)
        report.add(expiredDeliveries: try await notifying.distribute())
        while case let results = try await notifying.nextBatch(), !results.isEmpty {
            report.add(results)
            await services.progress.advance(.notify, by: results.count)
        }
        if let reason = notifying.mailProblem { report.problems.append("mails wait: \(reason)") }
        report.waitingForChannel = try await notifying.waitingForChannel()
    }

    /// With more documents than this that cannot be made something is wrong with the machine, not with them.
    private static let mostUndrawn = 1_000

    private static let waitForOthers = Duration.milliseconds(200)

    /// How long charging goes on before what was left unsettled meanwhile is looked at.
    private static let timeBetweenSweeps = Duration.seconds(5)

    private func charging(stopped: Set<String> = []) -> Charging {
        var charging = Charging(
            books: services.books, gateways: services.gateways, deployment: services.deployment,
            scope: order.scope, asOf: order.record.asOf, batchSize: services.limits.chargingBatch,
            ceilings: services.ceilings, stopped: stopped)
        charging.run = order.record.id
        charging.billsOverdue = order.mode == .bill
        return charging
    }
}

extension ClosingMode {
    /// What was approved by a person is within bounds.
    fileprivate var hasBrakes: Bool {
        switch self {
        case .bill, .rehearse: true
        case .approved: false
        }
    }

    /// The books that boundaries are closed on, one after the other.
    fileprivate func books(_ books: any BillingBooks, run: String) -> [any ClosingBooks] {
        switch self {
        case .bill: [books]
        case .rehearse: [RehearsedBooks(books, rehearsal: run)]
        case .approved(let rehearsals): rehearsals.map { ApprovedBooks(books: books, rehearsal: $0) }
        }
    }
}
