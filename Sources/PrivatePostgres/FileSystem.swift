package import Glibc

/// The few file operations of this module; errors carry the path and the system's words.
package enum FileSystem {
    /// Whose file it is and who may do what with it.
    package struct Status {
        package let owner: uid_t
        package let mode: mode_t
        package var isFolder: Bool { mode & S_IFMT == S_IFDIR }
    }

    /// The names in a folder without "." and ".."; empty when there is no such folder.
    package static func entries(of folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }

    /// Nil when nothing is there; symbolic links are followed.
    package static func status(of path: String) -> Status? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return Status(owner: status.st_uid, mode: status.st_mode)
    }

    package static func exists(_ path: String) -> Bool { status(of: path) != nil }

    /// The text of a small file; nil when it cannot be read.
    package static func text(of path: String) -> String? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while case let count = read(file, &chunk, chunk.count), count > 0 {
            bytes.append(contentsOf: chunk[..<count])
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Writes a file whole or not at all: under another name first, then renamed.
    package static func write(
        _ text: String, to path: String, owner: ServerAccount
    ) throws(PrivatePostgresError) {
        let draft = path + ".new"
        let file = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw failure(draft) }
        defer { close(file) }
        let bytes = Array(text.utf8)
        guard Glibc.write(file, bytes, bytes.count) == bytes.count, fchown(file, owner.uid, owner.gid) == 0,
            fsync(file) == 0, rename(draft, path) == 0
        else { throw failure(path) }
    }

    /// Makes a folder for its owner only. Parents are made too, as the caller's own and open to read.
    package static func makeFolder(_ path: String, owner: ServerAccount) throws(PrivatePostgresError) {
        for parent in ancestors(of: path) where !exists(parent) {
            guard mkdir(parent, 0o755) == 0 || errno == EEXIST else { throw failure(parent) }
        }
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw failure(path) }
        guard chown(path, owner.uid, owner.gid) == 0, chmod(path, 0o700) == 0 else { throw failure(path) }
    }

    /// "/", "/a", "/a/b" for "/a/b/c".
    package static func ancestors(of path: String) -> [String] {
        var ancestors = ["/"]
        for part in path.split(separator: "/").dropLast() {
            ancestors.append((ancestors.last == "/" ? "" : ancestors[ancestors.count - 1]) + "/" + part)
        }
        return ancestors
    }

    /// Removes a folder and all in it, following no links; what cannot be removed stays.
    package static func remove(_ path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            unlink(path)
            return
        }
        for entry in entries(of: path) { remove("\(path)/\(entry)") }
        rmdir(path)
    }

    /// Bytes that an ordinary user may still write where `path` is; nil when the system does not say.
    package static func freeBytes(at path: String) -> Int64? {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return nil }
        return Int64(
            clamping: UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize)).0)
    }

    /// The error for the call that just failed; says so when the disk is full.
    package static func failure(_ path: String) -> PrivatePostgresError {
        let code = errno
        return code == ENOSPC || code == EDQUOT
            ? .diskFull(path) : .fileSystem(path: path, reason: systemMessage(code))
    }
}
