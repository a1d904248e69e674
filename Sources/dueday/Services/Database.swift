import BillingRun
import BillingStore
import FaultInjection
import Foundation
import Postgres
import PrivatePostgres

/// The database a command works on: the one that is set, or the private one.
struct Database: Sendable {
    /// Whose leases are this process's: machine and process say who it is, and in two containers both can be equal.
    private static let worker =
        "\(ProcessInfo.processInfo.hostName):\(getpid()):\(String(UInt32.random(in: .min ... .max), radix: 16))"

    /// Nobody holds a row as long as this; who waits longer, for a forgotten transaction in another program, tries again
    /// a few times and then says so (PROCESSORS 4 e).
    private static let lockTimeoutMilliseconds = 5_000

    let books: PostgresBooks
    let url: String

    /// Opens it, making and starting the private one when none is set.
    ///
    /// The private database is migrated as well; one that is set is only checked (see `dueday migrate`).
    static func open(_ settings: Settings) async throws -> Database {
        let database = try await connect(settings)
        do {
            try await database.books.requireSchema()
        } catch StoreError.notMigrated where settings.text(Settings.databaseURL) == nil {
            _ = try await database.books.migrate()
        }
        return database
    }

    /// Opens it whatever its schema.
    static func connect(_ settings: Settings) async throws -> Database {
        let url = try await location(settings)
        var options = ConnectionOptions(
            url: url, applicationName: "dueday", lockTimeoutMilliseconds: Self.lockTimeoutMilliseconds,
            settings: ["synchronous_commit": "on"])
        #if FAULT_INJECTION
            if let idle = FaultVariables.idleMilliseconds {
                options.idleInTransactionTimeoutMilliseconds = idle
                options.lockTimeoutMilliseconds = max(idle, options.lockTimeoutMilliseconds)
            }
        #endif
        let store = StoreSettings(
            leaseSeconds: try settings.leaseSeconds(),
            worker: Self.worker)
        return Database(books: PostgresBooks(options, settings: store), url: url)
    }

    static func privateCluster(_ settings: Settings) -> PrivateCluster {
        let state = settings.text(Settings.stateDirectory) ?? "/var/lib/dueday"
        return PrivateCluster(stateFolder: "\(state)/postgres", name: "dueday")
    }

    /// The URL of the database in use; starts the private one when none is set.
    static func location(_ settings: Settings) async throws -> String {
        if let url = settings.text(Settings.databaseURL) { return url }
        let running = try await privateCluster(settings).start()
        if case .reused = running.origin { return running.url }
        Terminal.note(
            "no database is set: using a private PostgreSQL in \(settings.text(Settings.stateDirectory) ?? "")"
        )
        return running.url
    }
}

extension Database {
    /// The same server, another database.
    static func url(_ url: String, database: String) throws -> String {
        guard var parts = URLComponents(string: url), parts.scheme?.hasPrefix("postgres") == true else {
            throw CommandFailure.usage("database.url must have the form postgresql://… for this")
        }
        parts.path = "/\(database)"
        guard let text = parts.string else { throw CommandFailure.usage("database.url is not a URL") }
        return text
    }
}

extension Settings {
    /// Where issued documents are kept.
    var documents: String {
        text(Settings.documentsDirectory) ?? "\(text(Settings.stateDirectory) ?? "/var/lib/dueday")/documents"
    }
}
