import Glibc

/// The layout of a state folder, and the rules for taking one.
///
///     private-postgres   the mark that the folder is ours
///     lock               held while somebody starts or stops the server
///     data/              PostgreSQL's own; made as data.new and renamed, so it is whole or absent
///     server.log         what the server says
///     socket-folder      where the socket is when this folder's path is too long for one
struct ClusterFolder: Sendable {
    let path: String
    let account: ServerAccount

    var data: String { "\(path)/data" }
    var unfinishedData: String { "\(path)/data.new" }
    var lock: String { "\(path)/lock" }
    var log: String { "\(path)/server.log" }
    var socketNote: String { "\(path)/socket-folder" }
    private var mark: String { "\(path)/private-postgres" }

    /// initdb and a first write-ahead log segment take some 40 MB.
    private static let neededBytes: Int64 = 100 << 20
    /// pg_ctl passes the path through a shell in double quotes; a comma separates folders in the server's setting.
    private static let unusableCharacters = Set<Character>(["\"", "$", "`", "\\", ","])

    init(path: String, account: ServerAccount) throws(PrivatePostgresError) {
        let parts = path.split(separator: "/")
        guard path.hasPrefix("/"), !parts.isEmpty, !parts.contains(".."), !parts.contains(".") else {
            throw .unusablePath(path, reason: "it must be absolute, without . and ..")
        }
        let isUnusable = { (character: Character) in
            Self.unusableCharacters.contains(character) || character.isNewline
                || character.unicodeScalars.contains { $0.value < 32 }
        }
        guard !path.contains(where: isUnusable) else {
            throw .unusablePath(path, reason: "quotes, commas, $, ` and \\ are not possible in it")
        }
        self.path = "/" + parts.joined(separator: "/")
        self.account = account
    }

    /// The major version that made the data; nil when there are none.
    var majorVersion: Int? {
        FileSystem.text(of: "\(data)/PG_VERSION").flatMap { Int($0.prefix(while: \.isNumber)) }
    }

    /// Makes the folder, or takes one that is empty or ours.
    func prepare() throws(PrivatePostgresError) {
        if let status = FileSystem.status(of: path) {
            guard status.isFolder else { throw .foreignFolder(path) }
            let ours: Set<String> = ["lock", "private-postgres", "private-postgres.new"]
            let foreign = FileSystem.entries(of: path).filter { !ours.contains($0) }
            guard FileSystem.exists(mark) || foreign.isEmpty else { throw .foreignFolder(path) }
            let isFresh = !FileSystem.exists(mark)
            guard status.owner == account.uid || (isFresh && account.isOther) else {
                throw .fileSystem(path: path, reason: "belongs to another user")
            }
        }
        try FileSystem.makeFolder(path, owner: account)
        try checkReachable()
    }

    /// Marks the folder as ours; the caller holds the lock.
    func writeMark() throws(PrivatePostgresError) {
        guard !FileSystem.exists(mark) else { return }
        try FileSystem.write(
            "The PostgreSQL data in this folder belong to its program.\n", to: mark, owner: account)
    }

    func checkSpace() throws(PrivatePostgresError) {
        guard let free = FileSystem.freeBytes(at: path), free < Self.neededBytes else { return }
        throw .diskFull(path)
    }

    /// Root sees into folders that the server's user does not, such as /root.
    private func checkReachable() throws(PrivatePostgresError) {
        guard account.isOther else { return }
        for ancestor in FileSystem.ancestors(of: path) {
            guard let status = FileSystem.status(of: ancestor) else { continue }
            let isOpen =
                status.mode & S_IXOTH != 0 || (status.owner == account.uid && status.mode & S_IXUSR != 0)
            guard isOpen else { throw .folderUnreachable(path, account: account.name) }
        }
    }
}
