import BillingCalendar
import BillingStore
import Monetary

/// The ledger as the plain-text accounting programs read it, and as CSV. One posting at a time: memory does not grow
/// with the ledger.
protocol LedgerForm: Sendable {
    /// What stands before the postings: accounts, and what they come from.
    func head(_ extract: LedgerExtract, _ range: DateRange) -> String
    func posting(_ posting: PostingRecord, _ range: DateRange) -> String
    /// What stands behind them: what every account must come to by the database.
    func foot(_ extract: LedgerExtract, _ range: DateRange) -> String
}

extension PostingRecord {
    /// "issued INV-2024-001".
    var title: String { invoice.map { "\(kind) \($0)" } ?? kind }
}

/// Comma-separated values, a row an entry.
struct LedgerCSV: LedgerForm {
    func head(_ extract: LedgerExtract, _ range: DateRange) -> String {
        CSVWriter.row(
            [
                "posting", "date", "at", "account", "kind", "source", "invoice", "ledger_account", "debit",
                "credit",
                "currency",
            ].map { .text($0) })
    }

    func posting(_ posting: PostingRecord, _ range: DateRange) -> String {
        posting.entries.map { entry in
            let amount = posting.currency.majorUnits(abs(entry.minorUnits))
            return CSVWriter.row([
                .number("\(posting.id)"), .number("\(range.zone.date(of: posting.at))"),
                .number("\(posting.at)"),
                .text(posting.account), .text(posting.kind), .text(posting.source), .text(posting.invoice),
                .text(entry.account), .number(entry.minorUnits > 0 ? amount : ""),
                .number(entry.minorUnits < 0 ? amount : ""), .text(posting.currency.code),
            ])
        }.joined()
    }

    func foot(_ extract: LedgerExtract, _ range: DateRange) -> String { "" }
}

/// Beancount, whose `bean-check` finds whether the balances are the database's.
struct Beancount: LedgerForm {
    private let names: [String: String]

    /// - Parameter accounts: all names of the ledger's accounts, each of which gets another name.
    init(_ accounts: [String]) {
        var taken: Set<String> = []
        var names: [String: String] = [:]
        for account in accounts.sorted() {
            var name = Self.name(of: account)
            var count = 1
            while !taken.insert(name).inserted {
                count += 1
                name = "\(Self.name(of: account))-\(count)"
            }
            names[account] = name
        }
        self.names = names
    }

    func head(_ extract: LedgerExtract, _ range: DateRange) -> String {
        var text = "option \"title\" \"Dueday ledger\"\n"
        for currency in Set(extract.closing.map(\.currency.code)).sorted() {
            text += "option \"operating_currency\" \"\(currency)\"\n"
        }
        text += "\n"
        for account in Set(extract.closing.map(\.account)).sorted() {
            text += "\(range.from) open \(name(account))\n"
        }
        text += "\n"
        for (currency, balances) in Self.byCurrency(extract.opening) {
            text += "\(range.from) * \"opening balances\" \"\(currency)\"\n"
            for balance in balances { text += entry(balance.account, balance.minorUnits, balance.currency) }
            text += "\n"
        }
        return text
    }

    func posting(_ posting: PostingRecord, _ range: DateRange) -> String {
        var text = "\(range.zone.date(of: posting.at)) * \(Self.quoted(posting.title))\n"
        text += "  account: \(Self.quoted(posting.account))\n  source: \(Self.quoted(posting.source))\n"
        text += "  at: \(Self.quoted("\(posting.at)"))\n"
        for side in posting.entries { text += entry(side.account, side.minorUnits, posting.currency) }
        return text + "\n"
    }

    /// A balance holds at the beginning of its day, so they stand on the day after the last.
    func foot(_ extract: LedgerExtract, _ range: DateRange) -> String {
        let day = CivilDate(daysSinceEpoch: range.to.daysSinceEpoch + 1)
        return extract.closing.map { balance in
            "\(day) balance \(name(balance.account))  \(balance.currency.majorUnits(balance.minorUnits)) "
                + "\(balance.currency.code)\n"
        }.joined()
    }

