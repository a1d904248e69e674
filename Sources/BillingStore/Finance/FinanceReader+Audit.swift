import Postgres

/// Something that does not agree in the books.
public struct BooksFinding: Sendable, Hashable {
    /// The check that found it, by its name in sql/checks.
    public var check: String
    /// What does not agree, naming the invoice, account or posting.
    public var finding: String
}

/// A document that is written, as the books know it.
public struct DocumentRecord: Sendable, Hashable {
    /// Whether it is a credit note's; an invoice's otherwise.
    public var isCreditNote: Bool
    /// The number of the invoice or credit note.
    public var number: String
    /// Below the document store's root.
    public var path: String
    /// Hexadecimal SHA-256 of the file as it was written.
    public var sha256: String
    /// Its length.
    public var byteCount: Int64
}

extension FinanceReader {
    /// Runs sql/checks, each of which gives no row when the books agree.
    public func findings() async throws -> [BooksFinding] {
        try await snapshot { session in
            try SQL.checks.flatMap { check in
                try session.rows(check) { row in
                    BooksFinding(
                        check: String((check.name ?? "check").split(separator: "/").last ?? ""),
                        finding: try row.text("finding"))
                }
            }
        }
    }

    /// How many checks there are.
    public static var checkCount: Int { SQL.checks.count }

    /// All documents that are written, page by page.
    public func documents(take: @escaping @Sendable ([DocumentRecord]) throws -> Void) async throws {
        try await snapshot { session in
            try pages(SQL.finance.documentsPage, [], after: [.text(""), .text("")], session) { row in
                let document = DocumentRecord(
                    isCreditNote: try row.bool("is_credit_note"), number: try row.text("number"),
                    path: try row.text("path"),
                    sha256: try row.text("sha256"),
                    byteCount: try row.int64("byte_count"))
                return (
                    document, [.text(try row.text("account_id")), .text(try row.text("id"))]
                )
            } _: { page in
                try take(page)
            }
        }
    }
}
