import ArgumentParser
import Billing
import BillingFormats
import BillingStore
import Monetary

extension PaymentCommand {
    struct Refunds: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "refunds",
            abstract: "List refunds, the latest first, those made by hand at the processor among them.",
            discussion: """
                MADE says where a refund was made: here, or by hand on the processor's own pages. One that was made there \
                has the processor's id and the instant at which it was learnt of.

                EXAMPLE: dueday payment refunds --state failed
                """)

        @Option(help: "Only this account's.")
        var account: String?
        @Option(help: "ready, sent, unknown, pending, succeeded, failed or refused.")
        var state: Billing.Refund.State?
        @OptionGroup var page: PageOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let database = try await Database.open(try await Settings.load())
            let refunds = try await database.books.reader.refunds(
                account: account, state: state, page: page.request)
            if output.json { return output.print(PageOptions.json(refunds, "refunds", RefundText.json)) }
            var table = Table([
                .left("REFUND"), .left("MADE"), .left("OF INVOICE"), .left("ACCOUNT"), .right("AMOUNT"),
                .left(""), .left("STATE"), .left("WHEN"), .left("WHY"),
            ])
            for record in refunds.items { table.add(row: RefundText.row(record)) }
            table.print()
            page.printRest(refunds)
        }
    }
}

/// Refunds for people and programs.
enum RefundText {
    /// What became of one that was just asked for.
    static func words(_ refund: Refund, _ currency: Currency) -> String {
        let amount = "\(currency.majorUnits(refund.request.amountMinorUnits)) \(currency.code)"
        return switch refund.state {
        case .succeeded: "gave back \(amount); the bank takes some days"
        case .pending: "giving back \(amount): the processor is at it"
        case .ready, .sent, .unknown:
            "the result is not known: the next run asks, and gives back once whatever happens"
        case .failed, .refused: "not given back: \(refund.failureCode ?? refund.state.rawValue)"
        }
    }

    /// The cells of a list.
    static func row(_ record: RefundRecord) -> [String] {
        let (name, place, instant, why) =
            switch record.source {
            case .books(let id, _, let note, let requestedAt): (id, "here", requestedAt, note)
            case .processor(let notedAt):
                (record.reference ?? "", "at \(record.processor)", notedAt, "made by hand there")
            }
        return [
            name, place, record.invoiceNumber ?? "", record.account, amount(record), record.currencyCode,
            record.state.rawValue, "\(instant)", record.failureCode ?? why,
        ]
    }

    static func json(_ record: RefundRecord) -> OrderedJSON {
        var own: (id: String, reason: RefundRequest.Reason, note: String, requestedAt: String)?
        var notedAt: String?
        switch record.source {
        case .books(let id, let reason, let note, let requestedAt):
            own = (id, reason, note, "\(requestedAt)")
        case .processor(let instant): notedAt = "\(instant)"
        }
        return [
            "refund": .text(own?.id), "source": .string(own == nil ? "processor" : "dueday"),
            "payment": .string(record.payment), "invoice": .text(record.invoiceNumber),
            "account": .string(record.account), "processor": .string(record.processor),
            "amount": .string(amount(record)), "currency": .string(record.currencyCode),
            "state": .string(record.state.rawValue), "reason": .text(own?.note),
            "kind": .text(own?.reason.rawValue), "requested_at": .text(own?.requestedAt),
            "noted_at": .text(notedAt), "settled_at": .text(record.settledAt.map { "\($0)" }),
            "code": .text(record.failureCode), "reference": .text(record.reference),
        ]
    }

    private static func amount(_ record: RefundRecord) -> String {
        // Its error says only that the currency is not known; then the amount is told in minor units.
        (try? Currency(code: record.currencyCode))?.majorUnits(record.amountMinorUnits)
            ?? "\(record.amountMinorUnits)"
    }
}