    private func entry(_ account: String, _ minorUnits: Int64, _ currency: Currency) -> String {
        "  \(name(account))  \(currency.majorUnits(minorUnits)) \(currency.code)\n"
    }

    private func name(_ account: String) -> String { names[account] ?? Self.name(of: account) }

    static func byCurrency(_ balances: [LedgerBalance]) -> [(String, [LedgerBalance])] {
        Dictionary(grouping: balances.filter { $0.minorUnits != 0 }, by: \.currency.code)
            .sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// Names begin with one of five roots, their parts with a capital letter or a digit.
    static func name(of account: String) -> String {
        switch account {
        case "receivable": return "Assets:Receivable"
        case "processor_clearing": return "Assets:ProcessorClearing"
        case "bank": return "Assets:Bank"
        case "disputed": return "Assets:Disputed"
        case "customer_balance": return "Liabilities:CustomerBalance"
        case "refunds_payable": return "Liabilities:RefundsPayable"
        case "revenue": return "Income:Revenue"
        case "bad_debt": return "Expenses:BadDebt"
        case "goodwill": return "Expenses:Goodwill"
        default: break
        }
        let isTax = account.hasPrefix("tax:")
        let parts = account.split(separator: ":", omittingEmptySubsequences: true).dropFirst(isTax ? 1 : 0)
        return ([isTax ? "Liabilities:Tax" : "Equity:Other"] + parts.map { part($0) }).joined(separator: ":")
    }

    private static func part(_ text: Substring) -> String {
        let safe = text.unicodeScalars.map { scalar in
            scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
                ? String(scalar) : "-"
        }.joined()
        guard let first = safe.first, first != "-" else { return "X\(safe)" }
        return first.uppercased() + safe.dropFirst()
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: " ")
            + "\""
    }
}

/// hledger's journal; the last transaction asserts the database's balances.
struct HledgerJournal: LedgerForm {
    func head(_ extract: LedgerExtract, _ range: DateRange) -> String {
        var text = "; Dueday ledger\n\n"
        for (currency, balances) in Beancount.byCurrency(extract.opening) {
            text += "\(range.from) * opening balances \(currency)\n"
            for balance in balances {
                text += entry(balance.account, balance.minorUnits, balance.currency) + "\n"
            }
            text += "\n"
        }
        return text
    }

    func posting(_ posting: PostingRecord, _ range: DateRange) -> String {
        var text = "\(range.zone.date(of: posting.at)) * \(Self.line(posting.title))"
        text += "  ; account:\(Self.line(posting.account).replacing(",", with: " "))\n"
        for side in posting.entries { text += entry(side.account, side.minorUnits, posting.currency) + "\n" }
        return text + "\n"
    }

    func foot(_ extract: LedgerExtract, _ range: DateRange) -> String {
        guard !extract.closing.isEmpty else { return "" }
        return "\(range.to) * balances by the database\n"
            + extract.closing.map { balance in
                entry(balance.account, 0, balance.currency)
                    + " = \(balance.currency.majorUnits(balance.minorUnits)) \(balance.currency.code)\n"
            }.joined()
    }

    private func entry(_ account: String, _ minorUnits: Int64, _ currency: Currency) -> String {
        "    \(Self.name(of: account))  \(currency.majorUnits(minorUnits)) \(currency.code)"
    }

    /// Two spaces end a name, and a bracket would make the entry a virtual one.
    private static func name(of account: String) -> String {
        let root = Beancount.name(of: account).prefix { $0 != ":" }.lowercased()
        let single = line(account).split(separator: " ").joined(separator: " ")
        return "\(root):"
            + single.replacing("(", with: "-").replacing(")", with: "-").replacing("[", with: "-")
            .replacing("]", with: "-").replacing(";", with: "-")
    }

    private static func line(_ text: String) -> String {
        String(text.map { $0.isNewline || $0 == ";" || $0 == "|" ? " " : $0 })
    }
}
