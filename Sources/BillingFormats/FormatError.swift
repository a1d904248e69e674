/// What is wrong in a file, and where; printed as one line:
/// `catalog.yaml:12:5: plans.pro.prices[0].amount: has 3 digits after the point, USD has 2`.
public struct FormatError: Error, Sendable, Hashable {
    /// The name the caller gave the file.
    public var file: String
    /// From 1; 0 where no line is to blame.
    public var line: Int
    /// From 1, in Unicode scalars.
    public var column: Int
    /// The way to the value ("plans.pro.prices[0].amount"); empty for the file as a whole.
    public var path: String
    /// What is wrong, in a few words.
    public var message: String
    /// What would be right.
    public var hint: String?

    /// An error at a place in a file.
    public init(
        file: String, line: Int = 0, column: Int = 0, path: String = "", message: String, hint: String? = nil
    ) {
        self.file = file
        self.line = line
        self.column = column
        self.path = path
        self.message = message
        self.hint = hint
    }
}

extension FormatError: CustomStringConvertible {
    /// One line without the file's content beyond the value to blame.
    public var description: String {
        let place = line > 0 ? "\(file):\(line):\(column): " : "\(file): "
        let way = path.isEmpty ? "" : "\(path): "
        return place + way + message + (hint.map { " (\($0))" } ?? "")
    }
}
