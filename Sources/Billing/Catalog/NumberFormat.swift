/// How document numbers look: "INV-{year}-{seq:3}" gives INV-2024-001; 3 is the least width (10.1).
public struct NumberFormat: Sendable, Hashable, Codable {
    /// The text as it stands in the catalogue.
    public let template: String

    /// Invoice numbers where a catalogue says nothing: INV-2024-001.
    public static let defaultInvoice = NumberFormat(unchecked: "INV-{year}-{seq:3}")
    /// Credit note numbers where a catalogue says nothing: CN-2024-001.
    public static let defaultCreditNote = NumberFormat(unchecked: "CN-{year}-{seq:3}")

    private init(unchecked template: String) { self.template = template }

    /// Refuses a template without `{year}` or `{seq}`: its numbers would repeat.
    public init(_ template: String) throws(BillingError) {
        guard template.contains("{year}"), Self.sequenceField(in: template) != nil else {
            throw .invalid("number format \"\(template)\"", "it needs {year} and {seq} or {seq:WIDTH}")
        }
        self.template = template
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
        guard let field = Self.sequenceField(in: template) else { return template }
        let digits = String(sequence)
        let padded = String(repeating: "0", count: max(0, field.width - digits.count)) + digits
        return Self.replacing("{year}", in: template[..<field.range.lowerBound], by: String(year))
            + padded
            + Self.replacing("{year}", in: template[field.range.upperBound...], by: String(year))
    }

    private static func sequenceField(in text: String) -> (range: Range<String.Index>, width: Int)? {
        guard let open = firstIndex(of: "{seq", in: text[...]),
            let close = text[open...].firstIndex(of: "}")
        else { return nil }
        let inner = text[text.index(open, offsetBy: 4)..<close]
        let range = open..<text.index(after: close)
        if inner.isEmpty { return (range, 1) }
        guard inner.first == ":", let width = Int(inner.dropFirst()), (1...18).contains(width) else {
            return nil
        }
        return (range, width)
    }

    private static func firstIndex(of part: String, in text: Substring) -> String.Index? {
        text.indices.first { text[$0...].hasPrefix(part) }
    }

    private static func replacing(_ part: String, in text: Substring, by value: String) -> String {
        guard let start = firstIndex(of: part, in: text) else { return String(text) }
        let rest = text[text.index(start, offsetBy: part.count)...]
        return text[..<start] + value + replacing(part, in: rest, by: value)
    }
}
