import ArgumentParser
import Billing
import BillingCalendar
import BillingFormats
import BillingRun
import BillingStore
import Monetary
import PDFWriter

/// dueday catalog apply|show|plans
struct CatalogCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "catalog", abstract: "What is sold, by whom and on what terms.",
        discussion: "EXAMPLE: dueday catalog apply catalog.yaml",
        subcommands: [Apply.self, Show.self, Plans.self, Compare.self])

    struct Apply: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "apply",
            abstract: "Put a catalogue file in force; a file with an error changes nothing.",
            discussion: """
                The seller's logo is named by a file beside the catalogue, PNG or JPEG, up to 512 KiB; it is kept in \
                the database, so the file is not needed later.

                EXAMPLE: dueday catalog apply catalog.yaml
                """)

        @Argument(help: "The catalogue (YAML or JSON).", completion: .file())
        var file: String
        @OptionGroup var actor: ActorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let bytes = try InputFile.read(file)
            var catalog = try CatalogFile.parse(bytes, fileName: file)
            let logo = try catalog.seller.invoicing.logo.map { try LogoFile.read($0, beside: file) }
            catalog.seller.invoicing.logo = logo.map { DocumentFolder.digest($0) }
            let database = try await Database.open(try await Settings.load())
            let version = try await database.books(noting: "catalog apply", by: actor, subject: file)
                .applyCatalog(
                    catalog, source: String(decoding: bytes, as: UTF8.self), logo: logo, at: .now)
            if output.json { return output.print(["version": .integer(version)]) }
            Terminal.print(
                "catalogue \(version) is in force: \(Counted.words(catalog.plans.count, "plan")), "
                    + "\(Counted.words(catalog.addOns.count, "add-on")), "
                    + "\(Counted.words(catalog.coupons.count, "coupon")), taxes of "
                    + Counted.words(catalog.tax.jurisdictions.count, "place"))
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Print the catalogue in force as it was applied.",
            discussion: "EXAMPLE: dueday catalog show > catalog.yaml")

        @OptionGroup var output: OutputOptions

        func run() async throws {
            let database = try await Database.open(try await Settings.load())
            guard let catalog = try await database.books.reader.catalog() else { throw RunError.noCatalog }
            if output.json {
                return output.print([
                    "version": .integer(catalog.number), "applied_at": .string("\(catalog.appliedAt)"),
                    "source": .string(catalog.source),
                ])
            }
            Terminal.print(catalog.source)
        }
    }

    struct Plans: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "plans",
            abstract: "List plans and their prices.", discussion: "EXAMPLE: dueday catalog plans --json")

        @OptionGroup var output: OutputOptions

        func run() async throws {
            let database = try await Database.open(try await Settings.load())
            let catalog = try await database.books.reading { try await $0.catalog().catalog }
            let plans = catalog.plans.values.sorted { $0.id < $1.id }
            if output.json {
                return output.print([
                    "plans": .array(plans.map(Self.json)), "total": .integer(plans.count), "has_more": false,
                ])
            }
            var table = Table([.left("PLAN"), .left("NAME"), .left("PRICES")])
            for plan in plans {
                table.add(plan.id, plan.name, plan.prices.map(Self.text).joined(separator: ", "))
            }
            table.print()
        }

        private static func text(_ price: Price) -> String {
            "\(price.currency.majorUnits(price.amountMinorUnits)) \(price.currency.code)"
                + (price.interval.map { "/\($0)" } ?? "")
        }

        private static func json(_ plan: Plan) -> OrderedJSON {
            [
                "id": .string(plan.id), "name": .string(plan.name),
                "features": FeatureText.json(plan.features),
                "prices": .array(
                    plan.prices.map { price in
                        [
                            "currency": .string(price.currency.code),
                            "interval": .text(price.interval?.unit.rawValue),
                            "interval_count": price.interval.map { .integer($0.count) } ?? .null,
                            "amount": .string(price.currency.majorUnits(price.amountMinorUnits)),
                        ]
                    }),
            ]
        }
    }
}

/// The picture that a catalogue names.
enum LogoFile {
    private static let mostBytes = 524_288

    /// A picture that can stand on documents.
    static func read(_ path: String, beside file: String) throws -> [UInt8] {
        let bytes = try InputFile.read(path, beside: file)
        guard bytes.count <= mostBytes else {
            throw CommandFailure.usage(
                "\(path): \(bytes.count) bytes are too many for a logo; at most \(mostBytes)")
        }
        do {
            _ = try PDFImage(bytes)
        } catch {
            throw CommandFailure.usage("\(path) cannot be the logo: \(error); use a PNG or JPEG")
        }
        return bytes
    }
}
