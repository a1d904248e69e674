/// Why a PostgreSQL server of our own cannot be started, found or stopped.
public enum PrivatePostgresError: Error, Hashable, Sendable {
    /// No PostgreSQL programs were found in these folders.
    case binariesMissing(searched: [String])
    /// The data were made by another major version, whose programs are not installed.
    case versionMissing(major: Int)
    /// Started by root, which PostgreSQL refuses, and there is no user of this name to run it.
    case accountMissing(String)
    /// The user that runs the server cannot get to the folder.
    case folderUnreachable(String, account: String)
    /// The folder holds something else; nothing in it was touched.
    case foreignFolder(String)
    /// The folder's path cannot be used.
    case unusablePath(String, reason: String)
    /// No space is left for the data.
    case diskFull(String)
    /// Another process has been starting or stopping the server for too long.
    case busy(String)
    /// A file operation of ours failed.
    case fileSystem(path: String, reason: String)
    /// A program of PostgreSQL could not be run or failed; `output` is the end of what it said.
    case command(name: String, output: String)
    /// The server runs and does not let us in.
    case connection(String)
}

extension PrivatePostgresError: CustomStringConvertible {
    /// One line for a person: what, where, what to do.
    public var description: String {
        switch self {
        case .binariesMissing(let searched):
            "no PostgreSQL programs in \(searched.joined(separator: ", ")): install the Debian package "
                + "postgresql, or name their folder in PG_BINDIR"
        case .versionMissing(let major):
            "the data were made by PostgreSQL \(major): install the Debian package postgresql-\(major)"
        case .accountMissing(let account):
            "PostgreSQL does not run as root and there is no user \(account): install the Debian package "
                + "postgresql-common, or start this program as an ordinary user"
        case .folderUnreachable(let path, let account):
            "the user \(account) cannot get to \(path): choose a state folder outside private folders"
        case .foreignFolder(let path):
            "\(path) holds other files: choose an empty or new state folder"
        case .unusablePath(let path, let reason):
            "\(path) cannot be the state folder: \(reason)"
        case .diskFull(let path):
            "no space left for the database in \(path): free some, or choose another state folder"
        case .busy(let path):
            "another process is starting or stopping the database in \(path): wait and try again"
        case .fileSystem(let path, let reason):
            "\(path): \(reason)"
        case .command(let name, let output):
            "\(name) failed: \(output)"
        case .connection(let reason):
            "the private database does not let us in: \(reason)"
        }
    }
}
