import CPosixSpawn
import Glibc

/// A program run to its end, or started and left alone, with a clean environment.
///
/// Not `Foundation.Process`: that waits for ever when the program leaves a daemon behind, as pg_ctl does.
package struct Command {
    /// What the program printed on both outputs, and how it ended.
    package struct Outcome {
        package let exitCode: Int32
        package let output: String
    }

    /// The program's path.
    package var path: String
    package var arguments: [String]
    /// "NAME=VALUE"; nothing of ours goes along: PG… variables or a locale would change what the programs do and say.
    package var environment = ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C", "TZ=UTC", "HOME=/"]

    package init(_ path: String, _ arguments: [String]) {
        self.path = path
        self.arguments = arguments
    }

    /// The last path component, for messages.
    private var name: String { path.split(separator: "/").last.map(String.init) ?? path }

    /// Runs the program and waits; blocks the thread.
    package func run() throws(PrivatePostgresError) -> Outcome {
        let (process, output) = try startPrinting()
        defer { close(output) }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 && errno == EINTR {}
        // Ended by a signal: the code that a shell would give.
        let exitCode = status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + status & 0x7F
        return Outcome(exitCode: exitCode, output: Self.printed(to: output))
    }

    /// Runs the program and throws what it said unless it ended with 0.
    @discardableResult
    package func runOrThrow() throws(PrivatePostgresError) -> String {
        let outcome = try run()
        guard outcome.exitCode == 0 else {
            throw .command(name: name, output: lastLines(outcome.output, or: "exit code \(outcome.exitCode)"))
        }
        return outcome.output
    }

    /// Starts the program with nothing to read; what it prints on both outputs goes to a file in memory, which the caller
    /// reads (``printed(to:)``) and closes.
    package func startPrinting() throws(PrivatePostgresError) -> (process: Int32, output: Int32) {
        let output = cposixspawn_open_output()
        guard output >= 0 else { throw .command(name: name, output: systemMessage(errno)) }
        do {
            return (try start(input: -1, output: output), output)
        } catch {
            close(output)
            throw error
        }
    }

    /// Starts the program with the two descriptors (`input` below 0: nothing to read) and gives its process id.
    package func start(input: Int32, output: Int32) throws(PrivatePostgresError) -> Int32 {
        var words = ([path] + arguments).map { strdup($0) } + [nil]
        var variables = environment.map { strdup($0) } + [nil]
        defer { for copy in words + variables { free(copy) } }
        var process: Int32 = 0
        let failure = cposixspawn_start(path, &words, &variables, input, output, &process)
        guard failure == 0 else { throw .command(name: name, output: systemMessage(failure)) }
        return process
    }

    /// All bytes of a file from its beginning, as text.
    package static func printed(to file: Int32) -> String {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while case let count = pread(file, &chunk, chunk.count, off_t(bytes.count)), count > 0 {
            bytes.append(contentsOf: chunk[..<count])
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// The system's words for an errno.
package func systemMessage(_ code: Int32) -> String {
    String(cString: strerror(code))
}

/// The last lines of a program's output, as one line.
package func lastLines(_ output: String, or fallback: String) -> String {
    let lines = output.split(separator: "\n").suffix(6)
    return lines.isEmpty ? fallback : lines.joined(separator: " | ")
}
