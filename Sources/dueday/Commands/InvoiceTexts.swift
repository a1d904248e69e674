import ArgumentParser
import BillingFormats
import InvoiceDocument

extension InvoiceCommand {
    /// dueday invoice texts
    struct Texts: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "texts",
            abstract: "Show every text of documents in a language, as a file to begin with.",
            discussion: """
                What a seller wants to say otherwise stays in the file, in the folder that the setting documents.texts \
                names; the rest can go. {} is the place of a value. LANGUAGE.yaml is for every seller, \
                SELLER/LANGUAGE.yaml for one.

                Documents for Switzerland and Liechtenstein in the languages of those countries have a point, an \
                apostrophe and the currency first, CHF 1'234.50; documents for India group digits as 12,34,567.00. A \
                separator that a file sets is used in every country, so the two are comments until you want that.

                EXAMPLES:
                  dueday invoice texts de > /etc/dueday/texts/de.yaml
                  dueday invoice texts ja --json
                """)

        @Argument(help: "The language: de, en, es, fr, hi, it, ja, nl, pl or pt.")
        var language: String
        @OptionGroup var output: OutputOptions

        func run() async throws {
            guard let texts = DocumentTexts.forLanguage(language) else {
                let known = DocumentTexts.all.map(\.language).sorted().joined(separator: ", ")
                throw CommandFailure.usage("there are no texts in \(language); there are \(known)")
            }
            if output.json {
                return output.print([
                    "language": .string(texts.language),
                    "texts": .array(
                        texts.entries.map { entry in
                            [
                                "key": .string(entry.key), "values": .array(entry.values.map { .string($0) }),
                                "depends_on_country": .bool(entry.dependsOnCountry),
                            ]
                        }),
                ])
            }
            for entry in texts.entries {
                let values = entry.values.map(Self.quoted)
                Terminal.print(
                    (entry.dependsOnCountry ? "# " : "") + "\(entry.key): "
                        + (values.count == 1 ? values[0] : "[\(values.joined(separator: ", "))]"))
            }
        }

        /// A YAML string in double quotes.
        private static func quoted(_ text: String) -> String {
            var quoted = "\""
            for scalar in text.unicodeScalars {
                switch scalar {
                case "\"", "\\": quoted += "\\\(scalar)"
                case "\u{A0}": quoted += "\\_"
                default: quoted.unicodeScalars.append(scalar)
                }
            }
            return quoted + "\""
        }
    }
}
