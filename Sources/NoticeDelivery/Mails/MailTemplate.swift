import Mustache

/// A mail's words: a subject line and paragraphs, from which text and HTML are made.
///
/// The source is Mustache. Its first line is "Subject: …", then come paragraphs between empty lines. A paragraph of the
/// form `[words](address)` is a link: a button in HTML, the words and the address in text. Everything that is filled in
/// is escaped for where it stands.
struct MailTemplate: Sendable {
    /// Why a source is no template.
    struct Malformed: Error, CustomStringConvertible {
        let description: String
    }

    private let subject: MustacheTemplate
    private let text: MustacheTemplate
    private let html: MustacheTemplate

    /// - Throws: ``Malformed``.
    init(source: String) throws(Malformed) {
        let lines = source.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(
            String.init)
        guard let first = lines.first, first.hasPrefix("Subject:") else {
            throw Malformed(description: "its first line must begin with \"Subject:\"")
        }
        let blocks = Self.blocks(lines.dropFirst())
        do {
            subject = try MustacheTemplate(
                string: Self.plain + first.dropFirst("Subject:".count).trimmingBlanks)
            text = try MustacheTemplate(string: Self.plain + blocks.map(\.text).joined(separator: "\n"))
            html = try MustacheTemplate(string: blocks.map(\.html).joined(separator: "\n"))
        } catch {
            throw Malformed(description: "\(error)")
        }
    }

    /// Fills in the values; one that is missing is empty, and a section of it is left out.
    func render(_ values: [String: String]) -> (subject: String, text: String, html: String) {
        let subject = subject.render(values).trimmingBlanks
        let body = html.render(values)
        return (
            subject, Self.withoutRuns(ofEmptyLinesIn: text.render(values)),
            Self.page(title: subject, body: body)
        )
    }

    private static let plain = "{{% CONTENT_TYPE:TEXT}}"

    /// A paragraph, a link, or the line of a section.
    private enum Block {
        case paragraph([String])
        case link(words: String, address: String)
        case section(String)

        var text: String {
            switch self {
            case .paragraph(let lines): lines.joined(separator: "\n") + "\n"
            case .link(let words, let address): "\(words):\n\(address)\n"
            case .section(let line): line
            }
        }

        var html: String {
            switch self {
            case .paragraph(let lines): "<p>\(lines.joined(separator: "<br>\n"))</p>"
            case .link(let words, let address):
                "<p><a href=\"\(address)\" style=\"\(MailTemplate.buttonStyle)\">\(words)</a></p>"
            case .section(let line): line
            }
        }
    }

    private static func blocks(_ lines: ArraySlice<String>) -> [Block] {
        var blocks: [Block] = []
        var paragraph: [String] = []
        func end() {
            if let link = link(paragraph) {
                blocks.append(link)
            } else if !paragraph.isEmpty {
                blocks.append(.paragraph(paragraph))
            }
            paragraph = []
        }
        for line in lines {
            let line = line.trimmingBlanks
            if isSectionTag(line) {
                end()
                blocks.append(.section(line))
            } else if line.isEmpty {
                end()
            } else {
                paragraph.append(line)
            }
        }
        end()
        return blocks
    }

    private static func isSectionTag(_ line: String) -> Bool {
        ["{{#", "{{^", "{{/", "{{!"].contains { line.hasPrefix($0) } && line.hasSuffix("}}")
            && line.dropFirst(2).dropLast(2).allSatisfy { $0 != "{" && $0 != "}" }
    }

    private static func link(_ lines: [String]) -> Block? {
        guard lines.count == 1, let line = lines.first, line.hasPrefix("["), line.hasSuffix(")"),
            let middle = line.firstRange(of: "](")
        else { return nil }
        return .link(
            words: String(line[line.index(after: line.startIndex)..<middle.lowerBound]),
            address: String(line[middle.upperBound..<line.index(before: line.endIndex)]))
    }

    private static func withoutRuns(ofEmptyLinesIn text: String) -> String {
        var lines: [Substring] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.isEmpty, lines.last?.isEmpty ?? true { continue }
            lines.append(line)
        }
        return lines.joined(separator: "\n")
    }

    private static let buttonStyle =
        "display:inline-block;padding:10px 18px;background:#1f4e79;color:#ffffff;text-decoration:none;border-radius:4px"

    /// Plain HTML that every mail program shows; nothing is fetched from anywhere.
    private static func page(title: String, body: String) -> String {
        let title = title.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><title>\(title)</title></head>
            <body style="margin:0;padding:24px;background:#ffffff;color:#222222;font-family:Helvetica,Arial,sans-serif">
            <div style="max-width:600px;font-size:15px;line-height:1.5">
            \(body)
            </div>
            </body>
            </html>

            """
    }
}

extension StringProtocol {
    /// Without blanks at both ends.
    fileprivate var trimmingBlanks: String {
        let start = drop { $0 == " " || $0 == "\t" }
        let end = start.lastIndex { $0 != " " && $0 != "\t" }
        return end.map { String(start[...$0]) } ?? ""
    }
}
