import Foundation
import Glibc
import Postgres
import PrivatePostgres

/// A process under way. Not `Foundation.Process`: hundreds of them that die at once on a busy machine took the campaign
/// with them.
final class RunningWorker: Sendable {
    private let process: pid_t
    private let task: String
    /// A file in memory with what it prints.
    private let file: Int32
    /// As waitpid told it; nil as long as it runs.
    private let status = Locked<Int32?>(nil)

    init(_ command: Command) throws {
        let crash = command.environment.first { $0.hasPrefix("DUEDAY_CRASH=") }
        task = (command.arguments + [crash].compactMap(\.self)).joined(separator: " ")
        (process, file) = try command.startPrinting()
    }

    /// Whoever starts a process and fails before its end does not leave it behind.
    deinit {
        signal(SIGKILL)
        status.withLock { _ = Self.look(at: process, &$0, options: 0) }
        close(file)
    }

    /// Longer than any process of a campaign takes; one that hangs is ended with a core, and is found out of order.
    private static let patience = Duration.seconds(600)
    private let startedAt = ContinuousClock.now

    var isRunning: Bool {
        if startedAt.duration(to: .now) > Self.patience {
            signal(SIGABRT)
            signal(SIGCONT)
        }
        return status.withLock { Self.look(at: process, &$0) }
    }

    /// What it has printed by now.
    var output: String { Command.printed(to: file) }

    /// Sends a signal; nothing happens when the process has ended.
    func signal(_ number: Int32) {
        // Under the lock nobody takes its end, and with it its number, away.
        status.withLock { status in
            if Self.look(at: process, &status) { kill(process, number) }
        }
    }

    /// Waits for the end; the process must not stand stopped. Where the wait itself is canceled, it is killed.
    func end() async -> WorkerProgram.End {
        while isRunning {
            do {
                try await Task.sleep(for: .milliseconds(2))
            } catch {
                signal(SIGKILL)
                await Task.yield()
            }
        }
        let word = status.withLock { $0 } ?? 0
        let signal = word & 0x7F
        return WorkerProgram.End(
            status: signal == 0 ? (word >> 8) & 0xFF : signal, wasKilled: signal == SIGKILL, output: output,
            task: task)
    }

    /// Waits until it stands stopped; false when it ended instead.
    func stops() async throws -> Bool {
        while isRunning {
            // No such file once the process has ended, which the loop's condition then sees.
            let stat = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
            if stat.split(separator: ")").last?.hasPrefix(" T") == true { return true }
            try await Task.sleep(for: .milliseconds(5))
        }
        return false
    }

    /// Takes its end where it has come; whether it runs.
    private static func look(at process: pid_t, _ status: inout Int32?, options: Int32 = WNOHANG) -> Bool {
        guard status == nil else { return false }
        var word: Int32 = 0
        if waitpid(process, &word, options) == process { status = word }
        return status == nil
    }
}
