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

    /// Whether it is likely to befall every document, as a full disk does.
    var isOfTheMachine: Bool {
        if case .unwritable = self { true } else { false }
    }

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
        var problems: [RenderedDocument.Subject: DocumentStoreError] = [:]
        /// None is owed but those that were passed over, or nothing can be written at all.
        var isLast = false
    }

    private struct Made {
        let subject: RenderedDocument.Subject
        let document: Result<RenderedDocument, any Error>
    }

    /// Renders one batch; what cannot be rendered holds nothing else up.
    ///
    /// - Parameter passedOver: those that could not be made before.
    func nextBatch(passingOver passedOver: Set<RenderedDocument.Subject> = []) async throws -> Batch {
        let (invoices, creditNotes) = try await books.transaction { transaction in
            (
                try await transaction.claimUnrendered(scope, passingOver: passedOver, limit: batchSize),
                try await transaction.claimUnrenderedCreditNotes(
                    scope, passingOver: passedOver, limit: batchSize)
            )
        }
        let results = await withTaskGroup(of: Made.self) { group in
            for invoice in invoices {
                group.addTask {
                    await Self.made(.invoice(invoice.invoice.id)) { try await documents.store(invoice) }
                }
            }
            for creditNote in creditNotes {
                group.addTask {
                    await Self.made(.creditNote(creditNote.issued.id)) {
                        try await documents.store(creditNote)
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        var batch = Batch()
        for made in results {
            switch made.document {
            case .success(let document): batch.rendered.append(document)
            case .failure(let error as DocumentStoreError): batch.problems[made.subject] = error
            case .failure(let error): throw error
            }
        }
        batch.isLast =
            results.isEmpty
            || (batch.rendered.isEmpty && batch.problems.values.contains(where: \.isOfTheMachine))
        let rendered = batch.rendered
        if !rendered.isEmpty { try await books.transaction { try await $0.write(rendered) } }
        return batch
    }

    private static func made(
        _ subject: RenderedDocument.Subject, by work: () async throws -> RenderedDocument
    ) async -> Made {
        do {
            return Made(subject: subject, document: .success(try await work()))
        } catch {
            return Made(subject: subject, document: .failure(error))
        }
    }
}
