import ArgumentParser
import Billing
import BillingFormats
import BillingRun
import BillingStore
import Foundation
import NoticeDelivery

/// dueday webhooks endpoint add|list|rotate|remove
struct WebhookEndpoints: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "endpoint", abstract: "Where other programs hear of what happens here.",
        discussion: """
            Each notice is a POST of JSON, signed in the Standard Webhooks form (standardwebhooks.com): check \
            webhook-signature, and use webhook-id as the key of what was seen, because one may arrive twice and \
            before an older one.

            EXAMPLE: dueday webhooks endpoint list
            """,
        subcommands: [Add.self, List.self, Rotate.self, Remove.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add",
            abstract: "Add an endpoint; its secret is shown this once.",
            discussion: """
                It hears of what the next runs distribute.

                EXAMPLE: dueday webhooks endpoint add crm https://crm.example.com/dueday --kind invoice.issued
                """)

        @Argument(help: "A name of your own for it.")
        var id: String
        @Argument(help: "https://…, or http://… on this machine.")
        var url: String
        @Option(parsing: .singleValue, help: "Only this kind of notice; repeat it for several.")
        var kind: [Notice.Kind] = []
        @Option(
            help:
                "A secret of yours of the form whsec_ and 24 to 64 bytes in base64; one is made unless given."
        )
        var secret: String?
        @OptionGroup var actor: ActorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            guard let address = URLComponents(string: url), address.host?.isEmpty == false,
                address.scheme == "https" || address.scheme == "http", address.user == nil
            else { throw CommandFailure.usage("\"\(url)\" is no address of the form https://…") }
            guard address.scheme == "https" || ["127.0.0.1", "localhost", "[::1]"].contains(address.host)
            else {
                throw CommandFailure.usage("\"\(url)\": plain http is for this machine only")
            }
            let secret = try secret.map(WebhookEndpoints.secret) ?? .random()
            let database = try await Database.open(try await Settings.load())
            let endpoint = WebhookEndpoint(
                id: id, url: url, kinds: kind.isEmpty ? nil : kind, secrets: [secret.text])
            let books = try database.books(noting: "webhooks endpoint add", by: actor, subject: id)
            guard try await books.addEndpoint(endpoint) else {
                throw CommandFailure.usage("there is an endpoint \"\(id)\" already; remove it first")
            }
            if output.json {
                return output.print(["id": .string(id), "url": .string(url), "secret": .string(secret.text)])
            }
            Terminal.print("added \(id); its secret, shown this once:\n\(secret.text)")
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the endpoints.", discussion: "EXAMPLE: dueday webhooks endpoint list")

        @OptionGroup var page: PageOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let database = try await Database.open(try await Settings.load())
            let endpoints = try await database.books.reader.endpoints(page: page.request)
            if output.json {
                return output.print(
                    PageOptions.json(endpoints, "endpoints") { endpoint in
                        [
                            "id": .string(endpoint.id), "url": .string(endpoint.url),
                            "kinds": endpoint.kinds.map { .array($0.map { .string($0) }) } ?? .null,
                            "has_two_secrets": .bool(endpoint.hasTwoSecrets),
                            "created_at": .string("\(endpoint.createdAt)"),
                            "waiting": .integer(endpoint.waiting), "dead": .integer(endpoint.dead),
                        ]
                    })
            }
            var table = Table([
                .left("  ENDPOINT"), .left("ADDRESS"), .left("GETS"), .right("WAITING"), .right("GIVEN UP"),
            ])
            for endpoint in endpoints.items {
                table.add(
                    "  \(endpoint.id)", endpoint.url, endpoint.kinds?.joined(separator: ", ") ?? "everything",
                    "\(endpoint.waiting)", "\(endpoint.dead)")
            }
            table.print()
            page.printRest(endpoints)
        }
    }

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rotate",
            abstract: "Give an endpoint a new secret; the old one signs beside it until --finish.",
            discussion: """
                EXAMPLES:
                  dueday webhooks endpoint rotate crm
                  dueday webhooks endpoint rotate crm --finish
                """)

        @Argument(help: "The endpoint's name.")
        var id: String
        @Option(help: "A secret of yours; one is made unless given.")
        var secret: String?
        @Flag(help: "Sign with the newest secret alone from now on.")
        var finish = false
        @OptionGroup var actor: ActorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            guard !finish || secret == nil else { throw CommandFailure.usage("give --secret or --finish") }
            let new = finish ? nil : try secret.map(WebhookEndpoints.secret) ?? .random()
            let database = try await Database.open(try await Settings.load())
            let books = try database.books(noting: "webhooks endpoint rotate", by: actor, subject: id)
            guard try await books.rotateSecret(ofEndpoint: id, to: new?.text) else {
                throw CommandFailure.usage("there is no endpoint \"\(id)\"; dueday webhooks endpoint list")
            }
            if output.json { return output.print(["id": .string(id), "secret": .text(new?.text)]) }
            Terminal.print(
                new.map { "the new secret of \(id), shown this once:\n\($0.text)" }
                    ?? "\(id) is signed for with its newest secret alone")
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove",
            abstract: "Take an endpoint out of use; what waits for it is not sent.",
            discussion: "EXAMPLE: dueday webhooks endpoint remove crm")

        @Argument(help: "The endpoint's name.")
        var id: String
        @OptionGroup var actor: ActorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let database = try await Database.open(try await Settings.load())
            let books = try database.books(noting: "webhooks endpoint remove", by: actor, subject: id)
            guard try await books.removeEndpoint(id) else {
                throw CommandFailure.usage("there is no endpoint \"\(id)\"; dueday webhooks endpoint list")
            }
            if output.json { return output.print(["removed": .string(id)]) }
            Terminal.print("removed \(id)")
        }
    }

    private static func secret(_ text: String) throws -> WebhookSecret {
        guard let secret = WebhookSecret(text) else {
            throw CommandFailure.usage("--secret has the form whsec_ and 24 to 64 bytes in base64")
        }
        return secret
    }
}
