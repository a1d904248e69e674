import Billing
import BillingCalendar
import BillingFormats
import BillingRun
import BillingStore
import Foundation
import HTTPTransport
import Postgres
import PostgresTestKit
import ProcessorSandbox
import Testing

/// Collection through the built program, PostgreSQL and the processor sandbox.
@Suite(.serialized) struct CollectionStories {
    private func run(_ stage: WorkerStage, _ arguments: String...) throws -> WorkerProcess.Result {
        try stage.worker.run(arguments, killedAfter: nil)
    }

    private func json(_ stage: WorkerStage, _ arguments: String...) throws -> OrderedJSON {
        let result = try stage.worker.run(arguments + ["--json"], killedAfter: nil)
        return try OrderedJSON.parse(result.output, fileName: arguments.joined(separator: " "))
    }

    @Test("the story of one declined card, day by day")
    func declinedCard() async throws {
        let stage = try await WorkerStage.make(customers: 1)
        try stage.sandbox.register(
            ScriptedMethod(id: "pm_1", outcomes: [.declines(code: "insufficient_funds")]))
        for day in 1...5 {
            _ = try run(stage, "run", "--as-of", "2024-01-0\(day)T02:00:00Z")
        }
        let number = try #require(try await stage.books.allInvoices().first).number
        let shown = try run(stage, "dunning", "show", number, "--at", "2024-01-05T03:00:00Z")
        let lines = shown.output.split(separator: "\n").map { line in
            line.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
        }
        let declined =
            "charged 107.17 USD to pm_1: declined, insufficient_funds (funds): tried again by the calendar"
        #expect(
            lines == [
                "\(number) of acct_1, open; times of UTC", "DAY TIME WHAT",
                "2024-01-01 01:00 issued, 107.17 USD due", "02:00 round 1: \(declined)",
                "02:00 told: payment.failed",
                "2024-01-02 02:00 round 2: \(declined)", "02:00 told: payment.failed (no mail so soon)",
                "2024-01-04 02:00 round 3: \(declined)", "02:00 told: payment.failed (no mail so soon)",
                "2024-01-05 02:00 told: dunning.last_warning",
                "2024-01-06 02:00 → round 4, by the policy's retries",
                "2024-01-08 02:00 → round 5, by the policy's retries",
                "02:00 → if it fails too: the subscription is canceled, the invoice uncollectible",
                "to try now: dueday payment retry \(number) with another method: dueday invoice pay \(number) --method ID",
                "paid by bank: dueday payment record \(number) --amount … --reference …",
            ], "\(shown.output)")
        let list = try json(stage, "dunning", "list")
        #expect(list["total"] == .integer(1))
        #expect(list["dunning"]?.items.first?["last_decline"] == .string("insufficient_funds"))

