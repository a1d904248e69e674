/// How document numbers look: "INV-{year}-{seq:3}" gives INV-2024-001; 3 is the least width (10.1).
public struct NumberFormat: Sendable, Hashable, Codable {
    /// The text as it stands in the catalogue.
    public let template: String
    /// The same taken apart, once for all numbers.
    private let parts: [Part]

    private enum Part: Sendable, Hashable {
        case text(String)
        case year
        case sequence(width: Int)
    }

    /// Invoice numbers where a catalogue says nothing: INV-2024-001.
    public static let defaultInvoice = NumberFormat(unchecked: "INV-{year}-{seq:3}")
    /// Credit note numbers where a catalogue says nothing: CN-2024-001.
    public static let defaultCreditNote = NumberFormat(unchecked: "CN-{year}-{seq:3}")

    private init(unchecked template: String) {
        self.template = template
        parts = Self.parts(of: template)
    }

    /// Refuses a template without `{year}` or `{seq}`: its numbers would repeat.
    public init(_ template: String) throws(BillingError) {
        self.init(unchecked: template)
        let hasSequence = parts.contains { part in
            if case .sequence = part { return true }
            return false
        }
        guard parts.contains(.year), hasSequence else {
            throw .invalid("number format \"\(template)\"", "it needs {year} and {seq} or {seq:WIDTH}")
        }
    }

    /// Takes the template as it was stored: it was checked when the catalogue was read.
    public init(from decoder: any Decoder) throws {
        self.init(unchecked: try decoder.singleValueContainer().decode(String.self))
    }

    /// Writes the template alone, as in a catalogue.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(template)
    }

    /// The number of the `sequence`-th document of `year`.
    public func number(year: Int, sequence: Int64) -> String {
        var number = ""
        for part in parts {
            switch part {
            case .text(let text): number += text
            case .year: number += String(year)
            case .sequence(let width):
                let digits = String(sequence)
                for _ in 0..<max(0, width - digits.utf8.count) { number += "0" }
                number += digits
            }
        }
        return number
    }

    /// Every {year}, and the first {seq} or {seq:WIDTH}; all else is text as it stands.
    private static func parts(of template: String) -> [Part] {
        var parts: [Part] = []
        var text = ""
        var rest = template[...]
        var hasSequence = false
        while let character = rest.first {
            let field = field(at: rest)
            if let field, !(hasSequence && field.part != .year) {
                if !text.isEmpty { parts.append(.text(text)) }
                text = ""
                parts.append(field.part)
                hasSequence = hasSequence || field.part != .year
                rest = rest.dropFirst(field.length)
            } else {
                text.append(character)
                rest = rest.dropFirst()
            }
        }
        return text.isEmpty ? parts : parts + [.text(text)]
    }

    /// The field that a text begins with, and how many characters it takes.
    private static func field(at text: Substring) -> (part: Part, length: Int)? {
        if text.hasPrefix("{year}") { return (.year, 6) }
        guard text.hasPrefix("{seq"), let close = text.firstIndex(of: "}") else { return nil }
        let inner = text[..<close].dropFirst(4)
        let length = inner.count + 5
        if inner.isEmpty { return (.sequence(width: 1), length) }
        guard inner.first == ":", let width = Int(inner.dropFirst()), (1...18).contains(width) else {
            return nil
        }
        return (.sequence(width: width), length)
    }
}
