public import Monetary

/// Works out the formulas of explanations from their text alone, as a reader with a pocket calculator would:
/// numbers with grouping commas, + − × ÷ and fractions, parentheses, min and max.
public struct PocketCalculator {
    /// A text that is no formula.
    public struct Unreadable: Error, CustomStringConvertible {
        /// The text from where it cannot be read.
        public var description: String
    }

    private var rest: Substring

    /// What a formula comes to, exactly.
    public static func value(of formula: String) throws -> Ratio {
        var calculator = PocketCalculator(rest: formula[...])
        let value = try calculator.sum()
        calculator.skipBlanks()
        guard calculator.rest.isEmpty else { throw Unreadable(description: "\(formula): \(calculator.rest)") }
        return value
    }

    private mutating func sum() throws -> Ratio {
        var value = try product()
        while true {
            if take("+") {
                value = try value + product()
            } else if take("−") {
                value = try value - product()
            } else {
                return value
            }
        }
    }

    private mutating func product() throws -> Ratio {
        var value = try factor()
        while true {
            if take("×") {
                value = try value * factor()
            } else if take("÷") || take("/") {
                value = try value / factor()
            } else {
                return value
            }
        }
    }

    private mutating func factor() throws -> Ratio {
        if take("−") { return -(try factor()) }
        if take("min(") { return try arguments().min() ?? .zero }
        if take("max(") { return try arguments().max() ?? .zero }
        if take("(") {
            let value = try sum()
            guard take(")") else { throw Unreadable(description: "no ) before \(rest)") }
            return value
        }
        skipBlanks()
        var text = ""
        var taken = rest[...]
        while let character = taken.first, character.isNumber || character == "." || isComma(taken) {
            if character != "," { text.append(character) }
            taken = taken.dropFirst()
        }
        guard !text.isEmpty else { throw Unreadable(description: "no number at \(rest)") }
        rest = taken
        return try ExactDecimal(parsing: text).ratio
    }

    /// A comma within a number stands before a digit, one between arguments before a blank.
    private func isComma(_ text: Substring) -> Bool {
        text.first == "," && text.dropFirst().first?.isNumber == true
    }

    private mutating func arguments() throws -> [Ratio] {
        var values = [try sum()]
        while take(",") { values.append(try sum()) }
        guard take(")") else { throw Unreadable(description: "no ) before \(rest)") }
        return values
    }

    private mutating func take(_ sign: String) -> Bool {
        skipBlanks()
        guard rest.hasPrefix(sign) else { return false }
        rest = rest.dropFirst(sign.count)
        return true
    }

    private mutating func skipBlanks() { rest = rest.drop { $0 == " " } }
}
