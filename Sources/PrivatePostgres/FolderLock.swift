import Glibc

/// Holds a file's lock until released; the system releases it too when the process ends, however it ends.
struct FolderLock {
    private let file: Int32

    private static let patience = Duration.seconds(60)

    /// Waits its turn, for a minute at most; the waiting blocks no thread.
    init(_ path: String) async throws(PrivatePostgresError) {
        file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw FileSystem.failure(path) }
        let deadline = ContinuousClock.now + Self.patience
        while flock(file, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR, ContinuousClock.now < deadline, !Task.isCancelled
            else {
                close(file)
                throw .busy(path)
            }
            try? await Task.sleep(for: .milliseconds(50))
        }
    }

    /// Once, by whoever took it.
    func release() {
        close(file)
    }
}
