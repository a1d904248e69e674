import Billing
import BillingRun
import BillingStore
import Foundation
import Postgres
import PostgresTestKit
import Testing

/// The program under each of the database's roles: what it can do, and what it must not.
@Suite struct RoleStories {
    /// A stage with the roles of sql/roles, and the program logged in as a member of one of them.
    private func program(_ stage: WorkerStage, as role: String) async throws -> WorkerProcess {
        try await stage.books.grantRoles()
        let login = "\(role)_\(UUID().uuidString.prefix(8).lowercased())"
        try await script(stage, "CREATE ROLE \"\(login)\" LOGIN IN ROLE \(role)")
        var address = try #require(URLComponents(string: stage.database.url))
        if address.queryItems?.contains(where: { $0.name == "user" }) == true {
            address.queryItems = address.queryItems?.map { item in
                item.name == "user" ? URLQueryItem(name: "user", value: login) : item
            }
        } else {
            address.user = login
        }
        return WorkerProcess(
            environment: stage.worker.environment.merging(
                ["DUEDAY_DATABASE_URL": try #require(address.string)]
            ) { $1 })
    }

    private func script(_ stage: WorkerStage, _ sql: String) async throws {
        let connection = try await stage.database.connect()
        try await connection.transaction { try await $0.script(SQLStatement(text: sql)) }
        await connection.close()
    }

    @Test("a worker bills, corrects and is audited, and can neither migrate nor rewrite")
    func worker() async throws {
        let stage = try await WorkerStage.make(customers: 2)
        let worker = try await program(stage, as: "dueday_worker")
        let due = "2024-02-03T00:00:00Z"
        for arguments in [
            ["run", "--as-of", due, "--by", "timer"], ["invoice", "list"], ["account", "overview", "acct_1"],
            ["invoice", "credit", "INV-2024-001", "--amount", "10.00", "--reason", "r", "--by", "ann"],
            [
                "usage", "record", "--id", "e", "--account", "acct_1", "--subscription", "sub_1", "--meter",
                "calls", "1",
            ],
            ["run", "--dry-run", "--as-of", due], ["runs", "show"], ["report", "mrr"], ["audit"],
            ["audit", "trail"],
        ] {
            let result = try worker.run(arguments, killedAfter: nil)
            #expect(result.status == 0, "\(arguments): \(result.status) \(result.output)\(result.errors)")
        }
        #expect(try await stage.books.allInvoices().count == 4)
        let trail = try await stage.books.reader.auditTrail().items.map(\.entry.actor)
        #expect(trail.contains("timer") && trail.contains("ann"))
        let migrate = try worker.run("migrate")
        #expect(migrate.status == 2 && migrate.errors.contains("permission denied"), "\(migrate.errors)")
        let doctor = try worker.run("doctor")
        #expect(doctor.output.contains("ok       rights"), "\(doctor.output)")
        await stage.stop()
    }

    @Test(
        "finance and the webhook server see and change nothing through the program, and say who lacks what",
        arguments: ["dueday_finance", "dueday_webhook"])
    func others(role: String) async throws {
        let stage = try await WorkerStage.make(customers: 1)
        let program = try await program(stage, as: role)
        let before = try await stage.books.allSubscriptions()
        for arguments in [
            ["run"], ["invoice", "list"], ["account", "list"], ["audit"],
            ["subscription", "cancel", "sub_1"], ["account", "credit", "acct_1", "1.00"], ["migrate"],
            ["charging", "off", "--reason", "r"],
        ] {
            let result = try program.run(arguments, killedAfter: nil)
            #expect(result.status == 2, "\(role) \(arguments): \(result.status) \(result.output)")
            #expect(result.errors.contains("permission denied"), "\(arguments): \(result.errors)")
        }
        #expect(try await stage.books.allSubscriptions() == before)
        #expect(try await stage.books.reader.auditTrail().items.isEmpty)
        let doctor = try program.run("doctor")
        #expect(doctor.status == 1 && doctor.output.contains("dueday_worker"), "\(doctor.output)")
        await stage.stop()
    }
}
