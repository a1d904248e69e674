/// How much of the money that was first declined came in after all, by the month of the first decline and the kind of
/// decline: money recovered ÷ money first declined (PROCESSORS 3).
public struct RecoveryReport: Sendable, Hashable {
    /// Invoices first declined in one month with one code, in one currency.
    public struct Part: Sendable, Hashable {
        /// "2026-11", in UTC.
        public var month: String
        /// nil where the processor gave none.
        public var code: DeclineCode?
        /// ISO 4217 code.
        public var currencyCode: String
        /// How many invoices were first declined.
        public var invoices: Int
        /// What was due of them, minor units.
        public var declinedMinorUnits: Int64
        /// How many were paid in the end.
        public var invoicesRecovered: Int
        /// What was paid of them.
        public var recoveredMinorUnits: Int64
        /// How many are still open.
        public var invoicesOpen: Int
        /// What is still due of them.
        public var openMinorUnits: Int64

        /// A part with all its figures.
        public init(
            month: String, code: DeclineCode?, currencyCode: String, invoices: Int, declinedMinorUnits: Int64,
            invoicesRecovered: Int, recoveredMinorUnits: Int64, invoicesOpen: Int, openMinorUnits: Int64
        ) {
            self.month = month
            self.code = code
            self.currencyCode = currencyCode
            self.invoices = invoices
            self.declinedMinorUnits = declinedMinorUnits
            self.invoicesRecovered = invoicesRecovered
            self.recoveredMinorUnits = recoveredMinorUnits
            self.invoicesOpen = invoicesOpen
            self.openMinorUnits = openMinorUnits
        }
    }

    /// The same by class of decline.
    public struct Row: Sendable, Hashable {
        /// "2026-11".
        public var month: String
        /// The class of the first decline.
        public var declineClass: DeclineClass
        /// The figures; its code is that of the first part and says nothing.
        public var figures: Part

        /// Recovered in tenths of a percent of what was first declined, rounded down.
        public var permille: Int {
            guard figures.declinedMinorUnits > 0 else { return 0 }
            let recovered = figures.recoveredMinorUnits.multipliedFullWidth(by: 1_000)
            return Int(figures.declinedMinorUnits.dividingFullWidth(recovered).quotient)
        }
    }

    /// By month, then class in the order of the table, then currency.
    public let rows: [Row]

    /// Adds up what codes of one class brought.
    public init(_ parts: [Part]) {
        var rows: [Row] = []
        for part in parts {
            let declineClass = part.code?.declineClass ?? .generic
            let place = rows.firstIndex {
                $0.month == part.month && $0.declineClass == declineClass
                    && $0.figures.currencyCode == part.currencyCode
            }
            if let place {
                rows[place].figures.add(part)
            } else {
                rows.append(Row(month: part.month, declineClass: declineClass, figures: part))
            }
        }
        let order = DeclineClass.allCases
        self.rows = rows.sorted { left, right in
            let places = [left, right].map { order.firstIndex(of: $0.declineClass) ?? 0 }
            return (left.month, places[0], left.figures.currencyCode)
                < (right.month, places[1], right.figures.currencyCode)
        }
    }
}

extension RecoveryReport.Part {
    fileprivate mutating func add(_ other: Self) {
        invoices += other.invoices
        declinedMinorUnits += other.declinedMinorUnits
        invoicesRecovered += other.invoicesRecovered
        recoveredMinorUnits += other.recoveredMinorUnits
        invoicesOpen += other.invoicesOpen
        openMinorUnits += other.openMinorUnits
    }
}
