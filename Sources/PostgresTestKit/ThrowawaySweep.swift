import Glibc
import PrivatePostgres

/// Removes what earlier test processes left when even their watchdog was killed.
struct ThrowawaySweep {
    let base: String
    let prefix: String

    /// Takes only folders of ours whose process is gone: the lock tells.
    func removeStale() {
        for name in FileSystem.entries(of: base) where name.hasPrefix(prefix) {
            let folder = "\(base)/\(name)"
            let lock = open("\(folder)/\(Watchdog.lockName)", O_RDWR | O_CLOEXEC | O_NOFOLLOW)
            guard lock >= 0 else { continue }
            defer { close(lock) }
            guard flock(lock, LOCK_EX | LOCK_NB) == 0 else { continue }
            stopServer(of: folder)
            FileSystem.remove(folder)
        }
    }

    /// Only the process that really works in the folder: its number may have gone to another since.
    private func stopServer(of folder: String) {
        let server = PostmasterFile(dataFolder: "\(folder)/data")
        guard let process = server?.runningProcess else { return }
        kill(process, SIGQUIT)
        for _ in 0..<100 where server?.runningProcess != nil { usleep(50_000) }
    }
}
