import Billing
import BillingCalendar

/// Makes and keeps the documents of invoices and credit notes; files in service, nothing in simulations.
public protocol DocumentStore: Sendable {
    /// Renders and stores one document; doing it again gives the same bytes and harms nothing.
    ///
    /// - Throws: ``DocumentStoreError``.
    func store(_ invoice: UnrenderedInvoice) async throws -> RenderedDocument

    /// The same for a credit note.
    ///
    /// - Throws: ``DocumentStoreError``.
    func store(_ creditNote: UnrenderedCreditNote) async throws -> RenderedDocument
}

/// Why a document could not be made or kept; the invoice or credit note is issued all the same.
public enum DocumentStoreError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file's path, and why it cannot be written.
    case unwritable(path: String, reason: String)
    /// The number of the invoice or credit note, and why it cannot be laid out.
    case undrawable(number: String, reason: String)

    /// What is wrong, and that nothing else waits for it.
    public var description: String {
        switch self {
        case .unwritable(let path, let reason):
            "the document \(path) cannot be written: \(reason); what it shows is issued, run again when there is room"
        case .undrawable(let number, let reason):
            "the document of \(number) cannot be drawn: \(reason); it is issued all the same"
        }
    }
}

/// render: documents for issued invoices and credit notes that have none.
struct Rendering: Sendable {
    let books: any BillingBooks
    let documents: any DocumentStore
    let scope: RunScope
    let batchSize: Int

    /// One batch's result.
    struct Batch: Sendable {
        var rendered: [RenderedDocument] = []
        var problems: Set<DocumentStoreError> = []
    }

    /// Renders one batch; what cannot be rendered holds nothing else up. Nothing rendered: the stage is at its end.
    func nextBatch() async throws -> Batch {
        let (invoices, creditNotes) = try await books.transaction { transaction in
            (
                try await transaction.claimUnrendered(scope, limit: batchSize),
                try await transaction.claimUnrenderedCreditNotes(scope, limit: batchSize)
            )
        }
        let results = await withTaskGroup(of: Result<RenderedDocument, any Error>.self) { group in
            for invoice in invoices {
                group.addTask { await Self.result { try await documents.store(invoice) } }
            }
            for creditNote in creditNotes {
                group.addTask { await Self.result { try await documents.store(creditNote) } }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        var batch = Batch()
        for result in results {
            switch result {
            case .success(let document):
                batch.rendered.append(document)
            case .failure(let error as DocumentStoreError): batch.problems.insert(error)
            case .failure(let error): throw error
            }
        }
        let rendered = batch.rendered
        if !rendered.isEmpty { try await books.transaction { try await $0.write(rendered) } }
        return batch
    }

    private static func result(
        of work: () async throws -> RenderedDocument
    ) async -> Result<RenderedDocument, any Error> {
        do { return .success(try await work()) } catch { return .failure(error) }
    }
}
