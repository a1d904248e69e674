import Foundation
import Postgres
import PostgresTestKit
import Testing

/// Settings that cannot work are refused where they are read, and none of them tells a secret.
@Suite struct SettingsStories {
    private func settings(_ variables: [String: String]) throws -> WorkerProcess.Result {
        try WorkerProcess(environment: variables).run("settings")
    }

    @Test(
        "an installation's name that no key can hold is refused by name",
        arguments: ["Acme Prod", "Müller", "a:b", String(repeating: "x", count: 65)])
    func deployment(_ name: String) throws {
        let refused = try settings(["DUEDAY_DEPLOYMENT": name])
        #expect(refused.status == 2 && refused.errors.contains("DUEDAY_DEPLOYMENT"), "\(refused.errors)")
        #expect(try settings(["DUEDAY_DEPLOYMENT": "acme-prod_2.eu"]).status == 0)
    }

    @Test("a settings file that is no YAML is refused by line, without what stands there")
    func brokenFile() throws {
        let file = FileManager.default.temporaryDirectory.appending(
            path: "settings-\(UUID().uuidString).yaml")
        defer { try? FileManager.default.removeItem(at: file) }
        for text in [
            "smtp:\n  password: hush: hush-4242\n", "stripe:\n  key: \"sk_live_hush-4242\nrazorpay: 1\n",
        ] {
            try text.write(to: file, atomically: true, encoding: .utf8)
            let refused = try settings(["DUEDAY_CONFIG": file.path])
            #expect(refused.status == 2 && refused.errors.contains("line "), "\(refused.errors)")
            #expect(refused.errors.contains(file.path))
            #expect(!(refused.output + refused.errors).contains("hush-4242"), "\(refused.errors)")
        }
    }

    @Test("a password in an address is refused and shown nowhere")
    func passwordInAddress() async throws {
        let variables = [
            "DUEDAY_SMTP_URL": "smtp://bot:hush-4242@mail.example:587", "DUEDAY_MAIL_FROM": "a@example.com",
        ]
        let shown = try settings(variables)
        #expect(shown.status == 0 && shown.output.contains("smtp://***@mail.example:587"), "\(shown.output)")
        let stage = try await WorkerStage.make(customers: 0)
        let worker = WorkerProcess(environment: stage.worker.environment.merging(variables) { $1 })
        let refused = try worker.run("run")
        #expect(refused.status == 2 && refused.errors.contains("smtp.url"), "\(refused.errors)")
        for result in [shown, refused] { #expect(!(result.output + result.errors).contains("hush-4242")) }
        await stage.stop()
    }

    @Test("a row that another program has locked and forgotten holds a command up for a while, not for ever")
    func forgottenLock() async throws {
        let stage = try await WorkerStage.make(customers: 1)
        let forgotten = try await stage.database.connect()
        let result = try await forgotten.transaction { transaction in
            try await transaction.execute("SELECT id FROM account FOR UPDATE")
            return try stage.worker.run("account", "change", "acct_1", "--name", "Other")
        }
        #expect(result.status == 3 && result.errors.contains("run again"), "\(result.errors)")
        await forgotten.close()
        #expect(try stage.worker.run("account", "change", "acct_1", "--name", "Other").status == 0)
        await stage.stop()
    }
}
