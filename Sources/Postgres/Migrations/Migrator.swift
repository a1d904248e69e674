/// Brings a database's schema up to date, forwards only.
///
/// Each migration is one transaction under an advisory lock of the database, so that two processes may migrate at
/// once and a migration that fails leaves nothing behind. What was applied stands in `schema_migration`, with a
/// checksum of its text: editing an applied migration is an error, and so is a database newer than the program.
public struct Migrator: Sendable {
    private let migrations: [Migration]
    private let table: String

    /// Any number that nothing else locks: the letters "migrate".
    private static let lockKey: Int64 = 0x6D_6967_7261_7465

    /// - Parameters:
    ///   - migrations: All of them, numbered from 1 without a gap; order does not matter.
    ///   - schema: Where `schema_migration` stands; it must exist.
    public init(_ migrations: [Migration], schema: String = "public") {
        self.migrations = migrations.sorted { $0.number < $1.number }
        table = "\(quotedIdentifier(schema)).schema_migration"
    }

    /// Applies what is missing and gives what it applied. Doing it again does nothing.
    ///
    /// Throws ``PostgresError/migration(_:)`` when the two do not fit or a migration fails.
    @discardableResult
    public func migrate(_ db: PostgresConnection) async throws(PostgresError) -> [Migration] {
        try checkNumbers()
        var applied: [Migration] = []
        while let migration = try await applyNext(db) { applied.append(migration) }
        return applied
    }

    /// What `migrate` would apply; changes nothing and needs no more than SELECT on the table.
    public func pending(_ db: some PostgresExecuting) async throws(PostgresError) -> [Migration] {
        try checkNumbers()
        return try await db.perform { session throws(PostgresError) in try missing(session) }
    }

    private func checkNumbers() throws(PostgresError) {
        for (index, migration) in migrations.enumerated() where migration.number != index + 1 {
            throw .migration(
                .badNumbering("\(index + 1) expected, \(migration.number) (\(migration.name)) found"))
        }
    }

    private func applyNext(_ db: PostgresConnection) async throws(PostgresError) -> Migration? {
        try await db.transaction { transaction throws(PostgresError) in
            try await transaction.perform { session throws(PostgresError) in
                // A migration takes as long as it takes; the lock on the tables is the caller's to limit.
                try session.script("SET LOCAL statement_timeout = 0")
                try session.execute("SELECT pg_advisory_xact_lock($1)", [.int8(Self.lockKey)])
                try makeTable(session)
                guard let migration = try missing(session).first else { return nil }
                try apply(migration, session)
                return migration
            }
        }
    }

    private func exists(_ session: PostgresSession) throws(PostgresError) -> Bool {
        try session.queryOne("SELECT to_regclass($1) IS NOT NULL", [.text(table)]) { row in try row.bool(0) }
            ?? false
    }

    private func makeTable(_ session: PostgresSession) throws(PostgresError) {
        guard try !exists(session) else { return }
        try session.script(
            SQLStatement(
                text: """
                    CREATE TABLE \(table) (
                        number integer PRIMARY KEY CHECK (number > 0),
                        name text NOT NULL,
                        sha256 text NOT NULL,
                        applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
                    )
                    """))
    }

    /// Compares the database with our list, and gives the migrations it lacks, in order.
    private func missing(_ session: PostgresSession) throws(PostgresError) -> [Migration] {
        guard try exists(session) else { return migrations }
        let records = try session.query(
            SQLStatement(
                text: """
                    SELECT number, applied.name AS applied_name,
                           applied.sha256 = encode(sha256(convert_to(ours.sql, 'UTF8')), 'hex') AS is_same
                    FROM unnest($1, $2) AS ours (number, sql)
                    FULL JOIN \(table) AS applied USING (number)
                    ORDER BY number
                    """),
            [.int4Array(migrations.map { Int32(clamping: $0.number) }), .textArray(migrations.map(\.sql))],
            Record.init)
        try check(records)
        let lacking = Set(records.filter { $0.appliedName == nil }.map(\.number))
        return migrations.filter { lacking.contains($0.number) }
    }

    private struct Record {
        let number: Int
        /// The name under which it was applied; nil when it was not.
        let appliedName: String?
        /// Nil unless it is both ours and applied.
        let isSame: Bool?

        init(_ row: PostgresRow) throws(PostgresError) {
            number = Int(try row.int64("number"))
            appliedName = try row.optionalText("applied_name")
            isSame = try row.optionalBool("is_same")
        }
    }

    private func check(_ records: [Record]) throws(PostgresError) {
        let highest = records.last { $0.appliedName != nil }?.number ?? 0
        guard highest <= migrations.count else {
            throw .migration(.databaseIsNewer(applied: highest, known: migrations.count))
        }
        for record in records {
            guard let name = record.appliedName else {
                if record.number < highest {
                    throw .migration(.gap(missing: record.number, applied: highest))
                }
                continue
            }
            guard record.isSame == true else { throw .migration(.changed(number: record.number, name: name)) }
        }
    }

    private func apply(_ migration: Migration, _ session: PostgresSession) throws(PostgresError) {
        let transaction = try currentTransaction(session)
        do throws(PostgresError) {
            try session.script(SQLStatement(text: migration.sql))
        } catch PostgresError.statement(let failure) {
            throw .migration(.failed(number: migration.number, name: migration.name, failure))
        }
        guard session.isInTransaction, try currentTransaction(session) == transaction else {
            throw .migration(.endsTransaction(number: migration.number, name: migration.name))
        }
        try session.execute(
            SQLStatement(
                text: """
                    INSERT INTO \(table) (number, name, sha256)
                    VALUES ($1, $2, encode(sha256(convert_to($3, 'UTF8')), 'hex'))
                    """),
            [.int4(Int32(clamping: migration.number)), .text(migration.name), .text(migration.sql)])
    }

    private func currentTransaction(_ session: PostgresSession) throws(PostgresError) -> String? {
        try session.queryOne("SELECT pg_current_xact_id()::text") { row in try row.text(0) }
    }
}
