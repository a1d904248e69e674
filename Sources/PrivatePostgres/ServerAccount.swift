package import Glibc

/// The system user that runs the server: ourselves, or "postgres" when we are root, which PostgreSQL refuses.
package struct ServerAccount: Sendable {
    package let name: String
    package let uid: uid_t
    package let gid: gid_t
    /// True when programs have to be run as somebody else.
    package let isOther: Bool

    /// The user Debian's package makes for the server.
    private static let packageAccount = "postgres"
    private static let runuser = "/usr/sbin/runuser"

    /// The user for this process.
    package static func current() throws(PrivatePostgresError) -> ServerAccount {
        guard geteuid() == 0 else {
            return ServerAccount(name: "uid \(geteuid())", uid: geteuid(), gid: getegid(), isOther: false)
        }
        var record = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16_384)
        getpwnam_r(packageAccount, &record, &buffer, buffer.count, &found)
        guard found != nil, access(runuser, X_OK) == 0 else { throw .accountMissing(packageAccount) }
        return ServerAccount(name: packageAccount, uid: record.pw_uid, gid: record.pw_gid, isOther: true)
    }

    /// The command as this user runs it.
    package func command(_ path: String, _ arguments: [String]) -> Command {
        isOther ? Command(Self.runuser, ["-u", name, "--", path] + arguments) : Command(path, arguments)
    }
}
