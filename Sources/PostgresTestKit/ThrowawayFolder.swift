/// A folder with a PostgreSQL server in `data` that is to go with this process, however it ends.
public enum ThrowawayFolder {
    /// From now on: when this process is gone, `kill -9` included, the server is ended and the folder removed.
    public static func goesWithThisProcess(_ folder: String) throws {
        try Watchdog.guardFolder(folder)
    }
}
