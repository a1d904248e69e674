import Glibc

/// Where PostgreSQL's own programs (initdb, pg_ctl, postgres) stand, and their major version.
public struct PostgresBinaries: Sendable, Hashable {
    /// The folder of the programs, such as "/usr/lib/postgresql/15/bin".
    public let folder: String
    /// 15 for PostgreSQL 15.18.
    public let majorVersion: Int

    /// Debian keeps each version apart and none of them on PATH.
    private static let debianFolder = "/usr/lib/postgresql"

    /// The programs in `folder`, or else (nil) the newest that Debian's packages installed.
    ///
    /// - Parameter majorVersion: Take this version only, because existing data need it.
    /// - Throws: ``PrivatePostgresError/binariesMissing(searched:)`` or ``PrivatePostgresError/versionMissing(major:)``.
    public static func find(
        in folder: String? = nil, majorVersion: Int? = nil
    ) throws(PrivatePostgresError) -> PostgresBinaries {
        let candidates = folder.map { [$0] } ?? debianFolders()
        var found: [PostgresBinaries] = []
        for candidate in candidates {
            if let binaries = try inspect(candidate) { found.append(binaries) }
        }
        guard !found.isEmpty else {
            throw .binariesMissing(searched: candidates.isEmpty ? [debianFolder] : candidates)
        }
        let fitting = found.filter { majorVersion == nil || $0.majorVersion == majorVersion }
        guard let newest = fitting.max(by: { $0.majorVersion < $1.majorVersion }) else {
            throw .versionMissing(major: majorVersion ?? 0)
        }
        return newest
    }

    /// The path of one of the programs.
    package func program(_ name: String) -> String { "\(folder)/\(name)" }

    private static func debianFolders() -> [String] {
        FileSystem.entries(of: debianFolder).map { "\(debianFolder)/\($0)/bin" }
    }

    /// Asks the server program itself: a folder's name proves nothing.
    private static func inspect(_ folder: String) throws(PrivatePostgresError) -> PostgresBinaries? {
        let programs = ["initdb", "pg_ctl", "postgres"].map { "\(folder)/\($0)" }
        guard programs.allSatisfy({ access($0, X_OK) == 0 }) else { return nil }
        let output = try Command("\(folder)/postgres", ["--version"]).runOrThrow()
        let version = output.split(separator: " ").first { $0.first?.isNumber == true }
        guard let major = version?.prefix(while: \.isNumber), let majorVersion = Int(major) else {
            return nil
        }
        return PostgresBinaries(folder: folder, majorVersion: majorVersion)
    }
}
