import ArgumentParser
import BillingFormats
import Foundation
import InvoiceDocument

/// What to write of an invoice or a credit note.
enum DocumentFormat: String, ExpressibleByArgument, CaseIterable {
    case pdf, cii, ubl

    /// The electronic invoice that the buyer takes, in this syntax; nil for pages.
    func form(_ choice: EInvoiceChoice) -> EInvoiceChoice.Beside? {
        switch self {
        case .pdf: nil
        case .cii: .cii(choice.beside == .ubl(.xRechnung) ? .xRechnung : choice.embedded ?? .en16931)
        case .ubl:
            switch choice.beside {
            case .ubl(let profile), .cii(let profile): .ubl(profile)
            case nil: .ubl(choice.embedded ?? .en16931)
            }
        }
    }
}

/// Where a document goes, and in which language.
struct DocumentOptions: ParsableArguments {
    @Option(help: "The language of the words, such as de; the buyer's unless given.")
    var language: String?
    @Option(
        help: "The file to write; named after the document, in the current folder, unless given.",
        completion: .file())
    var out: String?
    @OptionGroup var output: OutputOptions

    /// The built-in texts of the language; nil where none is given.
    ///
    /// - Throws: ``CommandFailure`` that names the languages there are.
    func texts() throws -> DocumentTexts? { try language.map(Self.texts) }

    /// The texts of a language, by its code.
    static func texts(_ language: String) throws -> DocumentTexts {
        if let texts = DocumentTexts.forLanguage(language) { return texts }
        let known = DocumentTexts.all.map(\.language).joined(separator: ", ")
        throw CommandFailure.usage("there are no documents in \"\(language)\"; there are \(known)")
    }

    /// Writes a document and says where.
    ///
    /// - Parameters:
    ///   - subject: what it is, in JSON.
    ///   - number: its number, which may hold what has no place in the name of a file.
    func write(_ bytes: [UInt8], of subject: String, number: String, ending: String) throws {
        let path = out ?? "\(number.replacing("/", with: "_")).\(ending)"
        do {
            try Data(bytes).write(to: URL(filePath: path))
        } catch {
            throw CommandFailure.usage("\(path): \(error.localizedDescription)")
        }
        if output.json {
            return output.print(
                .object([
                    OrderedJSON.Member(subject, .string(number)), OrderedJSON.Member("file", .string(path)),
                    OrderedJSON.Member("bytes", .integer(bytes.count)),
                ]))
        }
        Terminal.print(path)
    }
}
