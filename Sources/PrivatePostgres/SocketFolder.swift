import Glibc

/// Where the server's socket goes: into the state folder, or, when that path is too long for a socket, into a short
/// one that only the server's user can enter.
struct SocketFolder {
    let cluster: ClusterFolder

    /// The folder for the next start.
    func choose() throws(PrivatePostgresError) -> String {
        if ClusterFormat.socketFits(in: cluster.path) { return cluster.path }
        if let noted = FileSystem.text(of: cluster.socketNote), isOurs(noted) { return noted }
        let made = try make()
        try FileSystem.write(made, to: cluster.socketNote, owner: cluster.account)
        return made
    }

    /// Removes the short folder after the server has ended.
    func cleanUp() {
        guard let noted = FileSystem.text(of: cluster.socketNote), isOurs(noted) else { return }
        rmdir(noted)
        unlink(cluster.socketNote)
    }

    /// A restart of the machine empties /tmp, and then anybody may make a folder of that name.
    private func isOurs(_ folder: String) -> Bool {
        guard let status = FileSystem.status(of: folder) else { return false }
        return status.isFolder && status.owner == cluster.account.uid && status.mode & 0o777 == 0o700
    }

    private func make() throws(PrivatePostgresError) -> String {
        let userFolder = "/run/user/\(cluster.account.uid)"
        let base = !cluster.account.isOther && access(userFolder, W_OK) == 0 ? userFolder : "/tmp"
        guard let template = strdup("\(base)/private-pg-XXXXXX") else { throw FileSystem.failure(base) }
        defer { free(template) }
        guard mkdtemp(template) != nil else { throw FileSystem.failure(base) }
        let folder = String(cString: template)
        guard chown(folder, cluster.account.uid, cluster.account.gid) == 0 else {
            throw FileSystem.failure(folder)
        }
        return folder
    }
}
