import Glibc
import Testing

@testable import PrivatePostgres

/// Root runs the cluster tests once more as a user without rights, since that is how most people start the program.
@Suite struct OrdinaryUserTests {
    private static let runuser = "/usr/sbin/runuser"

    @Test func `The clusters work for an ordinary user as well`() async throws {
        // An ordinary user's own run of the suites is this test.
        guard geteuid() == 0 else { return }
        try await StateFolder.with(name: "tests") { folder in
            // The build folder may be closed to others.
            try Command("/bin/cp", ["-L", "/proc/\(getpid())/exe", folder.path]).runOrThrow()
            let outcome = try await onOwnThread {
                try Command(
                    Self.runuser,
                    [
                        "-u", "nobody", "--", folder.path, "--testing-library", "swift-testing", "--filter",
                        "PrivateClusterTests", "--filter", "RefusedFolderTests",
                    ]
                ).run()
            }
            #expect(outcome.exitCode == 0, "\(outcome.output)")
            #expect(outcome.output.contains("16 tests in 2 suites passed"), "\(outcome.output)")
        }
    }

    /// The second run takes seconds, which the cooperative pool must not wait for.
    private func onOwnThread<Value: Sendable>(
        _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await BlockingWork().run(work)
    }
}
