import CPosixSpawn
import Glibc
import Postgres
import PrivatePostgres

/// A small process that stops the test server and removes its folder when the tests' process is gone.
///
/// It reads from a pipe that only the tests' process can write to, so it notices every kind of end, `kill -9`
/// included. At a normal end we wait for it, so that nothing is left when the test command returns.
enum Watchdog {
    private struct Guard {
        let process: Int32
        let pipe: Int32
    }

    private static let running = Locked<[Guard]>([])

    /// Reads to the end of the pipe, then shuts the server down at once and waits until it has left its folder; its
    /// number alone would stay where nobody collects dead processes, and after a crash it may be another server's.
    private static let script = """
        cat > /dev/null
        server=$(head -n 1 "$1/data/postmaster.pid" 2> /dev/null)
        if [ -n "$server" ] && [ "$(readlink "/proc/$server/cwd")" = "$(readlink -f "$1/data")" ]; then
            kill -QUIT "$server" 2> /dev/null
            while [ -e "/proc/$server/cwd/PG_VERSION" ]; do sleep 0.05; done
        fi
        rm -rf "$1"
        """

    /// The name of the file that is locked as long as the tests' process lives.
    static let lockName = "in-use"

    static func guardFolder(_ folder: String) throws(PrivatePostgresError) {
        try lock(folder)
        var ends: [Int32] = [-1, -1]
        let failure = cposixspawn_pipe(&ends)
        guard failure == 0 else { throw .command(name: "pipe", output: systemMessage(failure)) }
        defer { close(ends[0]) }
        let silence = open("/dev/null", O_WRONLY | O_CLOEXEC)
        defer { close(silence) }
        let process = try Command("/bin/sh", ["-c", script, "watchdog", folder])
            .start(input: ends[0], output: silence)
        let started = Guard(process: process, pipe: ends[1])
        running.withLock { $0.append(started) }
        atexit { Watchdog.endAll() }
    }

    private static func endAll() {
        for guardian in running.withLock({ $0 }) {
            close(guardian.pipe)
            var status: Int32 = 0
            waitpid(guardian.process, &status, 0)
        }
    }

    /// The descriptor stays open on purpose: the lock ends with the process.
    private static func lock(_ folder: String) throws(PrivatePostgresError) {
        let path = "\(folder)/\(lockName)"
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0, flock(file, LOCK_EX | LOCK_NB) == 0 else { throw FileSystem.failure(path) }
    }
}
