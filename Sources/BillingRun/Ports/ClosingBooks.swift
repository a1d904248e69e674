/// The books as closing boundaries sees them: the real ones, a rehearsal over them, or those of an approved run.
///
/// The stage is the same code over each: that is what makes a rehearsal trustworthy.
public protocol ClosingBooks: Sendable {
    /// Runs `body` in one transaction; an error undoes all of it, and it may be run again after a conflict.
    func closing<Result: Sendable>(
        _ body: @Sendable (any ClosingTransaction) async throws -> Result
    ) async throws -> Result
}

extension BillingBooks {
    /// The real books: what is decided is written.
    public func closing<Result: Sendable>(
        _ body: @Sendable (any ClosingTransaction) async throws -> Result
    ) async throws -> Result {
        try await transaction { try await body($0) }
    }
}
