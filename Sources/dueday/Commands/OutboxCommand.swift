import ArgumentParser
import Billing
import BillingCalendar
import BillingFormats
import BillingRun
import BillingStore
import NoticeDelivery

/// dueday outbox list|show|retry|template
struct OutboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outbox",
        abstract: "Notices to customers and other programs, and where their deliveries stand.",
        discussion: """
            A notice is written in the transaction that makes it true, and leaves with the next run. What fails is \
            tried again for about three days and then given up. After a crash a mail may arrive twice, with the same \
            Message-ID, and a webhook twice, with the same webhook-id.

            EXAMPLE: dueday outbox list --state dead
            """,
        subcommands: [List.self, Show.self, Retry.self, Template.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List deliveries, the latest first.",
            discussion: """
                EXAMPLES:
                  dueday outbox list --state dead
                  dueday outbox list --account acme --channel mail
                """)

        @Option(help: "waiting, delivered, dead or skipped.")
        var state: DeliveryResult.State?
        @Option(help: "mail or webhook.")
        var channel: Delivery.Channel?
        @Option(help: "Only about this account.")
        var account: String?
        @Option(help: "Such as invoice.issued or payment.failed.")
        var kind: Notice.Kind?
        @OptionGroup var page: PageOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let database = try await Database.open(try await Settings.load())
            let deliveries = try await database.books.reader.deliveries(
                state: state, channel: channel, account: account, kind: kind, page: page.request)
            if output.json {
                return output.print(PageOptions.json(deliveries, "deliveries", DeliveryText.json))
            }
            DeliveryText.print(deliveries.items)
            page.printRest(deliveries)
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show a notice with its facts and deliveries.",
            discussion: """
                EXAMPLES:
                  dueday outbox show 1042
                  dueday outbox show payment.failed:in_7f3a:2 --json
                """)

        @Argument(help: "The notice's id, or the number of one of its deliveries.")
        var notice: String
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let reader = try await Database.open(try await Settings.load()).books.reader
            guard let found = try await reader.notice(notice) else {
                throw CommandFailure.usage("there is no notice or delivery \"\(notice)\"; dueday outbox list")
            }
            let deliveries = try await reader.deliveries(notice: found.id, page: PageRequest(limit: 1_000))
            if output.json {
                return output.print([
                    "notice": .string(found.id), "kind": .string(found.kind.rawValue),
                    "account": .string(found.account), "at": .string("\(found.at)"),
                    "facts": .object(
                        found.facts.sorted { $0.key < $1.key }.map {
                            OrderedJSON.Member($0.key, .string($0.value))
                        }), "deliveries": .array(deliveries.items.map(DeliveryText.json)),
                ])
            }
            Terminal.print("\(found.kind.rawValue) about \(found.account), true since \(found.at)")
            Terminal.print("  id \(found.id)")
            var table = Table([.left("  FACT"), .left("VALUE")])
            for (name, value) in found.facts.sorted(by: { $0.key < $1.key }) { table.add("  \(name)", value) }
            table.print()
            Terminal.print()
            DeliveryText.print(deliveries.items)
            if deliveries.items.isEmpty {
                Terminal.print("  no deliveries yet: they are made by the next run")
            }
        }
    }

    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "retry",
            abstract: "Make deliveries due again; the next run sends them.",
            discussion: """
                A delivery that arrived is sent once more when it is named by its number.

                EXAMPLES:
                  dueday outbox retry 1042 1043
                  dueday outbox retry --dead && dueday run --stage notify
                """)

        @Argument(help: "Numbers of deliveries.")
        var deliveries: [Int64] = []
        @Flag(help: "All that were given up.")
        var dead = false
        @OptionGroup var actor: ActorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            guard deliveries.isEmpty == dead else {
                throw CommandFailure.usage("give numbers of deliveries, or --dead")
            }
            let database = try await Database.open(try await Settings.load())
            let subject = dead ? "all given up" : deliveries.map { "\($0)" }.joined(separator: " ")
            let count = try await database.books(noting: "outbox retry", by: actor, subject: subject)
                .retryDeliveries(dead ? nil : deliveries)
            if output.json { return output.print(["due_again": .integer(count)]) }
            Terminal.print(
                "\(Counted.words(count, "delivery is", "deliveries are")) due again; dueday run --stage notify sends them"
            )
            if !dead, count < deliveries.count {
                throw CommandFailure.usage(
                    "\(deliveries.count - count) of them do not exist or are being sent just now")
            }
        }
    }

    struct Template: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "template",
            abstract: "Print the built-in template of a mail, to begin your own from.",
            discussion: """
                A file KIND.mail in the folder mail.templates replaces it: Mustache, a first line "Subject: …", then \
                paragraphs between empty lines; [words](address) is a link.

                EXAMPLE: dueday outbox template payment.failed > templates/payment.failed.mail
                """)

        @Argument(help: "Such as payment.failed.")
        var kind: Notice.Kind

        func run() async throws {
            guard let source = MailTemplates.builtIn(kind) else {
                throw CommandFailure.usage("no mail is sent about \(kind.rawValue)")
            }
            Terminal.print(source)
        }
    }
}

/// Deliveries for people and programs.
enum DeliveryText {
    static func print(_ deliveries: [DeliveryRecord]) {
        guard !deliveries.isEmpty else { return }
        var table = Table([
            .right("  NUMBER"), .left("NOTICE"), .left("ACCOUNT"), .left("BY"), .left("STATE"),
            .right("TRIES"),
            .left("NEXT OR LAST"), .left("OUTCOME"),
        ])
        for delivery in deliveries {
            table.add(
                "  \(delivery.id)", delivery.notice.kind.rawValue, delivery.notice.account,
                delivery.endpoint.map { "webhook \($0)" } ?? delivery.channel.rawValue,
                delivery.state.rawValue, "\(delivery.tries)", "\(delivery.finishedAt ?? delivery.nextTryAt)",
                delivery.outcome ?? "")
        }
        table.print()
    }

    static func json(_ delivery: DeliveryRecord) -> OrderedJSON {
        [
            "delivery": .integer(Int(delivery.id)), "notice": .string(delivery.notice.id),
            "kind": .string(delivery.notice.kind.rawValue), "account": .string(delivery.notice.account),
            "channel": .string(delivery.channel.rawValue), "endpoint": .text(delivery.endpoint),
            "state": .string(delivery.state.rawValue), "tries": .integer(delivery.tries),
            "next_try_at": .text(delivery.state == .waiting ? "\(delivery.nextTryAt)" : nil),
            "finished_at": .text(delivery.finishedAt.map { "\($0)" }), "outcome": .text(delivery.outcome),
        ]
    }
}
