public import Billing

/// Reads a catalogue file (SCENARIO, Catalogue); `dueday catalog apply`.
public enum CatalogFile {
    /// The catalogue in a file's bytes. Every reference within it exists and every amount fits its currency;
    /// whether time zones exist is left to whoever loads them.
    public static func parse(
        _ bytes: some Collection<UInt8>, fileName: String
    ) throws(FormatError) -> Catalog {
        try Catalog(reading: StrictYAML.root(of: SourceText(bytes, file: fileName)))
    }

    /// The catalogue in a text.
    public static func parse(_ text: String, fileName: String) throws(FormatError) -> Catalog {
        try parse(text.utf8, fileName: fileName)
    }
}
