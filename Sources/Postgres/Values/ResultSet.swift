import CLibPQ

/// Owns one `PGresult` and knows its columns; lives on the connection's thread only.
final class ResultSet {
    private let result: OpaquePointer
    let types: [UInt32]
    /// Column positions by name, made when a row is first asked by name; the first of equal names counts.
    private(set) lazy var positions: [String: Int] = {
        Dictionary((0..<types.count).map { (name(of: $0), $0) }, uniquingKeysWith: { first, _ in first })
    }()

    init(owning result: OpaquePointer) {
        self.result = result
        types = (0..<PQnfields(result)).map { PQftype(result, $0) }
    }

    deinit {
        PQclear(result)
    }

    var rowCount: Int { Int(PQntuples(result)) }

    func name(of column: Int) -> String {
        PQfname(result, Int32(column)).map { String(cString: $0) } ?? "?"
    }

    /// The bytes of a value, nil for NULL; valid as long as this object lives.
    func bytes(row: Int, column: Int) -> UnsafeRawBufferPointer? {
        let (row, column) = (Int32(row), Int32(column))
        guard PQgetisnull(result, row, column) == 0 else { return nil }
        return UnsafeRawBufferPointer(
            start: PQgetvalue(result, row, column), count: Int(PQgetlength(result, row, column)))
    }
}
