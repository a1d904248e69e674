import ArgumentParser
import Billing
import BillingCalendar
import BillingFormats
import BillingRun
import BillingStore

extension Runs {
    struct Draft: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "draft",
            abstract: "Show one invoice of a rehearsal as it would be issued.",
            discussion: """
                EXAMPLES:
                  dueday runs draft RUN sub_7
                  dueday runs draft RUN sub_7 --pdf draft.pdf
                """)

        @Argument(help: "The rehearsal's id.")
        var id: String
        @Argument(help: "The subscription's id.")
        var subscription: String
        @Option(
            help: "Also write the document, marked as a preview, to this file.", completion: .file())
        var pdf: String?
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let settings = try await Settings.load()
            let database = try await Database.open(settings)
            let run = try await database.run(id)
            guard let draft = try await database.books.reader.draft(subscription, of: run.id) else {
                throw CommandFailure.usage(
                    "rehearsal \(id) has no draft of \"\(subscription)\": see `dueday runs items \(id)`")
            }
            guard let content = draft.content else {
                throw CommandFailure.usage(
                    "\"\(subscription)\" has no invoice in \(id): "
                        + (draft.reason ?? "its period closes without one"))
            }
            let invoice = Invoice(id: "draft", number: "DRAFT", content: content)
            if let pdf { try await write(content, to: pdf, database, settings) }
            if output.json { return output.print(InvoiceText.json(invoice)) }
            InvoiceText.print(invoice, units: try await database.names().units)
        }

        private func write(
            _ draft: InvoiceDraft, to path: String, _ database: Database, _ settings: Settings
        ) async throws {
            let context = try await database.books.reading { transaction in
                let account = try await transaction.claimAccount(draft.account)
                return try await transaction.catalog().context(for: account)
            }
            try PreviewDocument(
                settings: settings, context: context, names: try await database.names(),
                logo: try await database.logo(of: context.catalog.seller), isHeld: true
            )
            .write(draft, to: path)
        }
    }

    struct Approve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "approve",
            abstract: "Approve a rehearsal: the next run bills just what it shows, or stops.",
            discussion: """
                EXAMPLES:
                  dueday runs approve RUN --by "Ada Reviewer" --reason "checked the movers"
                  dueday runs approve RUN --by ada && dueday run
                """)

        @Argument(help: "The rehearsal's id.")
        var id: String
        @OptionGroup var actor: ActorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let database = try await Database.open(try await Settings.load())
            let name = try actor.name()
            let run = try await database.run(id)
            guard try await database.books.approvalIsRequired() else {
                throw CommandFailure.usage(
                    "runs need no approval here: `dueday runs approval on` switches it on, `dueday run` bills"
                )
            }
            let books = try database.books(
                noting: "runs approve", by: actor, subject: run.id,
                detail: ["fingerprint": run.fingerprint ?? ""])
            guard let fingerprint = try await books.approve(run.id, by: name, at: .now) else {
                throw CommandFailure.usage("\(id) cannot be approved: it is \(RunText.state(run))")
            }
            if output.json {
                return output.print([
                    "run": .string(run.id), "approved_by": .string(name), "fingerprint": .string(fingerprint),
                ])
            }
            Terminal.print("approved \(run.id): the next `dueday run` bills it")
        }
    }

    struct Hold: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "hold",
            abstract: "Hold a subscription's draft back: the run that follows leaves it out.",
            discussion: "EXAMPLE: dueday runs hold RUN sub_7 --by ada --reason \"usage looks wrong\"")

        @Argument(help: "The rehearsal's id.")
        var id: String
        @Argument(help: "The subscription's id.")
        var subscription: String
        @OptionGroup var actor: ActorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let database = try await Database.open(try await Settings.load())
            let run = try await database.run(id)
            let books = try database.books(
                noting: "runs hold", by: actor, subject: subscription, detail: ["run": run.id])
            let count = try await books.hold(
                subscription, of: run.id, by: try actor.name(), because: actor.reason)
            guard count > 0 else {
                throw CommandFailure.usage(
                    "\"\(subscription)\" has no draft in \(id) that could be held: see `dueday runs items \(id)`"
                )
            }
            if output.json {
                return output.print(["run": .string(run.id), "held": .string(subscription)])
            }
            Terminal.print("held \(subscription); `dueday runs let-go \(id) \(subscription)` takes it back")
        }
    }

    struct LetGo: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "let-go", abstract: "Take a hold back.",
            discussion: "EXAMPLE: dueday runs let-go RUN sub_7 --by ada")

        @Argument(help: "The rehearsal's id.")
        var id: String
        @Argument(help: "The subscription's id.")
        var subscription: String
        @OptionGroup var actor: ActorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let database = try await Database.open(try await Settings.load())
            let run = try await database.run(id)
            let books = try database.books(
                noting: "runs let-go", by: actor, subject: subscription, detail: ["run": run.id])
            guard try await books.letGo(subscription, of: run.id) > 0 else {
                throw CommandFailure.usage("\"\(subscription)\" is not held in \(id)")
            }
            if output.json {
                return output.print(["run": .string(run.id), "let_go": .string(subscription)])
            }
            Terminal.print("let \(subscription) go")
        }
    }

    struct Approval: AsyncParsableCommand {
        enum Switch: String, CaseIterable, ExpressibleByArgument { case on, off, status }

        static let configuration = CommandConfiguration(
            commandName: "approval",
            abstract: "Switch on whether runs bill only what a person has approved.",
            discussion: "EXAMPLE: dueday runs approval on --by ada --reason \"first month\"")

        @Argument(help: "on, off or status.")
        var position: Switch = .status
        @OptionGroup var actor: ActorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let database = try await Database.open(try await Settings.load())
            if position != .status {
                try await database.books(noting: "runs approval \(position.rawValue)", by: actor)
                    .requireApproval(position == .on)
            }
            let isOn = try await database.books.approvalIsRequired()
            if output.json { return output.print(["approval": .bool(isOn)]) }
            Terminal.print(
                isOn
                    ? "approval is on: `dueday run` rehearses, and bills what was approved"
                    : "approval is off: `dueday run` bills what is due")
        }
    }
}
