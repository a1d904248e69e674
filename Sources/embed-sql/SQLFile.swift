/// A file below sql/, by its path from there ("queries/scan/claim_due.sql").
struct SQLFile {
    let path: String
    let text: String

    /// The path's parts without ".sql".
    var components: [String] {
        path.split(separator: "/").map { part in
            String(part.hasSuffix(".sql") ? part.dropLast(4) : part)
        }
    }
}

/// A file that cannot be embedded, and why.
struct EmbedError: Error, Equatable {
    let path: String
    let reason: String
}
