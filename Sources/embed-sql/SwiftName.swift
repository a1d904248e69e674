/// Names of files and folders as Swift identifiers: "claim_due" and "claim-due" give `claimDue`.
struct SwiftName {
    /// Always in backticks: a query may well be called "default" or "import".
    let identifier: String

    init(_ name: String, path: String) throws(EmbedError) {
        let words = name.split { $0 == "_" || $0 == "-" }
        guard let first = words.first, name.utf8.allSatisfy(Self.isAllowed), first.first?.isLetter == true
        else {
            throw EmbedError(
                path: path,
                reason: "\"\(name)\" gives no Swift name: use lower-case letters, digits and underscores")
        }
        let rest = words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }
        identifier = "`" + first + rest.joined() + "`"
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
