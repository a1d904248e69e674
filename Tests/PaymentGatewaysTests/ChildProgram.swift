import Foundation
import Glibc

/// A program started beside the tests, with what it prints in a file.
///
/// Not `Foundation.Process`: its child keeps the blocked signals of the thread that started it, and its own objects
/// are leaks to the address sanitizer. Nothing here blocks a thread.
final class ChildProgram: Sendable {
    enum Failure: Error, CustomStringConvertible {
        case notStarted(path: String, reason: String)
        case ended(path: String, status: Int32, output: String)

        var description: String {
            switch self {
            case .notStarted(let path, let reason): "\(path) did not start: \(reason)"
            case .ended(let path, let status, let output): "\(path) ended with \(status): \(output)"
            }
        }
    }

    private let path: String
    private let processID: pid_t
    private let outputFile: URL

    /// Starts it with standard input from /dev/null and none of our other descriptors, so that a connection that a
    /// test closes is closed.
    init(_ path: String, _ arguments: [String]) throws {
        self.path = path
        outputFile = FileManager.default.temporaryDirectory.appending(
            path: "program-\(UUID().uuidString).log")
        let actions = UnsafeMutablePointer<posix_spawn_file_actions_t>.allocate(capacity: 1)
        let attributes = UnsafeMutablePointer<posix_spawnattr_t>.allocate(capacity: 1)
        posix_spawn_file_actions_init(actions)
        posix_spawnattr_init(attributes)
        defer {
            posix_spawn_file_actions_destroy(actions)
            posix_spawnattr_destroy(attributes)
            actions.deallocate()
            attributes.deallocate()
        }
        posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(actions, 1, outputFile.path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_adddup2(actions, 1, 2)
        for descriptor in Int32(3)..<1_024 { posix_spawn_file_actions_addclose(actions, descriptor) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(attributes, &none)
        posix_spawnattr_setflags(attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var words = ([path] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var processID = pid_t()
        let code = posix_spawn(&processID, path, actions, attributes, &words, environ)
        guard code == 0 else { throw Failure.notStarted(path: path, reason: String(cString: strerror(code))) }
        self.processID = processID
    }

    /// Everything it has printed so far, on both outputs. By read(2): Foundation's reading of an empty file leaks.
    var output: String {
        let descriptor = open(outputFile.path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { return "" }  // the child has not got that far
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4_096)
        while case let count = read(descriptor, &chunk, chunk.count), count > 0 { bytes += chunk[..<count] }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The rest of the first line that begins so; an error when the program ends without it.
    func line(beginning prefix: String) async throws -> String {
        while true {
            let hasEnded = pollExit()
            let whole = output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            if let line = whole.first(where: { $0.hasPrefix(prefix) }) {
                return String(line.dropFirst(prefix.count))
            }
            if let hasEnded { throw ended(hasEnded) }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    /// Waits for its end; an error unless it ended with 0.
    func finish() async throws {
        defer { removeOutput() }
        while true {
            if let status = pollExit() {
                if status != 0 { throw ended(status) }
                return
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Ends it at once and collects it.
    func stop() {
        kill(processID, SIGKILL)
        var status: Int32 = 0
        while waitpid(processID, &status, 0) < 0 && errno == EINTR {}
        removeOutput()
    }

    /// The status of waitpid once it has ended, without reaping it away from ``stop()``.
    private func pollExit() -> Int32? {
        var information = siginfo_t()
        guard waitid(P_PID, id_t(processID), &information, WEXITED | WNOHANG | WNOWAIT) == 0,
            information.si_signo == SIGCHLD
        else { return nil }
        return information._sifields._sigchld.si_status
    }

    private func ended(_ status: Int32) -> Failure { .ended(path: path, status: status, output: output) }

    /// A leftover in the temporary folder would be no failure of what is tested.
    private func removeOutput() { try? FileManager.default.removeItem(at: outputFile) }
}
