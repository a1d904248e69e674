import ArgumentParser
import Billing
import BillingFormats
import BillingRun

extension AccountCommand {
    struct Change: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "change",
            abstract: "Change an account's details from now on.",
            discussion: """
                Currency and time zone stay for good. Invoices that were issued never change; the next ones go by what \
                the account is when they are issued: its tax id, exemption and place decide their taxes, its terms \
                their due date. What should have been billed otherwise: dueday invoice verify --account ID --diff.

                EXAMPLES:
                  dueday account change acme --email billing@acme.example
                  dueday account change acme --tax-id DE136695976 --by maria --reason "ticket 4711"
                  dueday account change acme --country DE --clear region
                  dueday account change acme --tax-exempt --reason "certificate of 3 March"
                """)

        @Argument(help: "The account's id.")
        var account: String
        @Option(help: "The name on its invoices.")
        var name: String?
        @Option(help: "The e-mail address on its invoices.")
        var email: String?
        @Option(help: "ISO 3166 code, two letters; decides the taxes together with the region.")
        var country: String?
        @Option(help: "State or province without the country: CA for US-CA.")
        var region: String?
        @Option(
            parsing: .singleValue,
            help: "A line of the address; repeat it for every line. They replace all lines of before.")
        var address: [String] = []
        @Option(help: "Its VAT or other tax id; between two EU countries it means reverse charge.")
        var taxID: String?
        @Flag(inversion: .prefixedNo, help: "Whether it is exempt: no tax is charged.")
        var taxExempt: Bool?
        @Option(help: "Days from the issue of an invoice to its due date.")
        var paymentTermsDays: Int?
        @Option(help: "How invoices from now on are paid: automatic, or manual by other means.")
        var collection: Account.Collection?
        @OptionGroup var invoicing: InvoicingOptions
        @Option(
            help: ArgumentHelp(
                "What it has no more; repeat it for each: \(AccountEdit.OptionalFact.allCases.map(\.rawValue).joined(separator: ", ")).",
                valueName: "fact"))
        var clear: [AccountEdit.OptionalFact] = []
        @OptionGroup var actor: ActorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let edit = try edit()
            guard edit != AccountEdit() else {
                throw CommandFailure.usage("say what to change, such as --email, --tax-id or --clear region")
            }
            let author = CorrectionAuthor(name: try actor.name(), reason: actor.reason)
            let database = try await Database.open(try await Settings.load())
            let change = try await AccountCommands(books: database.books).change(account, edit, by: author)
            if output.json { return output.print(json(change)) }
            var table = Table([.left("  FACT"), .left("BEFORE"), .left("NOW")])
            for difference in change.differences {
                table.add("  \(difference.fact)", difference.before ?? "none", difference.now ?? "none")
            }
            if !change.differences.isEmpty { table.print() }
            Terminal.print(
                change.differences.isEmpty
                    ? "nothing changed: \(account) is like this already"
                    : "changed \(account); issued invoices stay as they are")
        }

        private func edit() throws -> AccountEdit {
            var edit = AccountEdit()
            edit.name = name
            edit.email = email
            edit.country = country
            edit.region = region
            edit.address = address.isEmpty ? nil : address
            edit.taxID = taxID
            edit.isTaxExempt = taxExempt
            edit.paymentTermsDays = paymentTermsDays
            edit.collection = collection
            edit.invoicing = try invoicing.value()
            edit.cleared = Set(clear)
            return edit
        }

        private func json(_ change: AccountChange) -> OrderedJSON {
            [
                "account": .string(account),
                "changes": .array(
                    change.differences.map { difference in
                        [
                            "fact": .string(difference.fact), "before": .text(difference.before),
                            "now": .text(difference.now),
                        ]
                    }),
            ]
        }
    }
}
