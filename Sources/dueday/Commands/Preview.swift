import ArgumentParser
import Billing
import BillingCalendar
import BillingFormats
import BillingRun
import Monetary
import Simulation

/// dueday preview
struct Preview: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview",
        abstract: "Show the next invoice of a subscription, or what a change would cost; nothing is written.",
        discussion: """
            EXAMPLES:
              dueday preview sub_1
              dueday preview sub_1 --change plan=enterprise --change when=period_end
            """)

    @Argument(help: "The subscription's id.")
    var subscription: String
    @OptionGroup var at: AtOption
    @Option(
        parsing: .singleValue,
        help: "plan=, interval=, interval_count=, quantity=, proration= or when=; repeat it.")
    var change: [String] = []
    @Option(
        help: "Also write the invoice's document, marked as a preview, to this file.", completion: .file())
    var pdf: String?
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let settings = try await Settings.load()
        let database = try await Database.open(settings)
        let order = InvoicePreview.Order(
            subscription: subscription, at: try at.instant(),
            change: change.isEmpty ? nil : try ChangeWords.order(subscription, change))
        let result = try await InvoicePreview(books: database.books).preview(order)
        if let pdf {
            let logo = try await database.logo(of: result.context.catalog.seller)
            try writeDocument(result, logo: logo, to: pdf, settings)
        }
        if output.json { return output.print(Self.json(result)) }
        guard let draft = result.invoice else { return Terminal.print("no invoice is to come") }
        let shown = Invoice(id: "preview", number: "PREVIEW", content: draft)
        InvoiceText.print(shown, units: result.names.units)
        if !result.changeLines.isEmpty {
            Terminal.print("\n  \(result.changeLines.count) of these lines come from the change")
        }
    }

    private static func json(_ result: InvoicePreview.Result) -> OrderedJSON {
        let currency = result.context.account.currency
        return [
            "change_lines": .array(
                result.changeLines.map { SimulationAnswer.Line($0, currency: currency).json }),
            "invoice": result.invoice.map { draft in
                InvoiceText.json(Invoice(id: "preview", number: "", content: draft))
            } ?? .null,
        ]
    }

    private func writeDocument(
        _ result: InvoicePreview.Result, logo: [UInt8]?, to path: String, _ settings: Settings
    ) throws {
        guard let draft = result.invoice else {
            throw CommandFailure.usage("no invoice is to come: no document")
        }
        try PreviewDocument(settings: settings, context: result.context, names: result.names, logo: logo)
            .write(draft, to: path)
    }
}

/// "plan=enterprise" and the like as a change order.
enum ChangeWords {
    static func order(_ subscription: String, _ words: [String]) throws -> ChangeOrder {
        var values: [String: String] = [:]
        for word in words {
            let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
            let known = ["plan", "interval", "interval_count", "quantity", "proration", "when"]
            guard parts.count == 2, known.contains(parts[0]) else {
                throw CommandFailure.usage(
                    "--change \(word): it is one of \(known.joined(separator: "=, "))=")
            }
            values[parts[0]] = parts[1]
        }
        var order = ChangeOrder(subscription: subscription, plan: values["plan"])
        order.quantity = try values["quantity"].map(ExactDecimal.init(parsing:))
        if let unit = try word(values["interval"], as: BillingInterval.Unit.self) {
            order.interval = try BillingInterval(unit: unit, count: Int(values["interval_count"] ?? "1") ?? 0)
        }
        order.proration = try word(values["proration"], as: ProrationBehavior.self) ?? .createProrations
        order.when = try word(values["when"], as: ChangeTime.self) ?? .now
        return order
    }

    private static func word<Word: RawRepresentable & CaseIterable>(
        _ text: String?, as type: Word.Type
    ) throws -> Word? where Word.RawValue == String {
        guard let text else { return nil }
        guard let word = Word(rawValue: text) else {
            let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
            throw CommandFailure.usage("\"\(text)\" is not one of \(known)")
        }
        return word
    }
}
