import CLibPQ

extension PostgresSession {
    /// How many bytes go to libpq at a time.
    private static let copyChunk = 256 * 1_024

    /// Runs "COPY table (columns) FROM STDIN (FORMAT binary)" with the rows; gives how many were stored.
    @discardableResult
    public func copyIn(_ statement: SQLStatement, _ rows: CopyRows) throws(PostgresError) -> Int {
        try copyIn(statement, bytes: rows.finished())
    }

    /// Runs a "COPY … FROM STDIN" whose data the caller has already in the format the statement names.
    @discardableResult
    public func copyIn(_ statement: SQLStatement, bytes: [UInt8]) throws(PostgresError) -> Int {
        let start = try run(statement) { PQexec(connection, statement.text) }
        let isCopy = PQresultStatus(start) == PGRES_COPY_IN
        PQclear(start)
        guard isCopy else { throw .misuse("\(statement.name ?? "the statement") is not COPY … FROM STDIN") }
        let result = try run(statement) {
            send(bytes)
            return lastResult()
        }
        defer { PQclear(result) }
        return Self.affectedRows(result)
    }

    /// Runs a "COPY … TO STDOUT" and hands on its data row by row as the statement formats it; gives the number
    /// of rows. An error of `onChunk` ends the copy and is thrown.
    @discardableResult
    public func copyOut(
        _ statement: SQLStatement, _ onChunk: (UnsafeRawBufferPointer) throws(PostgresError) -> Void
    ) throws(PostgresError) -> Int {
        let start = try run(statement) { PQexec(connection, statement.text) }
        let isCopy = PQresultStatus(start) == PGRES_COPY_OUT
        PQclear(start)
        guard isCopy else { throw .misuse("\(statement.name ?? "the statement") is not COPY … TO STDOUT") }
        var refusal: PostgresError?
        let result = try run(statement) {
            var chunk: UnsafeMutablePointer<CChar>?
            while case let count = PQgetCopyData(connection, &chunk, 0), count > 0 {
                defer { PQfreemem(chunk) }
                // After a refusal the rest is read and dropped: only so is the connection usable again.
                guard refusal == nil else { continue }
                do throws(PostgresError) {
                    try onChunk(UnsafeRawBufferPointer(start: chunk, count: Int(count)))
                } catch {
                    refusal = error
                }
            }
            return lastResult()
        }
        defer { PQclear(result) }
        if let refusal { throw refusal }
        return Self.affectedRows(result)
    }

    /// Errors show in the result that follows, so the return codes are not needed.
    private func send(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { buffer in
            for start in stride(from: 0, to: buffer.count, by: Self.copyChunk) {
                let count = min(Self.copyChunk, buffer.count - start)
                let chunk = buffer.baseAddress?.advanced(by: start).assumingMemoryBound(to: CChar.self)
                guard PQputCopyData(connection, chunk, Int32(count)) == 1 else { break }
            }
        }
        PQputCopyEnd(connection, nil)
    }

    /// Reads results until there are no more; the caller gets the first error, else the last result.
    private func lastResult() -> OpaquePointer? {
        var kept: OpaquePointer?
        while let result = PQgetResult(connection) {
            if let earlier = kept {
                let isError = PQresultStatus(earlier) == PGRES_FATAL_ERROR
                PQclear(isError ? result : earlier)
                kept = isError ? earlier : result
            } else {
                kept = result
            }
        }
        return kept
    }
}
