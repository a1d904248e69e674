public import PDFWriter

/// Why an invoice could not be turned into a document. Nothing is written when one of these is thrown.
public enum DocumentError: Error, Sendable, Hashable {
    /// The PDF was refused.
    case pdf(PDFError)
    /// A value that no document can show: what it is, and what would be right.
    case invalid(String, String)
    /// The norm of electronic invoices has no words for something on this document.
    case notRepresentable(String)
    /// An electronic invoice of this profile must say more, by the numbers of EN 16931.
    case missing([String])
}

extension DocumentError: CustomStringConvertible {
    /// What is wrong, for an operator.
    public var description: String {
        switch self {
        case .pdf(let error): "the PDF cannot be made: \(error)"
        case .invalid(let what, let fix): "\(what) cannot stand on a document: \(fix)"
        case .notRepresentable(let reason): "no electronic invoice can be made: \(reason)"
        case .missing(let terms): "the electronic invoice lacks \(terms.joined(separator: ", "))"
        }
    }
}
