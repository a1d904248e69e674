import Foundation
import InvoiceDocument
import Yams

/// The texts of documents: the built-in ones, with those that the folder of `documents.texts` has in their places.
///
/// `de.yaml` holds texts of all sellers in German, `SELLER/de.yaml` those of one seller, which come last. Every file
/// is read and checked when the value is made, so that a mistake stops a run before it issues anything.
struct SellerTexts: Sendable {
    /// Overridden texts by language, then by "seller/language".
    private var texts: [String: DocumentTexts] = [:]

    /// The built-in texts.
    init() {}

    /// - Throws: ``CommandFailure`` that names file, line and key of the first mistake.
    init(folder: String) throws {
        for name in try Self.names(in: folder) where name.hasSuffix(".yaml") {
            texts[try Self.language(name, in: folder)] = try Self.read(
                "\(folder)/\(name)", over: Self.builtIn(name))
        }
        for seller in try Self.names(in: folder) where !seller.contains(".") {
            for name in try Self.names(in: "\(folder)/\(seller)") where name.hasSuffix(".yaml") {
                let language = try Self.language(name, in: "\(folder)/\(seller)")
                texts["\(seller)/\(language)"] = try Self.read(
                    "\(folder)/\(seller)/\(name)", over: texts[language] ?? Self.builtIn(name))
            }
        }
    }

    /// What a seller says in the language of these texts.
    func texts(_ builtIn: DocumentTexts, seller: String) -> DocumentTexts {
        texts["\(seller)/\(builtIn.language)"] ?? texts[builtIn.language] ?? builtIn
    }

    private static func names(in folder: String) throws -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        } catch {
            throw CommandFailure.usage("documents.texts: \(folder): \(error.localizedDescription)")
        }
    }

    private static func builtIn(_ fileName: String) -> DocumentTexts {
        DocumentTexts.forLanguage(String(fileName.dropLast(".yaml".count))) ?? .english
    }

    private static func language(_ fileName: String, in folder: String) throws -> String {
        let language = String(fileName.dropLast(".yaml".count))
        guard DocumentTexts.all.contains(where: { $0.language == language }) else {
            let known = DocumentTexts.all.map { "\($0.language).yaml" }.joined(separator: ", ")
            throw CommandFailure.usage("\(folder)/\(fileName): texts stand in one of \(known)")
        }
        return language
    }

    private static func read(_ path: String, over texts: DocumentTexts) throws -> DocumentTexts {
        let root: Node?
        do {
            root = try Yams.compose(yaml: String(contentsOfFile: path, encoding: .utf8))
        } catch {
            throw CommandFailure.usage("\(path): \(error)")
        }
        guard let root else { return texts }
        let found = try entries(of: root, under: "", path)
        do throws(DocumentTextsError) {
            // All at once: two separators may change places.
            return try texts.overridden(by: found.map(\.entry))
        } catch {
            let line = found.last { $0.entry.key == error.key }?.line ?? 1
            throw CommandFailure.usage("\(path):\(line): \(error)")
        }
    }

    /// The leaves of the file; "statuses.paid" may stand in one piece or as paid within statuses.
    private static func entries(
        of node: Node, under prefix: String, _ path: String
    ) throws -> [(entry: DocumentTextEntry, line: Int)] {
        let line = node.mark?.line ?? 1
        switch node {
        case .scalar(let scalar):
            return [(DocumentTextEntry(prefix, [scalar.string]), line)]
        case .sequence(let sequence):
            return [(DocumentTextEntry(prefix, sequence.map { $0.scalar?.string ?? "" }), line)]
        case .mapping(let mapping):
            return try mapping.flatMap { key, value in
                guard let name = key.scalar?.string else {
                    throw CommandFailure.usage("\(path):\(line): a key is a word")
                }
                return try entries(of: value, under: prefix.isEmpty ? name : "\(prefix).\(name)", path)
            }
        default:
            throw CommandFailure.usage("\(path):\(line): aliases have no place in a file of texts")
        }
    }
}
