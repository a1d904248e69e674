public import Billing
import Foundation

/// A template for every kind of mail: the built-in one, or the one of a folder.
public struct MailTemplates: Sendable {
    /// A file of the folder that is no template.
    public struct Refusal: Error, Sendable, Hashable, CustomStringConvertible {
        /// The file.
        public let path: String
        /// What is wrong with it.
        public let reason: String
        /// File and reason in one line.
        public var description: String { "the mail template \(path): \(reason)" }
    }

    private var byKind: [Notice.Kind: MailTemplate] = [:]

    /// - Parameter folder: holds files such as "payment.failed.mail"; nil: all are the built-in ones.
    /// - Throws: ``Refusal`` for a file that cannot be read, is no template, or is named for no mail.
    public init(folder: String? = nil) throws(Refusal) {
        for kind in Notice.Kind.allCases {
            guard let source = MailTexts.source(kind) else { continue }
            byKind[kind] = try Self.template(source, path: "\(kind.rawValue)\(Self.suffix)")
        }
        if let folder { try replace(from: folder) }
    }

    subscript(kind: Notice.Kind) -> MailTemplate? { byKind[kind] }

    /// The built-in source of a kind, to begin one's own from; nil where no mail is sent.
    public static func builtIn(_ kind: Notice.Kind) -> String? { MailTexts.source(kind) }

    private static let suffix = ".mail"

    private mutating func replace(from folder: String) throws(Refusal) {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            throw Refusal(path: folder, reason: "the folder cannot be read: \(error.localizedDescription)")
        }
        for name in names.sorted() where name.hasSuffix(Self.suffix) {
            let path = "\(folder)/\(name)"
            guard let kind = Notice.Kind(rawValue: String(name.dropLast(Self.suffix.count))),
                byKind[kind] != nil
            else { throw Refusal(path: path, reason: "there is no mail of this name") }
            guard let source = try? String(contentsOfFile: path, encoding: .utf8) else {
                throw Refusal(path: path, reason: "it cannot be read as UTF-8")
            }
            byKind[kind] = try Self.template(source, path: path)
        }
    }

    private static func template(_ source: String, path: String) throws(Refusal) -> MailTemplate {
        do {
            return try MailTemplate(source: source)
        } catch {
            throw Refusal(path: path, reason: error.description)
        }
    }
}