        for day in 6...9 { _ = try run(stage, "run", "--as-of", "2024-01-0\(day)T02:00:00Z") }
        let ended = try json(stage, "dunning", "show", number)
        #expect(ended["status"] == .string("uncollectible"))
        #expect(ended["story"]?.items.contains { $0["ahead"] == .bool(true) } == false)
        #expect(try json(stage, "dunning", "list")["total"] == .integer(0))
        let recovery = try json(stage, "report", "recovery")
        let row = try #require(recovery["recovery"]?.items.first)
        #expect(row["month"] == .string("2024-01") && row["decline_class"] == .string("funds"))
        #expect(row["declined"] == .string("107.17") && row["recovered_percent"] == .string("0.0"))
        #expect(stage.sandbox.charges().count == 5)
        await stage.stop()
    }

    @Test(
        "dunning ends no subscription before what was overdue of it is billed, and waits where that is parked"
    )
    func endWaitsForParked() async throws {
        let stage = try await WorkerStage.make(customers: 1)
        try stage.sandbox.register(
            ScriptedMethod(id: "pm_1", outcomes: [.declines(code: "insufficient_funds")]))
        _ = try run(stage, "run", "--as-of", "2024-01-01T02:00:00Z")
        let parked = ParkedSubscription(
            subscription: "sub_1", account: "acct_1", boundary: WorkerStage.start, reason: "looks odd",
            parkedAt: WorkerStage.start, run: nil)
        try await stage.books.transaction { try await $0.park(parked) }
        // All rounds of the policy are used up by this one; the boundary of 1 February stays unbilled.
        _ = try run(stage, "run", "--as-of", "2024-02-05T02:00:00Z")
        #expect(try json(stage, "subscription", "show", "sub_1")["status"] == .string("past_due"))
        #expect(try await stage.books.allInvoices().map(\.status) == [.open])

        _ = try run(stage, "parked", "release", "sub_1", "--by", "test")
        _ = try run(stage, "run", "--stage", "charge", "--as-of", "2024-02-06T02:00:00Z")
        let invoices = try await stage.books.allInvoices()
        #expect(try json(stage, "subscription", "show", "sub_1")["status"] == .string("canceled"))
        #expect(invoices.map(\.status) == [.uncollectible, .open])
        #expect(invoices.last?.content.identity.at == WorkerStage.start.adding(seconds: 31 * 86_400 + 3_600))
        #expect(try await stage.books.checkBooks() == [])
        await stage.stop()
    }

    @Test("a ceiling of a card in 30 days is in its story, with the day on which it does not hold any more")
    func ceilingOfACard() async throws {
        let stage = try await WorkerStage.make(customers: 1)
        try stage.sandbox.register(
            ScriptedMethod(id: "pm_1", outcomes: [.declines(code: "insufficient_funds")]))
        let worker = WorkerProcess(
            environment: stage.worker.environment.merging(["DUEDAY_CARD_CEILING": "2"]) { $1 })
        for day in 1...4 { _ = try worker.run("run", "--as-of", "2024-01-0\(day)T02:00:00Z") }
        #expect(stage.sandbox.charges().count == 2, "the third round may not try the card")
        let number = try #require(try await stage.books.allInvoices().first).number
        let show = ["dunning", "show", number, "--at", "2024-01-04T03:00:00Z"]
        let shown = try worker.run(show, killedAfter: nil)
        let words =
            "until then pm_1 is not tried by the schedule: it was declined 2 times in 30 days over all invoices, "
            + "the limit of a card"
        let line = shown.output.split(separator: "\n").first { $0.contains(words) }
        #expect(line?.contains("2024-01-31") == true && line?.contains("→") == true, "\(shown.output)")
        let answer = try worker.run(show + ["--json"], killedAfter: nil)
        let story = try OrderedJSON.parse(answer.output, fileName: "story")["story"]?.items ?? []
        let limits = story.filter { $0["kind"] == .string("limit") }
        #expect(limits.count == 1 && limits[0]["what"] == .string(words))
        #expect(limits[0]["at"] == .string("2024-01-31T02:00:00Z") && limits[0]["ahead"] == .bool(true))
        // With the ceiling of the service the card has had its one try of the day, and no more is said.
        let others = try json(stage, "dunning", "show", number, "--at", "2024-01-04T03:00:00Z")
        #expect(others["story"]?.items.contains { $0["kind"] == .string("limit") } == false)
        await stage.stop()
    }

    @Test("a charge that needs its customer is canceled at the processor before another is made")
    func needsAction() async throws {
        let stage = try await WorkerStage.make(customers: 1)
        try stage.sandbox.register(ScriptedMethod(id: "pm_1", outcomes: [.requiresAction, .succeeds]))
        _ = try run(stage, "run", "--as-of", "2024-01-01T02:00:00Z")
        #expect(stage.sandbox.charges().map(\.result) == ["canceled"])
        #expect(try await stage.books.allAttempts().map(\.declineCode) == ["requires_action"])
        _ = try run(stage, "run", "--as-of", "2024-01-02T02:00:00Z")
        #expect(stage.sandbox.charges().map(\.result) == ["canceled", "succeeded"])
        #expect(try await stage.books.checkBooks() == [])
        await stage.stop()
    }

    /// Whether a database's books are others than those that Stripe was last compared with.
    private func isOfOtherBooks(_ url: String) async throws -> Bool {
        let books = PostgresBooks(ConnectionOptions(url: url))
        let mark = try await books.transaction { try await $0.auditMark(processor: "stripe") }
        await books.close()
        #expect(mark.auditedUntil != nil)
        return mark.isOfOtherBooks
    }

    @Test("a database that was restored charges nothing, and says why")
    func restored() async throws {
        let stage = try await WorkerStage.make(customers: 3)
        _ = try run(stage, "run", "--as-of", "2024-01-20T00:00:00Z")
        #expect(stage.sandbox.charges().count == 3)
        await stage.books.close()
        let administration = try await PostgresConnection.connect(
            ConnectionOptions(url: stage.database.url.replacing(stage.database.name, with: "postgres")))
        let copy = "\(stage.database.name)_restored"
        try await administration.script(
            SQLStatement(text: "CREATE DATABASE \(copy) TEMPLATE \(stage.database.name)"))
        _ = try run(stage, "run", "--as-of", "2024-02-20T00:00:00Z")
        #expect(stage.sandbox.charges().count == 6)

        let url = stage.database.url.replacing(stage.database.name, with: copy)
        #expect(try await isOfOtherBooks(stage.database.url) == false)
        #expect(try await isOfOtherBooks(url) == true, "a copy is told from what it was made of")
        let restored = WorkerProcess(
            environment: stage.worker.environment.merging(["DUEDAY_DATABASE_URL": url]) { $1 })
        let result = try restored.run("run", "--as-of", "2024-03-20T00:00:00Z")
        #expect(result.status == 3, "\(result.output)\(result.errors)")
        #expect(
            result.output.contains("was restored") && result.output.contains("3 charges"), "\(result.output)")
        #expect(stage.sandbox.charges().count == 6, "nothing was charged")
        let alarms = try restored.run("alarms", "list")
        #expect(
            alarms.output.contains("orphan_charge") && alarms.output.contains("stops everything"))
        #expect(try restored.run("payment", "reconcile").status == 1)
        #expect(try run(stage, "payment", "reconcile").status == 0)

        // One decision about each charge, and the restored database is the one that goes on.
        let list = try OrderedJSON.parse(restored.run("alarms", "list", "--json").output, fileName: "alarms")
        let ids = (list["alarms"]?.items ?? []).compactMap { alarm -> String? in
            guard case .number(let id)? = alarm["id"] else { return nil }
            return id
        }
        #expect(ids.count == 3)
        let refused = try restored.run(["alarms", "resolve"] + ids + ["--as", "accepted"], killedAfter: nil)
        #expect(refused.status == 2 && refused.errors.contains("--reason is missing"))
        let decision: [String] = ["--as", "accepted", "--by", "ann", "--reason", "dump of 1 February"]
        let resolved = try restored.run(["alarms", "resolve"] + ids + decision, killedAfter: nil)
        #expect(resolved.status == 0, "\(resolved.output)\(resolved.errors)")
        let trail = try restored.run("audit", "trail").output.split(separator: "\n")
        let decisions = trail.filter { $0.contains("ann") && $0.contains("dump of 1 February") }
        #expect(decisions.count == ids.count, "each decision has its line: \(trail)")
        let again = try restored.run("run", "--as-of", "2024-03-20T00:00:00Z")
        #expect(again.status == 0, "\(again.output)\(again.errors)")
        #expect(stage.sandbox.charges().count == 9, "March was charged, February is accepted")
        #expect(try restored.run("payment", "reconcile").status == 0)
        await administration.close()
        await stage.stop()
    }

    @Test("a refund is made exactly once, whenever its command is killed")
    func killedRefunds() async throws {
        let stage = try await WorkerStage.make(customers: 6)
        _ = try run(stage, "run", "--as-of", "2024-01-20T00:00:00Z")
        let paid = try await stage.books.allAttempts().filter { $0.state == .succeeded }
        var kills = 0
        for (place, attempt) in paid.enumerated() {
            let result = try stage.worker.run(
                ["payment", "refund", attempt.id, "--amount", "10.00", "--reason", "killed"],
                killedAfter: 20 + place * 25)
            if result.wasKilled { kills += 1 }
        }
        try await Task.sleep(for: .milliseconds(1_200))
        _ = try run(stage, "run", "--as-of", "2024-01-20T00:00:00Z")
        let refunds = try await stage.books.reader.refunds().items
        #expect(refunds.allSatisfy { $0.state == .succeeded }, "\(refunds.map(\.state)), \(kills) kills")
        let refunded = Dictionary(
            uniqueKeysWithValues: stage.sandbox.charges().map { ($0.reference, $0.refunded) })
        for attempt in paid {
            let own = refunds.filter { $0.payment == attempt.id }
            #expect(own.count <= 1)
            #expect(refunded[attempt.reference ?? ""] == (own.isEmpty ? 0 : 1_000), "\(kills) kills")
        }
        #expect(kills > 0)
        #expect(try await stage.books.checkBooks() == [])
        await stage.stop()
    }

    @Test("refunds, retries and payments by hand say what came of them and what stands in the way")
    func byHand() async throws {
        let stage = try await WorkerStage.make(customers: 1)
        try stage.sandbox.register(
            ScriptedMethod(id: "pm_1", outcomes: [.declines(code: "do_not_honor"), .succeeds]))
        _ = try run(stage, "run", "--as-of", "2024-01-01T02:00:00Z")
        let number = try #require(try await stage.books.allInvoices().first).number
        #expect(
            try run(stage, "payment", "refund", number, "--reason", "x").errors.contains(
                "not paid by a charge"))
        let off = try run(stage, "charging", "off", "--reason", "looking")
        #expect(off.status == 0 && off.output.contains("charging is off") && off.output.contains("looking"))
        #expect(try run(stage, "payment", "retry", number).errors.contains("switched off"))
        _ = try run(stage, "charging", "on", "--reason", "looked")
        let paid = try run(stage, "invoice", "pay", number, "--method", "pm_1")
        #expect(paid.status == 0 && paid.output.contains("\(number) is paid"), "\(paid.output)\(paid.errors)")
        #expect(try run(stage, "payment", "retry", number).errors.contains("is paid"))
        let more = try run(stage, "payment", "refund", number, "--amount", "107.18", "--reason", "x")
        #expect(more.status == 2 && more.errors.contains("107.17 USD"), "\(more.errors)")
        let refund = try json(stage, "payment", "refund", number, "--amount", "7.17", "--reason", "goodwill")
        #expect(refund["state"] == .string("succeeded") && refund["amount"] == .string("7.17"))
        #expect(stage.sandbox.charges().map(\.refunded) == [0, 717])
        #expect(try json(stage, "payment", "refunds")["total"] == .integer(1))
        #expect(try await stage.books.checkBooks() == [])
        await stage.stop()
    }

    @Test(
        "a refund that somebody makes at Stripe is listed beside ours, with where it was made, once it is known"
    )
    func refundedByHand() async throws {
        let stage = try await WorkerStage.make(customers: 1)
        _ = try run(stage, "run", "--as-of", "2024-01-20T00:00:00Z")
        let charge = try #require(try await stage.books.allAttempts().first)
        let number = try #require(try await stage.books.allInvoices().first).number
        _ = try json(stage, "payment", "refund", number, "--amount", "7.17", "--reason", "goodwill")
        let reference = try await stage.refundByHand(try #require(charge.reference), minorUnits: 1_000)
        #expect(try json(stage, "payment", "refunds")["total"] == .integer(1), "nobody has told us yet")
        let found = try run(stage, "payment", "reconcile")
        #expect(found.status == 1 && found.output.contains("10.00 USD"), "\(found.output)\(found.errors)")
        let list = try json(stage, "payment", "refunds", "--account", "acct_1", "--state", "succeeded")
        #expect(list["total"] == .integer(2))
        let outside = try #require(list["refunds"]?.items.first { $0["source"] == .string("processor") })
        #expect(outside["reference"] == .string(reference) && outside["amount"] == .string("10.00"))
        #expect(outside["invoice"] == .string(number) && outside["payment"] == .string(charge.id))
        #expect(outside["noted_at"]?.text?.hasSuffix("Z") == true && outside["requested_at"] == .null)
        #expect(outside["refund"] == .null && outside["processor"] == .string("stripe"))
        let ours = try #require(list["refunds"]?.items.first { $0["source"] == .string("dueday") })
        #expect(ours["amount"] == .string("7.17") && ours["noted_at"] == .null)
        #expect(try json(stage, "payment", "refunds", "--state", "failed")["total"] == .integer(0))
        #expect(try json(stage, "payment", "refunds", "--account", "nobody")["total"] == .integer(0))
        let table = try run(stage, "payment", "refunds").output.split(separator: "\n")
        let row = try #require(table.first { $0.contains(reference) })
        #expect(row.contains("at stripe") && row.contains("made by hand there"), "\(row)")
        #expect(try await stage.books.checkBooks() == [])
        await stage.stop()
    }
}

extension WorkerStage {
    /// Somebody gives a part of a charge back on Stripe's own pages.
    ///
    /// - Returns: Stripe's id of the refund.
    func refundByHand(_ charge: String, minorUnits: Int64) async throws -> String {
        let transport = try HTTPTransport(maximumConnections: 1)
        var request = HTTPRequest(
            .post, "\(sandbox.baseURL)/v1/refunds",
            headers: [
                "Authorization": "Bearer \(ProcessorSandbox.secretKey)",
                "Content-Type": "application/x-www-form-urlencoded",
            ], body: Array("payment_intent=\(charge)&amount=\(minorUnits)".utf8))
        request.allowsPlainLoopback = true
        guard case .response(let response) = await transport.send(request) else { throw CancellationError() }
        let refund = try OrderedJSON.parse(String(decoding: response.body, as: UTF8.self), fileName: "refund")
        return try #require(refund["id"]?.text, "\(refund)")
    }
}

extension OrderedJSON {
    fileprivate var items: [OrderedJSON] {
        if case .array(let items) = self { return items }
        return []
    }
}
