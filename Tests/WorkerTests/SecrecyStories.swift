import BillingRun
import BillingStore
import Foundation
import Glibc
import PostgresTestKit
import ProcessorSandbox
import Testing

/// Keys and passwords leave the program to the processor and the database, and to nowhere else (PROCESSORS 6).
@Suite(.serialized) struct SecrecyStories {
    private static let secrets = [
        "stripe-key": ProcessorSandbox.secretKey, "razorpay-key": ProcessorSandbox.razorpayKeyID,
        "razorpay-secret": ProcessorSandbox.razorpaySecret, "stripe-webhook-secret": "whsec_of_stripe",
        "razorpay-webhook-secret": "whsec_of_razorpay", "smtp-password": "correct-horse",
    ]

    /// What a process knew and what it left, and how it ended.
    private struct Remains {
        var arguments = ""
        var environment = ""
        var limit = ""
        var leftCore = false
        var files: [String] = []
    }

    /// Starts a program in a folder of its own with core files allowed, waits until it stands stopped or `isReady`, and
    /// lets it abort.
    private static func abort(
        _ program: String, _ arguments: [String], environment: [String: String],
        isReady: (pid_t) -> Bool
    ) throws -> Remains {
        let folder = FileManager.default.temporaryDirectory.appending(path: "core-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let script = "ulimit -c unlimited; cd \"$1\" || exit 9; shift; exec \"$@\" >/dev/null 2>&1"
        let words = ["/bin/sh", "-c", script, "sh", folder.path, program] + arguments
        let variables = environment.merging(["PATH": "/usr/bin:/bin", "HOME": "/nonexistent"]) { own, _ in own
        }
        .map { "\($0)=\($1)" }
        var (argv, envp) = (words.map { strdup($0) } + [nil], variables.map { strdup($0) } + [nil])
        defer { for pointer in argv + envp { free(pointer) } }
        // Swift's threads block signals, and a child would inherit that.
        var (attributes, none) = (posix_spawnattr_t(), sigset_t())
        sigemptyset(&none)
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var process: pid_t = 0
        try #require(posix_spawn(&process, "/bin/sh", nil, &attributes, &argv, &envp) == 0)
        var remains = Remains()
        for _ in 0..<6_000 where !isReady(process) { usleep(10_000) }
        #expect(isReady(process))
        remains.arguments = text(process, "cmdline")
        remains.environment = text(process, "environ")
        remains.limit =
            text(process, "limits").split(separator: "\n").first { $0.contains("core file") }
            .map(String.init) ?? ""
        kill(process, SIGABRT)
        kill(process, SIGCONT)
        var status: Int32 = 0
        waitpid(process, &status, 0)
        #expect(status & 0x7f == SIGABRT)
        remains.leftCore = status & 0x80 != 0
        remains.files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        return remains
    }

    private static func text(_ process: pid_t, _ file: String) -> String {
        let bytes = (try? Data(contentsOf: URL(filePath: "/proc/\(process)/\(file)"))) ?? Data()
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isStopped(_ process: pid_t) -> Bool {
        text(process, "stat").split(separator: ")").last?.hasPrefix(" T") == true
    }

    /// A folder of credentials as systemd hands them over.
    private static func credentials(_ stage: WorkerStage) throws -> [String: String] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "creds-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (name, secret) in secrets {
            try Data(secret.utf8).write(to: folder.appending(path: name))
        }
        var environment = stage.worker.environment
        environment["DUEDAY_STRIPE_KEY"] = nil
        environment["DUEDAY_RAZORPAY_URL"] = stage.sandbox.baseURL
        environment["CREDENTIALS_DIRECTORY"] = folder.path
        return environment
    }

    @Test(
        "a worker that aborts with a charge in hand leaves no core file, and the process list shows no secret"
    )
    func abortedInTheMiddle() async throws {
        let stage = try await WorkerStage.make(customers: 1)
        var environment = try Self.credentials(stage)
        let folder = try #require(environment["CREDENTIALS_DIRECTORY"])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        environment["DUEDAY_CRASH"] = "K5:1:stop,K6:1:abort"
        let worker = try Self.abort(
            WorkerProcess.program.path, ["run", "--as-of", "2024-01-20T00:00:00Z"], environment: environment,
            isReady: Self.isStopped)
        #expect(stage.sandbox.charges().count == 1)
        #expect(!worker.leftCore)
        #expect(worker.files == [])
        #expect(worker.limit.split(separator: " ").filter { $0 == "0" }.count == 2, "\(worker.limit)")
        #expect(worker.arguments.contains("run"))
        for secret in Self.secrets.values {
            #expect(!worker.arguments.contains(secret))
            #expect(!worker.environment.contains(secret))
        }
        // The same on a program that minds nothing: where this machine writes cores at all, the test would see one.
        let other = try Self.abort("/bin/sleep", ["60"], environment: [:]) {
            Self.text($0, "cmdline").hasPrefix("/bin/sleep")
        }
        let mayWrite = !other.limit.split(separator: " ").contains("0")
        #expect(other.leftCore == mayWrite)
        await stage.stop()
    }

    @Test("settings, errors and reports name what is wrong and never a secret")
    func printed() async throws {
        let stage = try await WorkerStage.make(customers: 1)
        let environment = try Self.credentials(stage)
        let folder = try #require(environment["CREDENTIALS_DIRECTORY"])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let worker = WorkerProcess(environment: environment)
        let run = ["run", "--as-of", "2024-02-20T00:00:00Z", "--json"]
        var outputs: [(String, Int32)] = []
        func play(_ arguments: [String], _ changes: [String: String] = [:]) throws {
            let other = WorkerProcess(environment: worker.environment.merging(changes) { $1 })
            let result = try other.run(arguments, killedAfter: nil)
            outputs.append((result.output + result.errors, result.status))
        }
        try play(["settings"])
        try play(["settings", "--json"])
        try play(run, ["DUEDAY_STRIPE_KEY": "sk_test_not_taken_here"])
        try play(run, ["DUEDAY_STRIPE_KEY": "sk_live_not_taken_here"])
        try play(run, ["DUEDAY_RAZORPAY_SECRET": "no secret\nat all"])
        try play(run, ["DUEDAY_DATABASE_URL": "postgresql://dueday:hunter2@127.0.0.1:1/dueday"])
        try play(["webhooks", "serve", "--listen", "127.0.0.1"])
        try play(run)
        let secrets = Array(Self.secrets.values) + ["not_taken_here", "hunter2", "at all"]
        for (output, status) in outputs {
            #expect(!output.isEmpty)
            for secret in secrets where secret != ProcessorSandbox.razorpayKeyID {
                #expect(!output.contains(secret), "exit \(status): \(output)")
            }
        }
        #expect(outputs.dropLast().map(\.1) == [0, 0, 3, 2, 2, 3, 2])
        await stage.stop()
    }
}
