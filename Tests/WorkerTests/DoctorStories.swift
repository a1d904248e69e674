import Billing
import BillingFormats
import BillingRun
import BillingStore
import Foundation
import Postgres
import PostgresTestKit
import ProcessorSandbox
import Testing

/// `dueday doctor` on a real database, whole and with one thing broken at a time.
@Suite struct DoctorStories {
    private func diagnose(
        _ stage: WorkerStage, _ environment: [String: String] = [:], ending status: Int32
    ) throws -> [String: (state: String, finding: String)] {
        let worker = WorkerProcess(environment: stage.worker.environment.merging(environment) { $1 })
        let result = try worker.run("doctor", "--json")
        #expect(result.status == status, "\(result.output)\(result.errors)")
        let answer = try OrderedJSON.parse(result.output, fileName: "doctor")
        return Dictionary(
            (answer["checks"]?.listed ?? []).map { check in
                if check["state"] != "ok" {
                    #expect(check["remedy"]?.text?.isEmpty == false, "\(check) does not say what to do")
                }
                return (
                    check["check"]?.text ?? "",
                    (state: check["state"]?.text ?? "", finding: check["finding"]?.text ?? "")
                )
            }, uniquingKeysWith: { first, _ in first })
    }

    private func script(_ stage: WorkerStage, _ sql: String) async throws {
        let connection = try await stage.database.connect()
        try await connection.transaction { try await $0.script(SQLStatement(text: sql)) }
        await connection.close()
    }

    @Test("a worker that has run is well; the one screen fits")
    func well() async throws {
        let stage = try await WorkerStage.make(customers: 2)
        // Nothing is due: the periods of January were billed up to now.
        try await script(
            stage, "UPDATE subscription SET next_boundary_at = clock_timestamp() + interval '1 day'")
        _ = try stage.worker.run("run")
        let checks = try diagnose(stage, ending: 0)
        for name in [
            "settings", "database", "clock", "due", "charging", "stripe", "disk", "time zones", "fonts",
        ] {
            #expect(checks[name]?.state == "ok", "\(name): \(checks[name]?.finding ?? "not looked at")")
        }
        #expect(checks["rights"]?.state == "warning", "the owner of the tables could rewrite what was issued")
        #expect(checks["runs"]?.state == "ok" && checks["mails"]?.state == "warning")
        #expect(checks["stripe"]?.finding.contains("test mode, a sandbox") == true)
        let screen = try stage.worker.run("doctor")
        #expect(screen.status == 0 && screen.output.split(separator: "\n").count <= 40)
        await stage.stop()
    }

    @Test(
        "what is broken is named with what to do: charging off, alarms, parked, overdue, late runs and webhooks"
    )
    func broken() async throws {
        let stage = try await WorkerStage.make(customers: 2)
        _ = try stage.worker.run("run", "--as-of", "2024-01-20T00:00:00Z")
        try await script(
            stage,
            """
            UPDATE run SET started_at = clock_timestamp() - interval '3 days';
            INSERT INTO alarm (kind, account_id, processor, subject, detail, raised_at)
            VALUES ('contradiction', 'acct_1', 'stripe', 'pi_1', 'two answers', clock_timestamp());
            INSERT INTO parked_subscription (account_id, subscription_id, reason, parked_at)
            VALUES ('acct_2', 'sub_2', 'no price', clock_timestamp());
            INSERT INTO processor_event (processor, id, type, created_at, subject)
            SELECT 'stripe', 'evt_' || n, 'charge.refunded', clock_timestamp() - interval '2 hours', '{}'
            FROM generate_series(1, 3) AS n;
            UPDATE processor_event SET handled_at = clock_timestamp()
            """)
        let checks = try diagnose(stage, ending: 1)
        #expect(checks["runs"]?.state == "problem" && checks["runs"]?.finding.contains("3 days ago") == true)
        #expect(
            checks["charging"]?.state == "problem"
                && checks["charging"]?.finding.contains("1 open alarm") == true)
        #expect(checks["due"]?.state == "problem")
        #expect(checks["set aside"]?.state == "warning")
        #expect(
            checks["webhooks"]?.state == "warning"
                && checks["webhooks"]?.finding.contains("come late: by 2 hours") == true)
        await stage.stop()
    }

    @Test("a wrong key, a processor out of reach, a wrong setting and a folder that is none are problems")
    func wrongSettings() async throws {
        let stage = try await WorkerStage.make(customers: 1)
        let wrongKey = try diagnose(stage, ["DUEDAY_STRIPE_KEY": "sk_test_wrong"], ending: 1)
        #expect(wrongKey["stripe"]?.state == "problem")
        #expect(wrongKey["stripe"]?.finding.contains("sk_test_wrong") == false, "a key is never shown")
        let away = try diagnose(stage, ["DUEDAY_STRIPE_URL": "http://127.0.0.1:1"], ending: 1)
        #expect(away["stripe"]?.state == "problem")
        let mode = try diagnose(stage, ["DUEDAY_STRIPE_MODE": "both"], ending: 1)
        #expect(mode["processors"]?.state == "problem")
        let brake = try diagnose(stage, ["DUEDAY_BRAKE_TOTAL": "much"], ending: 1)
        #expect(
            brake["settings"]?.state == "problem"
                && brake["settings"]?.finding.contains("brake.total") == true)
        let fonts = try diagnose(stage, ["DUEDAY_DOCUMENTS_FONTS": "/nonexistent"], ending: 1)
        #expect(fonts["fonts"]?.state == "problem")
        let mail = try diagnose(stage, ["DUEDAY_SMTP_URL": "smtp://mail.example.com"], ending: 1)
        #expect(mail["mails"]?.state == "problem" && mail["mails"]?.finding.contains("mail.from") == true)
        let misspelt = try WorkerProcess(
            environment: stage.worker.environment.merging(["DUEDAY_STRIPE_KYE": "x"]) { $1 }
        ).run("doctor")
        #expect(misspelt.status == 1 && misspelt.output.contains("DUEDAY_STRIPE_KYE"), "\(misspelt.output)")
        await stage.stop()
    }

    @Test("a database without tables or rights is a problem, and one out of reach is exit code 3")
    func databases() async throws {
        let stage = try await WorkerStage.make(customers: 1)
        let empty = try await ThrowawayPostgres.shared().database()
        let bare = try diagnose(stage, ["DUEDAY_DATABASE_URL": empty.url], ending: 1)
        #expect(bare["migrations"]?.state == "problem")
        let away = ["DUEDAY_DATABASE_URL": "postgresql://127.0.0.1:1/none"]
        #expect(try diagnose(stage, away, ending: 3)["database"]?.state == "problem")
        try await script(
            stage, "INSERT INTO schema_migration (number, name, sha256) VALUES (999, 'of tomorrow', 'x')")
        #expect(try diagnose(stage, ending: 1)["migrations"]?.finding.contains("newer program") == true)
        await stage.stop()
    }
}
